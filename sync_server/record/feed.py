"""The feed: the server's own order of everything applied, chained and countersigned, and read in pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select, update

from checklists.journal.chain import START, feed_hash
from checklists.protocol import refusals
from checklists.protocol.limits import PULL_OPS
from checklists.protocol.messages import Cursor
from sync_server.errors import Refused
from sync_server.record import schema
from sync_server.record.schema import EVERYBODY, FEED_COUNTER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sync_server.keys import Keys

# A page is also bounded in bytes: long texts come in several pages, which a poor connection survives better.
PAGE_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What enters the feed.

    Attributes:
        op_id: of an op that is stored.
        body_hash: of the op.
        audience: `EVERYBODY` or a tablet's id.
    """

    op_id: str
    body_hash: str
    audience: str


@dataclass(frozen=True, slots=True)
class FeedPage:
    """What follows a cursor, as far as one tablet is concerned.

    Attributes:
        entries: (number, hash, countersignature, canonical body of the op), in feed order.
        cursor: where to go on.
        more: whether another page is waiting.
    """

    entries: list[tuple[int, str, str, bytes]]
    cursor: Cursor
    more: bool


def enter(connection: Connection, keys: Keys, new: Sequence[NewEntry]) -> None:
    """Enter ops into the feed, as the last step of their transaction.

    The numbers come from a counter row, which stays locked until the transaction ends: a reader never sees a
    number before the ones below it.
    """
    if not new:
        return
    table = schema.counter
    here = table.c.name == FEED_COUNTER
    seq, head = connection.execute(select(table.c.value, table.c.head).where(here).with_for_update()).one()
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
            }
        )
    connection.execute(insert(schema.feed), rows)
    connection.execute(update(table).where(here).values(value=seq, head=head))


def page_after(connection: Connection, device: str, cursor: Cursor) -> FeedPage:
    """Return what follows a cursor for a tablet.

    Raises:
        Refused: the cursor is not a place in this feed.
    """
    head = _head(connection)
    _check(connection, cursor, head)
    feed, op = schema.feed, schema.op
    query = (
        select(feed.c.seq, feed.c.hash, feed.c.countersign, op.c.body)
        .join(op, op.c.op_id == feed.c.op_id)
        .where(feed.c.seq > cursor.seq, feed.c.seq <= head.seq, feed.c.audience.in_([EVERYBODY, device]))
        .order_by(feed.c.seq)
        .limit(PULL_OPS + 1)
    )
    entries: list[tuple[int, str, str, bytes]] = []
    size = 0
    with connection.execution_options(stream_results=True).execute(query) as rows:
        for row in rows:
            size += len(row.body)
            if entries and (size > PAGE_BYTES or len(entries) == PULL_OPS):
                seq, place = entries[-1][:2]
                return FeedPage(entries, Cursor(seq=seq, hash=place), more=True)
            entries.append((row.seq, row.hash, row.countersign, row.body))
    return FeedPage(entries, head, more=False)


def _head(connection: Connection) -> Cursor:
    table = schema.counter
    value, head = connection.execute(
        select(table.c.value, table.c.head).where(table.c.name == FEED_COUNTER)
    ).one()
    return Cursor(seq=value, hash=head)


def _check(connection: Connection, cursor: Cursor, head: Cursor) -> None:
    if cursor.seq > head.seq:
        raise Refused(refusals.CURSOR_UNKNOWN, f"The feed ends at {head.seq}.")
    query = select(schema.feed.c.hash).where(schema.feed.c.seq == cursor.seq)
    known = connection.execute(query).scalar_one_or_none() if cursor.seq else START
    if cursor.hash != known:
        raise Refused(refusals.CURSOR_UNKNOWN, f"At {cursor.seq}.")
