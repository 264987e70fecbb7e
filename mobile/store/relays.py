"""What a server restored from a backup may have forgotten: entries held here beyond a common place."""

from collections.abc import Iterator, Mapping

from checklists.journal.canonical import as_text
from checklists.journal.draft_history import to_wire
from checklists.protocol.limits import PUSH_BYTES, PUSH_OPS
from checklists.protocol.messages import RelayedOp, Stream
from mobile.store.database import Store


def batches(store: Store, common: Mapping[Stream, int]) -> Iterator[list[RelayedOp]]:
    """Give what follows the places both know, in messages; each op once, in the order of the feed.

    Args:
        store: the tablet's database.
        common: the number of the last entry of each stream that both know.
    """
    batch: list[RelayedOp] = []
    size = 0
    for row in store.rows(_BEYOND, {"own": common["own"], "shared": common["shared"]}):
        one = _entry(store, row["op_id"], row["countersign"], row["unread"])
        bytes_more = len(one.body) + len(one.draft or "")
        if batch and (len(batch) == PUSH_OPS or size + bytes_more > PUSH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += bytes_more
    if batch:
        yield batch


def _entry(store: Store, op_id: str | None, countersign: str, unread: bytes | None) -> RelayedOp:
    row = store.row(
        "select body, clock_ms, packed from op left join draft_history using (op_id) where op_id = ?",
        (op_id,),
    )
    if row is None:
        return RelayedOp(body=as_text(unread or b""), countersign=countersign)
    return RelayedOp(
        body=as_text(row["body"]),
        countersign=countersign,
        draft=to_wire(row["packed"]) if row["packed"] else None,
        clock_ms=row["clock_ms"],
    )


# What was lost in an earlier restore, or has not come again in this reading, goes first, then the feed's
# order.
_BEYOND = """
    select op_id, countersign, unread from entry
    where standing <> 'held' or (stream = 'own' and seq > :own) or (stream = 'shared' and seq > :shared)
    group by coalesce(op_id, stream || seq) order by standing = 'held', min(seq)
"""
