"""The feed: the server's own order of everything applied, chained and countersigned, and read in pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, bindparam, func, select, update

from checklists.journal.chain import START, feed_hash
from checklists.protocol import refusals
from checklists.protocol.limits import PAGE_BYTES, PULL_OPS
from checklists.protocol.messages import Cursor
from sync_server.errors import Refused
from sync_server.record import schema
from sync_server.record.asked import Asked
from sync_server.record.rows import insert_rows
from sync_server.record.schema import EVERYBODY, FEED_COUNTER, OWN, SHARED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

    from checklists.protocol.messages import Scope
    from sync_server.keys import Keys


_HERE = schema.counter.c.name == FEED_COUNTER

# Made once: to put them together takes longer than to ask them.
_TO_COUNT: Final = Asked(select(schema.counter.c.value, schema.counter.c.head).where(_HERE).with_for_update())
_COUNTED: Final = Asked(
    update(schema.counter).where(_HERE).values(value=bindparam("seq"), head=bindparam("hash"))
)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What enters the feed.

    Attributes:
        op_id: of an op that is stored.
        body_hash: of the op.
        audience: one of `AUDIENCES`.
        device: of an own entry, the tablet that wrote the op; None where another entry names it.
        owner: of an own entry, the person it is for.
        area: of a shared entry, where its visit was.
        month: of a shared entry, when its visit was sealed.
    """

    op_id: str
    body_hash: str
    audience: str
    device: str | None = None
    owner: str | None = None
    area: str | None = None
    month: str | None = None


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One op in the feed, with its canonical body and what its tablet's clock was wrong by."""

    seq: int
    hash: str
    countersign: str
    body: bytes
    clock_ms: int


@dataclass(frozen=True, slots=True)
class FeedPage:
    """What follows a cursor, as far as one tablet is concerned.

    Attributes:
        entries: in feed order.
        cursor: where to go on.
        more: whether another page is waiting; then this one will never be another.
    """

    entries: list[FeedEntry]
    cursor: Cursor
    more: bool


def shared_with(scope: Scope) -> ColumnElement[bool]:
    """Return the condition for the entries of the shared stream within a scope."""
    c = schema.feed.c
    within = c.audience == SHARED
    if scope.areas is not None:
        within &= c.area.in_(scope.areas)
    if scope.since is not None:
        within &= c.month >= scope.since
    return (c.audience == EVERYBODY) | within


def own_of(device: str, people: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition for the entries of a tablet's own stream."""
    c = schema.feed.c
    return (c.audience == OWN) & ((c.device == device) | c.owner.in_(people))


def enter(connection: Connection, keys: Keys, new: Sequence[NewEntry]) -> None:
    """Enter ops into the feed, as the last step of their transaction.

    The numbers come from a counter row, which stays locked until the transaction ends: a reader never sees a
    number before the ones below it.
    """
    if not new:
        return
    ((seq, head),) = _TO_COUNT.rows(connection)
    rows = []
    for one in new:
        seq, head = seq + 1, feed_hash(head, one.op_id, one.body_hash)
        rows.append(
            {
                "seq": seq,
                "op_id": one.op_id,
                "hash": head,
                "countersign": keys.countersignature(one.op_id, one.body_hash),
                "audience": one.audience,
                "device": one.device,
                "owner": one.owner,
                "area": one.area,
                "month": one.month,
            }
        )
    insert_rows(connection, schema.feed, rows)
    _COUNTED.do(connection, seq=seq, hash=head)


def page_after(connection: Connection, cursor: Cursor, wanted: ColumnElement[bool]) -> FeedPage:
    """Return what follows a cursor, of the entries that are wanted.

    Raises:
        Refused: the cursor is not a place in this feed.
    """
    head = check_place(connection, cursor)
    feed, op = schema.feed, schema.op
    query = (
        select(feed.c.seq, feed.c.hash, feed.c.countersign, op.c.body, op.c.clock_ms)
        .join(op, op.c.op_id == feed.c.op_id)
        .where(feed.c.seq > cursor.seq, feed.c.seq <= head.seq, wanted)
        .order_by(feed.c.seq)
        .limit(PULL_OPS + 1)
    )
    entries: list[FeedEntry] = []
    size = 0
    with connection.execution_options(stream_results=True).execute(query) as rows:
        for row in rows:
            size += len(row.body)
            if entries and (size > PAGE_BYTES or len(entries) == PULL_OPS):
                last = entries[-1]
                return FeedPage(entries, Cursor(seq=last.seq, hash=last.hash), more=True)
            entries.append(FeedEntry(*row))
    return FeedPage(entries, head, more=False)


def count_up_to(connection: Connection, cursor: Cursor, wanted: ColumnElement[bool]) -> int:
    """Return how many of the wanted entries there are up to a cursor.

    Raises:
        Refused: the cursor is not a place in this feed.
    """
    check_place(connection, cursor)
    c = schema.feed.c
    query = select(func.count()).select_from(schema.feed).where(c.seq <= cursor.seq, wanted)
    return connection.execute(query).scalar_one()


def head_of(connection: Connection) -> Cursor:
    """Return where the feed ends."""
    c = schema.counter.c
    value, head = connection.execute(select(c.value, c.head).where(c.name == FEED_COUNTER)).one()
    return Cursor(seq=value, hash=head)


def check_place(connection: Connection, cursor: Cursor) -> Cursor:
    """Return where the feed ends.

    Raises:
        Refused: the cursor is not a place in this feed.
    """
    head = head_of(connection)
    if cursor.seq > head.seq:
        raise Refused(refusals.CURSOR_UNKNOWN, f"The feed ends at {head.seq}.")
    if not is_place(connection, cursor, head):
        raise Refused(refusals.CURSOR_UNKNOWN, f"At {cursor.seq}.")
    return head


def is_place(connection: Connection, cursor: Cursor, head: Cursor) -> bool:
    """Say whether a cursor is a place in this feed, which ends at `head`."""
    if cursor.seq > head.seq:
        return False
    query = select(schema.feed.c.hash).where(schema.feed.c.seq == cursor.seq)
    return cursor.hash == (connection.execute(query).scalar_one_or_none() if cursor.seq else START)
