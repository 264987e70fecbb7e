"""The draft history of a visit: the changes its seal stands in for, packed away until the seal is refused."""

from collections.abc import Sequence

from checklists.journal import draft_history
from checklists.journal.canonical import as_bytes, as_text
from checklists.journal.fold import RecordState
from checklists.journal.op import Op
from mobile.store import chain, ops
from mobile.store.database import Store
from mobile.store.identity import this_tablet
from mobile.store.said_again import said_again


def unsent(store: Store, states: Sequence[RecordState]) -> list[Op]:
    """Return the ops about some records that nobody but this tablet can know, in order."""
    found = [
        row["body"]
        for state in states
        for row in store.rows(_UNSENT, {"kind": state.kind, "record": state.record})
    ]
    return sorted(map(ops.read, found), key=lambda one: (one.stamp, one.op_id))


def bodies(store: Store, op_ids: Sequence[str]) -> list[str]:
    """Return the bodies of some ops as texts, in the order asked."""
    rows = (store.row("select body from op where op_id = ?", (one,)) for one in op_ids)
    return [as_text(row["body"]) for row in rows if row]


def put_away(store: Store, seal: Op, packed: bytes, folded: Sequence[str]) -> None:
    """Put a seal's draft history in the place of its ops; part of the transaction that keeps the seal."""
    ops.forget(store, [*folded])
    store.execute(
        "insert into draft_history(op_id, visit, packed) values (?, ?, ?)", (seal.op_id, seal.record, packed)
    )


def take_out(store: Store, seal_id: str) -> list[Op]:
    """Put the ops back that a seal stood in for, as they were, to be sent on their own; return them.

    Where the tablet was enrolled anew meanwhile they are said again: the server takes from this tablet only
    what this tablet says, and a copy of it from before may have sent them as they were.

    Raises:
        HistoryNotRead: the history is damaged.
    """
    row = store.row("select packed from draft_history where op_id = ?", (seal_id,))
    if row is None:
        return []
    bodies = [as_bytes(one) for one in draft_history.unpack(row["packed"])]
    found, device = [ops.read(one) for one in bodies], this_tablet(store).device
    if any(one.device != device for one in found):
        found = said_again(store, found, device)
        bodies = [one.body() for one in found]
    put_back = [op for op, body in zip(found, bodies, strict=True) if ops.keep(store, op, body)]
    for op in put_back:
        chain.await_link(store, op.op_id)
    store.execute("delete from draft_history where op_id = ?", (seal_id,))
    return put_back


_UNSENT = """
    select op.body from unlinked join op using (op_id)
        where not unlinked.offered and op.kind = :kind and op.record = :record
"""
