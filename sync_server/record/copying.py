"""Copies a whole record as it is at one moment: into a file of its own, or over another record."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import DBAPIError

from sync_server.record.database import open_record, reading, writing
from sync_server.record.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

# Rows on their way at any time; a body may have 600 KB.
_ROWS: Final = 200

# What every record holds from its first start on, without anybody having put it there.
_FROM_THE_START: Final = {"checklist", "counter", "server_key"}


def copy_to_file(engine: Engine, path: Path) -> None:
    """Copy one moment of a record, while others write to it, into a new SQLite file, and make it durable.

    Raises:
        OSError: the disk is full or can't be written; what is at the path is then no record.
        Refused: the record can't be read right now.
    """
    # It holds what lets people and tablets in; nobody else may read it, from its first moment on.
    path.touch(0o600)
    with _as_os_error():
        if engine.dialect.name == "sqlite":
            _copy_pages(engine, path)
        else:
            _copy_into_new(engine, path)
        _settle(path)


def replace_rows(source: Engine, target: Engine) -> None:
    """Put everything one record holds in the place of everything another one holds, in one transaction.

    Both are at this version, as `open_record` leaves them.
    """
    with reading(source) as reads, writing(target) as writes:
        for table in reversed(metadata.sorted_tables):
            writes.execute(delete(table))
        for table in metadata.sorted_tables:
            rows = reads.execute(select(table).execution_options(yield_per=_ROWS)).mappings()
            for part in rows.partitions():
                writes.execute(insert(table), [dict(row) for row in part])


def is_untouched(connection: Connection) -> bool:
    """Say whether a record holds nothing but what every record begins with."""
    tables = (table for table in metadata.sorted_tables if table.name not in _FROM_THE_START)
    return all(connection.execute(select(table).limit(1)).first() is None for table in tables)


def is_untouched_file(path: Path) -> bool:
    """Say the same of an SQLite file of any version, which stays as it is; one that can't be read is not."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as connection:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            tables = [name for (name,) in names if name not in _FROM_THE_START | {"alembic_version"}]
            # The names are those of tables that are there.
            found = (connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone() for name in tables)  # noqa: S608 - see above
            return all(one is None for one in found)
    except sqlite3.Error:
        return False


def _copy_pages(engine: Engine, path: Path) -> None:
    with engine.connect() as connection, closing(sqlite3.connect(path)) as target:
        source: Any = connection.connection.driver_connection
        # All pages in one step are one moment; with SQLite's WAL nobody who writes has to wait for it.
        source.backup(target)


def _copy_into_new(engine: Engine, path: Path) -> None:
    target = open_record(f"sqlite:///{path}")
    try:
        replace_rows(engine, target)
    finally:
        target.dispose()


def _settle(path: Path) -> None:
    """Make the copy one file, without the neighbours of a database that is in use, and durable."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    with path.open("r+b") as file:
        os.fsync(file.fileno())


@contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise _os_error(error) from error
    except DBAPIError as error:
        if not isinstance(error.orig, sqlite3.Error):
            raise
        raise _os_error(error.orig) from error


def _os_error(error: sqlite3.Error) -> OSError:
    is_full = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
    return OSError(errno.ENOSPC if is_full else errno.EIO, str(error))
