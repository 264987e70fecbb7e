"""What the server has not received yet: changes without a link or without a receipt, and photos."""

import sqlite3
from dataclasses import dataclass
from enum import StrEnum

from checklists.journal.canonical import as_text
from checklists.journal.chain import Link
from checklists.journal.draft_history import to_wire
from checklists.protocol.limits import PUSH_BYTES, PUSH_OPS
from checklists.protocol.messages import SentOp
from mobile.store import chain, memory, naming, photos
from mobile.store.database import Store
from mobile.store.identity import this_tablet

_RECEIVED_AT = "received at"


class ItemState(StrEnum):
    """Where a waiting record is."""

    WAITING = "waiting"
    SENDING = "sending"


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """A record with something the server has not received.

    Attributes:
        kind: its kind.
        record: its id.
        what: its title or first words.
        where: its area, empty if it has none.
        state: waiting, or sending once part of a photo has arrived.
        changes: how many changes are on their way.
        photos: how many photos are on their way.
        since: when the oldest of them was made.
        trouble: the sentence of what kept a photo back last, empty if nothing did.
    """

    kind: str
    record: str
    what: str
    where: str
    state: ItemState
    changes: int
    photos: int
    since: str
    trouble: str


@dataclass(frozen=True, slots=True)
class ReceivedItem:
    """A record whose changes the server has received, all of them so far."""

    kind: str
    record: str
    what: str
    where: str
    received_at: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the server has not received: changes and photos."""

    changes: int
    photos: int

    @property
    def all(self) -> int:
        """Both together."""
        return self.changes + self.photos


def counts(store: Store) -> Counts:
    """Return how much the server has not received."""
    row = store.row(
        "select count(*) as changes from link where incarnation = ? and received_at is null",
        (this_tablet(store).incarnation,),
    )
    offered = row["changes"] if row else 0
    return Counts(offered + chain.unlinked(store), photos.count_to_send(store))


def waiting(store: Store) -> list[WaitingItem]:
    """Return each record with something the server has not received, the one waiting longest first."""
    rows = store.rows(_WAITING, {"incarnation": this_tablet(store).incarnation})
    return [_item(store, row) for row in rows]


def received(store: Store, limit: int = 20) -> list[ReceivedItem]:
    """Return the records the server received last, newest first; not those with something waiting."""
    rows = store.rows(_RECEIVED, {"incarnation": this_tablet(store).incarnation, "limit": limit})
    found = []
    for row in rows:
        name = naming.name_of(store, row["kind"], row["record"])
        found.append(ReceivedItem(row["kind"], row["record"], name.what, name.where, row["received_at"]))
    return found


def received_at(store: Store) -> str | None:
    """Return when the server last received something from here, None before the first time."""
    return memory.recall(store, _RECEIVED_AT)


def batch(store: Store, after_n: int) -> list[SentOp]:
    """Return what to send after link `after_n`: at most `PUSH_OPS` ops and `PUSH_BYTES`, at least one.

    What was never offered before gets its links here, for good: if the answer is lost, the same links
    are sent again.
    """
    with store.transaction():
        rows = _linked(store, after_n)
        size = sum(row["bytes"] for row in rows)
        if len(rows) < PUSH_OPS and size < PUSH_BYTES:
            chain.link_next(store, ops=PUSH_OPS - len(rows), size=PUSH_BYTES - size)
            rows = _linked(store, after_n)
    sent: list[SentOp] = []
    size = 0
    for row in rows:
        size += row["bytes"]
        if sent and size > PUSH_BYTES:
            break
        link = Link(n=row["n"], op_id=row["op_id"], prev=row["prev"], hash=row["hash"])
        draft = to_wire(row["packed"]) if row["packed"] else None
        sent.append(SentOp(link=link, body=as_text(row["body"]), draft=draft))
    return sent


def confirm(store: Store, n: int, hash_: str, at: str, *, asked: int | None = None) -> bool:
    """Note that the server has everything up to link n; say whether that link is this tablet's own.

    Args:
        store: the tablet's database.
        n: the last link the server has.
        hash_: its hash there.
        at: when the server had it.
        asked: the last link it has answered for, None for all. What a copy of this tablet has sent beyond
            that is asked about in its turn: only the answer to it says what of it was refused.
    """
    with store.transaction():
        own = chain.link_at(store, n)
        if own is None or own.hash != hash_:
            return False
        changed = store.execute(
            "update link set received_at = ? where incarnation = ? and n <= ? and received_at is null",
            (at, this_tablet(store).incarnation, n if asked is None else min(n, asked)),
        )
        if changed:
            note_received(store, at)
        return True


def note_received(store: Store, at: str) -> None:
    """Remember when the server last received something from here."""
    memory.remember(store, _RECEIVED_AT, at)


def reopen(store: Store, after_n: int) -> int:
    """Put back what the server no longer has after link n, as after a restored backup; say how much."""
    return store.execute(
        "update link set received_at = null where incarnation = ? and n > ? and received_at is not null",
        (this_tablet(store).incarnation, after_n),
    )


_AFTER = """
    select link.n, link.op_id, link.prev, link.hash, op.body, packed,
        length(body) + coalesce(length(packed), 0) * 4 / 3 as bytes
    from link join op using (op_id) left join draft_history using (op_id)
    where link.incarnation = ? and link.n > ? order by link.n limit ?
"""

# A record's changes and its photos, counted apart and put side by side.
_WAITING = """
    select kind, record, sum(changes) as changes, sum(photos) as photos, max(sending) as sending,
        min(since) as since, max(trouble) as trouble
    from (
        select op.kind, op.record, 1 as changes, 0 as photos, 0 as sending, op.at as since, '' as trouble
            from link join op using (op_id)
            where link.incarnation = :incarnation and link.received_at is null
        union all
        select op.kind, op.record, 1, 0, 0, op.at, '' from unlinked join op using (op_id)
        union all
        select of.kind, of.record, 0, 1, photo.state = 'sending', photo.announced_at, photo.trouble
            from photo join photo_of as of using (sha)
            where photo.state <> 'received' and exists (
                select 1 from field where field.kind = of.kind and field.record = of.record
                    and field.name = of.name and field.value <> 'null')
    )
    group by kind, record order by since, record
"""

_RECEIVED = """
    select op.kind, op.record, max(link.received_at) as received_at
    from link join op using (op_id)
    where link.incarnation = :incarnation and not exists (
        select 1 from unlinked join op as next using (op_id)
            where next.kind = op.kind and next.record = op.record)
    group by op.kind, op.record
    having count(*) = count(link.received_at)
    order by received_at desc, op.record limit :limit
"""


def _linked(store: Store, after_n: int) -> list[sqlite3.Row]:
    return store.rows(_AFTER, (this_tablet(store).incarnation, after_n, PUSH_OPS))


def _item(store: Store, row: sqlite3.Row) -> WaitingItem:
    name = naming.name_of(store, row["kind"], row["record"])
    return WaitingItem(
        kind=row["kind"],
        record=row["record"],
        what=name.what,
        where=name.where,
        state=ItemState.SENDING if row["sending"] else ItemState.WAITING,
        changes=row["changes"],
        photos=row["photos"],
        since=row["since"],
        trouble=row["trouble"],
    )
