"""Carrying the write-ahead log over into the database file, so that each page's checksum is known before.

SQLite would do this by itself, without telling which pages it writes. So every connection leaves it to
`carry_over`.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import zlib
from typing import TYPE_CHECKING, Final

from mobile.store import sums, wal

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable
    from pathlib import Path

    from mobile.store.sums import PageSums

log = logging.getLogger(__name__)

# As many pages as SQLite lets its log grow to by default.
_LOG_BYTES: Final = 1000 * (4096 + wal.FRAME_HEADER_BYTES)

PRECIOUS: Final = ("identity", "_sqlite_migrations")
"""The tables that are kept twice."""

_SCHEMA: Final = "select type, name, tbl_name, rootpage, sql from sqlite_schema"


def log_of(database: Path) -> Path:
    """Return where the write-ahead log of a database is."""
    return database.with_name(f"{database.name}-wal")


def shared_by(database: Path) -> Path:
    """Return where what the connections to a database share is."""
    return database.with_name(f"{database.name}-shm")


def is_due(database: Path) -> bool:
    """Say whether the log has grown so long that it is to be carried over."""
    try:
        return log_of(database).stat().st_size > _LOG_BYTES
    except OSError:
        return False


def carry_over(database: Path, connect: Callable[[], sqlite3.Connection]) -> bool:
    """Carry the log over; say whether that was done. If somebody is writing it is left for another time.

    Args:
        database: the file.
        connect: opens a connection that does not wait for others.
    """
    try:
        with contextlib.closing(connect()) as holding, contextlib.closing(connect()) as carrying:
            return _carry_over(database, holding, carrying)
    except (OSError, ValueError, sqlite3.Error) as trouble:
        # Everything is safe in the log.
        log.info("the log of %s stays for now: %s", database, trouble)
        return False


def vouched(database: Path) -> bool:
    """Say whether every page of the file is as it was written, going by its sums."""
    known = sums.load(database)
    if known is None:
        return False
    try:
        found = sums.measure(database.read_bytes(), known.page_size)
    except OSError:
        return False
    return len(found) >= len(known.pages) and not differing(found, known)


def differing(found: array[int], known: PageSums) -> list[int]:
    """Return the numbers of the pages whose sum is neither the one before nor the one that was coming."""
    if found == known.pages:
        return []
    before = dict(enumerate(known.pages, start=1))
    return [
        page
        for page, crc in enumerate(found, start=1)
        if before.get(page) != crc and known.coming.get(page) != crc
    ] + [page for page in range(len(found) + 1, len(known.pages) + 1) if page not in known.coming]


def _carry_over(database: Path, holding: sqlite3.Connection, carrying: sqlite3.Connection) -> bool:
    # Nobody writes from here on: the log and the file stay as they are read.
    holding.execute("BEGIN IMMEDIATE")
    try:
        data = log_of(database).read_bytes()
        newest = wal.committed(data, wal.last_frame(shared_by(database).read_bytes()))
        if not newest:
            return True
        known = _known(database, holding)
        coming = {page: zlib.crc32(content) for page, content in newest.items()}
        if coming == known.coming and known.written_at == database.stat().st_mtime_ns:
            return True
        known.coming = coming
        known.copies = _copies(holding)
        sums.save(database, known)
        busy, frames, carried = carrying.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if busy or frames != carried:
            return False
        sums.mark(database)
        return True
    finally:
        holding.execute("ROLLBACK")


def _known(database: Path, connection: sqlite3.Connection) -> PageSums:
    """Return the sums of the file as it is, with what had been coming taken in."""
    known = sums.load(database)
    page_size: int = connection.execute("PRAGMA page_size").fetchone()[0]
    if known is None or known.written_at not in {0, database.stat().st_mtime_ns}:
        # None yet, or somebody else has written to the file since.
        return sums.PageSums(page_size, sums.measure(database.read_bytes(), page_size))
    # Page after page from anywhere: what a buffer would read beside them is not wanted.
    with database.open("rb", buffering=0) as file:
        for page, coming in sorted(known.coming.items()):
            file.seek((page - 1) * page_size)
            content = file.read(page_size)
            if not content:
                continue
            # Past the end pages may come in any order.
            known.pages.extend([0] * (page - len(known.pages)))
            # A page that is neither stays one that does not add up.
            if zlib.crc32(content) == coming:
                known.pages[page - 1] = coming
    return known


def _copies(connection: sqlite3.Connection) -> dict[str, object]:
    """Return what a damaged file is read with, and the few rows without which a tablet is a stranger."""
    rows = {}
    for table in PRECIOUS:
        cursor = connection.execute(f"select * from {table}")  # noqa: S608 - ours
        names = [column[0] for column in cursor.description]
        rows[table] = [dict(zip(names, row, strict=True)) for row in cursor]
    return {"schema": connection.execute(_SCHEMA).fetchall(), "rows": rows}
