"""The chains of tablets as they are stored: how far each goes, and the links in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, Connection, Table, bindparam, select

from checklists.journal.chain import START, Link
from checklists.moments import write_moment
from checklists.protocol.messages import HelloReply
from sync_server.record import schema
from sync_server.record.asked import Asked
from sync_server.record.feed import head_of, is_place
from sync_server.record.rows import in_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from checklists.protocol.messages import Cursor


_C = schema.link.c

# Made once: to put it together takes longer than to ask it.
_LAST: Final = Asked(
    select(_C.n, _C.op_id, _C.prev, _C.hash)
    .where(_C.device == bindparam("whose"), _C.incarnation == bindparam("which"))
    .order_by(_C.n.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where ops come from: the tablet whose token was shown, and which incarnation of it."""

    device: str
    incarnation: str

    def rows_of(self, table: Table) -> ColumnElement[bool]:
        """Return the condition for this source's rows of `link` or `kept`."""
        return (table.c.device == self.device) & (table.c.incarnation == self.incarnation)


def hello(
    connection: Connection, source: Source, now: datetime, cursors: Sequence[Cursor] = ()
) -> HelloReply:
    """Return how far a chain is stored, and whether cursors are places in the feed."""
    last = last_link(connection, source)
    head = head_of(connection)
    return HelloReply(
        n=last.n if last else 0,
        hash=last.hash if last else START,
        server_time=write_moment(now),
        cursors_known=all(is_place(connection, one, head) for one in cursors),
    )


def last_link(connection: Connection, source: Source) -> Link | None:
    """Return the last stored link of a chain, None if there is none."""
    found = _LAST.rows(connection, whose=source.device, which=source.incarnation)
    return next((Link(n=n, op_id=op_id, prev=prev, hash=own) for n, op_id, prev, own in found), None)


def known_links(connection: Connection, source: Source, places: Iterable[int]) -> dict[int, str]:
    """Return the hashes of stored links by their place, for some places that are not beyond the last."""
    table = schema.link
    found: dict[int, str] = {}
    for part in in_parts(sorted(set(places))):
        query = select(table.c.n, table.c.hash).where(source.rows_of(table), table.c.n.in_(part))
        found.update((row.n, row.hash) for row in connection.execute(query))
    return found
