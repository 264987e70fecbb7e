"""Adds rows or changes those that are there, in SQL that every database speaks."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    Dialect,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    bindparam,
    insert,
    select,
    tuple_,
    update,
)

from sync_server.record.asked import insert_through

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Row = dict[str, Any]  # a column's value has the column's type

# Columns whose values drivers take as they are.
_AS_THEY_ARE: Final = (BigInteger, Boolean, Integer, LargeBinary, String, Text)

# Parameters of one statement; databases allow some thousands.
_AT_ONCE = 500


def put_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows, or update those whose primary key is there already.

    Args:
        connection: a writing transaction.
        table: where they go.
        rows: complete and with the same columns in each.
    """
    known = keys_in(connection, table, [key_of(table, row) for row in rows])
    insert_rows(connection, table, [row for row in rows if key_of(table, row) not in known])
    update_rows(connection, table, [row for row in rows if key_of(table, row) in known])


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that are not there yet.

    Args:
        connection: a writing transaction.
        table: where they go.
        rows: with the same columns in the same order in each.
    """
    if not rows:
        return
    statement = _quick_insert(table, connection.dialect, tuple(rows[0]))
    if statement is None:
        connection.execute(insert(table), list(rows))
    else:
        insert_through(connection, statement, [tuple(row.values()) for row in rows])


@lru_cache(maxsize=200)
def _quick_insert(table: Table, dialect: Dialect, columns: tuple[str, ...]) -> str | None:
    """Return the statement in the driver's own words, where the driver takes the values as they are.

    A push writes ten rows for a visit; SQLAlchemy looks at each row for longer than the database does.
    """
    if not all(isinstance(table.c[name].type, _AS_THEY_ARE) for name in columns):
        return None
    place = {"qmark": "?", "pyformat": "%s", "format": "%s"}.get(dialect.paramstyle)
    quote = dialect.identifier_preparer.quote
    names, places = ", ".join(map(quote, columns)), ", ".join([place or ""] * len(columns))
    return f"INSERT INTO {quote(table.name)} ({names}) VALUES ({places})" if place else None  # noqa: S608 - ours


def update_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Update rows that are there, found by their primary key."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    values: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name not in keys}
    if not values:
        return
    # A parameter that finds a row may not have the name of its column.
    where = [table.c[name] == bindparam(f"key_{name}") for name in keys]
    given = [
        {name: value for name, value in row.items() if name not in keys}
        | {f"key_{name}": row[name] for name in keys}
        for row in rows
    ]
    connection.execute(update(table).where(*where).values(values), given)


def key_of(table: Table, row: Row) -> tuple[Any, ...]:
    """Return a row's primary key."""
    return tuple(row[column.name] for column in table.primary_key)


def keys_in(connection: Connection, table: Table, keys: Sequence[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    """Return those of the primary keys that the table has."""
    columns = list(table.primary_key)
    found: set[tuple[Any, ...]] = set()
    for some in in_parts(keys):
        wanted = tuple_(*columns).in_(some) if len(columns) > 1 else columns[0].in_([key[0] for key in some])
        found.update(tuple(row) for row in connection.execute(select(*columns).where(wanted)))
    return found


def in_parts(things: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Give the things in parts that fit one statement."""
    for start in range(0, len(things), _AT_ONCE):
        yield things[start : start + _AT_ONCE]
