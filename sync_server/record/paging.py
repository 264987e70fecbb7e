"""Long lists in pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from sqlalchemy import func, select

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from sqlalchemy import Connection, Row, Select

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Paged(Generic[_T]):
    """One page of a list.

    Attributes:
        rows: what is on it.
        page: its number from 1; a page beyond the end became the last one.
        pages: how many there are, at least 1.
        total: rows on all of them.
    """

    rows: list[_T]
    page: int
    pages: int
    total: int


def read_page(
    connection: Connection,
    wanted: Select[Any],  # Any: a row's columns have types of their own
    page: int,
    size: int,
    read: Callable[[Row[Any]], _T],
) -> Paged[_T]:
    """Return one page of what a query finds.

    Args:
        connection: a transaction.
        wanted: the whole list, in an order without ties.
        page: its number from 1.
        size: rows on a page.
        read: makes a row what callers want.
    """
    total = connection.execute(
        select(func.count()).select_from(wanted.order_by(None).subquery())
    ).scalar_one()
    page, pages = _clamped(page, total, size)
    rows = connection.execute(wanted.limit(size).offset((page - 1) * size))
    return Paged([read(row) for row in rows], page, pages, total)


def page_of(rows: Sequence[_T], page: int, size: int) -> Paged[_T]:
    """Return one page of a list that is in memory; arguments as in `read_page`."""
    page, pages = _clamped(page, len(rows), size)
    return Paged(list(rows[(page - 1) * size : page * size]), page, pages, len(rows))


def _clamped(page: int, total: int, size: int) -> tuple[int, int]:
    pages = max(1, -(-total // size))
    return min(max(page, 1), pages), pages
