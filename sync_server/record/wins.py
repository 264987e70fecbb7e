"""Wins: the good practices, the latest first, with their photos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from checklists.records import finding
from checklists.records.finding import FindingKind
from sync_server.record import schema
from sync_server.record.paging import Paged, read_page

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Connection, Row

PER_PAGE: Final = 24

# Enough for a card; the win's page shows all of it.
STATEMENT_SHOWN: Final = 600

_SHORT: Final = tuple(column for column in schema.finding.c if column.name != "statement")


@dataclass(frozen=True, slots=True)
class Win:
    """A good practice on a card; place and person are ids, the moment a text.

    Attributes:
        statement: its beginning.
        photos: the SHA-256 names of its photos, in order.
    """

    id: str
    statement: str
    area: str
    department: str
    raised_by: str
    raised_at: str
    photos: tuple[str, ...]


def list_wins(connection: Connection, page: int, size: int = PER_PAGE) -> Paged[Win]:
    """Return the good practices, the latest first; those taken back or saying nothing yet are left out."""
    c = schema.finding.c
    shown = func.substr(c.statement, 1, STATEMENT_SHOWN).label("beginning")
    pictured = select(schema.photo_of.c.record).where(schema.photo_of.c.kind == finding.KIND)
    says_something = (c.statement != "") | c.id.in_(pictured)
    wanted = select(*_SHORT, shown).where(c.kind == FindingKind.GOOD_PRACTICE, ~c.withdrawn, says_something)
    found = read_page(connection, wanted.order_by(c.raised_at.desc(), c.id), page, size, lambda row: row)
    photos = _photos(connection, [row.id for row in found.rows])
    wins = [_win(row, photos.get(row.id, ())) for row in found.rows]
    return Paged(wins, found.page, found.pages, found.total)


def _photos(connection: Connection, wins: list[str]) -> dict[str, tuple[str, ...]]:
    c = schema.photo_of.c
    wanted = select(c.record, c.sha256).where(c.kind == finding.KIND, c.record.in_(wins)).order_by(c.sha256)
    photos: dict[str, tuple[str, ...]] = {}
    for row in connection.execute(wanted):
        photos[row.record] = (*photos.get(row.record, ()), row.sha256)
    return photos


def _win(row: Row[Any], photos: tuple[str, ...]) -> Win:
    return Win(row.id, row.beginning, row.area, row.department, row.raised_by, row.raised_at, photos)
