"""Reading everything that can be relied on out of a damaged database, row by row, into a new file.

Ops are kept if their bytes match their hash, wherever they stand; other rows if they lie on a whole page.
"""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from sqlite_utils import Database

from checklists.journal.canonical import digest
from mobile.store.migrations import MIGRATIONS, NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mobile.store.damage import Found
    from mobile.store.pages import Pages

# What was read of the server's feed and lists is read again from the beginning.
_READ_AGAIN: Final = {"checkpoint", "reference"}
# Worked out from the ops.
_FOLDED: Final = {"field", "replaced", "part"}

_FREELIST_AT: Final = 32

Row = dict[str, Any]  # Any: what SQLite holds


def salvage(new: Path, found: Found) -> list[Row]:
    """Copy every row that can be relied on into a new file; return what the fields said."""
    schema = _schema(found)
    fields: list[Row] = []
    with closing(sqlite3.connect(new)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        for _, _, sql in schema:
            connection.execute(sql)
        tables = [(name, root) for name, root, sql in schema if _makes_table(sql) and name not in _READ_AGAIN]
        for name, root in tables:
            rows = list(_rows(connection, found.pages, name, root))
            if name == "field":
                fields = rows
            elif name not in _FOLDED:
                _insert(connection, name, (row for row in rows if name != "op" or _proven(row)))
        _add_what_lies_elsewhere(connection, found)
        connection.commit()
    return fields


def _add_what_lies_elsewhere(connection: sqlite3.Connection, found: Found) -> None:
    _insert(connection, "op", _scattered_ops(connection, found))
    for name, kept in found.copies.get("rows", {}).items():
        _insert(connection, name, kept)
    if not connection.execute("select 1 from _sqlite_migrations").fetchone():
        # The damage took what says so; an app that is not updated at the same time has made these tables.
        _insert(connection, "_sqlite_migrations", _all_migrations())
    for table, row_id, *_ in connection.execute("PRAGMA foreign_key_check").fetchall():
        # A draft history whose seal is lost is unpacked.
        if row_id is not None and table != "draft_history":
            connection.execute(f"delete from {table} where rowid = ?", (row_id,))  # noqa: S608 - ours


def _makes_table(sql: str) -> bool:
    return sql.lower().startswith("create table")


def _all_migrations() -> Iterator[Row]:
    for name in sorted(NAMES):
        yield {"migration_set": MIGRATIONS.name, "name": name, "applied_at": ""}


def _own_schema() -> list[tuple[str, int, str]]:
    """Return the tables as this version makes them, for a file that does not even say which it has."""
    with closing(sqlite3.connect(":memory:")) as connection:
        MIGRATIONS.apply(Database(connection, execute_plugins=False))
        rows = connection.execute(
            "select name, 0, sql from sqlite_schema where sql is not null and name not like 'sqlite%'"
        ).fetchall()
    return sorted(rows, key=lambda one: not _makes_table(one[2]))


def _schema(found: Found) -> list[tuple[str, int, str]]:
    """Return name, root page and statement of each table and index, tables first."""
    rows = [row[1:] for row in found.pages.rows(1)]
    whole = [row for row in rows if len(row) == 5]  # noqa: PLR2004 - the columns of SQLite's own table
    told = whole if 1 not in found.pages.missing and not unreadable(found.pages) else None
    known = told or [list(row) for row in found.copies.get("schema", [])]
    made = [
        (str(row[1]), int(row[3] or 0), str(row[4]))
        for row in known or whole
        if row[4] and row[0] in {"table", "index"}
    ]
    if not known:
        # What stood on a page that is lost is as this version makes it.
        names = {name for name, _, _ in made}
        made += [one for one in _own_schema() if one[0] not in names]
    return sorted(made, key=lambda one: not _makes_table(one[2]))


def _rows(connection: sqlite3.Connection, pages: Pages, table: str, root: int) -> Iterator[Row]:
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    names = [column[1] for column in columns]
    keys = [column[1] for column in sorted(columns, key=lambda one: one[5]) if column[5]]
    without_row_id = _is_index(pages, root)
    order = [*keys, *(name for name in names if name not in keys)] if without_row_id else names
    alias = next((one[1] for one in columns if one[5] and one[2].lower() == "integer"), None)
    for values in pages.rows(root):
        row_id = None if without_row_id else values.pop(0)
        if len(values) > len(order):
            continue
        row = dict(zip(order, values, strict=False))
        if alias and len(keys) == 1 and not without_row_id:
            row[alias] = row_id
        yield row


def _is_index(pages: Pages, root: int) -> bool:
    page = pages.content.get(root)
    return page is not None and page[0] in {0x02, 0x0A}


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    for row in rows:
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        connection.execute(f"insert or ignore into {table}({names}) values ({marks})", tuple(row.values()))  # noqa: S608 - ours


def _proven(row: Row) -> bool:
    body = row.get("body")
    return isinstance(body, bytes) and digest(body) == row.get("body_hash")


def _scattered_ops(connection: sqlite3.Connection, found: Found) -> Iterator[Row]:
    """Yield the ops on pages no table leads to any more, and on damaged ones."""
    pages = found.pages
    for version in found.versions:
        yield from _ops_in(version)
    if not pages.missing:
        return
    names = [column[1] for column in connection.execute("PRAGMA table_info(op)")]
    elsewhere = sorted(set(pages.content) - pages.visited - _free(pages) | unreadable(pages))
    for values in pages.proven(elsewhere):
        row = dict(zip(names, values[1:], strict=False))
        if _proven(row):
            yield row
    for number in elsewhere:
        yield from _ops_in(pages.content.get(number) or pages.damaged.get(number, b""))


def _ops_in(page: bytes) -> Iterator[Row]:
    """Yield the ops whose bytes stand on a page beside their hash, whatever became of what leads to them."""
    starts = [match.start() for match in re.finditer(rb'\{"a', page)]
    for end in re.finditer(rb"\}([0-9a-f]{64})", page):
        for start in starts:
            body, body_hash = page[start : end.start() + 1], end[1].decode()
            if body and digest(body) == body_hash:
                told = json.loads(body)
                names = ("op_id", "kind", "record", "device", "person", "stamp", "at")
                yield {**{name: told[name] for name in names}, "body": body, "body_hash": body_hash}


def _free(pages: Pages) -> set[int]:
    """Return the pages that hold nothing any more; what they held was deleted."""
    found: set[int] = set()
    first = pages.content.get(1)
    trunk = int.from_bytes(first[_FREELIST_AT : _FREELIST_AT + 4], "big") if first else 0
    while trunk and trunk not in found:
        found.add(trunk)
        page = pages.content.get(trunk)
        if page is None:
            break
        count = min(int.from_bytes(page[4:8], "big"), len(page) // 4 - 2)
        found |= {int.from_bytes(page[8 + 4 * n : 12 + 4 * n], "big") for n in range(count)}
        trunk = int.from_bytes(page[:4], "big")
    return found


def unreadable(pages: Pages) -> set[int]:
    """Return the numbers of the pages that could not be read."""
    return {page for page, content in pages.content.items() if content is None} | pages.missing
