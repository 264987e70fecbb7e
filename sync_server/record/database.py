"""Opens the central record and gives transactions to read and to write it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from checklists.protocol import refusals
from sync_server.errors import CannotGoOn, Refused
from sync_server.record.upgrade import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

log = structlog.get_logger()

# A writer waits this long for its turn; a push takes milliseconds.
_BUSY_MS = 15_000

# `Engine` and `Connection` too: other parts of the server name their types and never import SQLAlchemy.
__all__ = ["Connection", "Engine", "open_record", "reading", "writing"]

_WRITES = "floorwalk_writes"

_NO_ADDRESS = (
    "DATABASE_URL is not a database address this server knows. "
    "Write sqlite:///path/to/record.db, or postgresql+psycopg://user:password@host/name."
)


def open_record(url: str) -> Engine:
    """Open the central record at a database address and bring its tables up to date.

    Raises:
        CannotGoOn: the address or the database can't be used, or a newer version wrote it.
    """
    engine = _engine(url)
    try:
        with _transaction(engine, writes=True) as connection:
            upgrade(connection)
    except DatabaseError as error:
        engine.dispose()
        raise CannotGoOn(
            f"The database at {engine.url.render_as_string()} can't be opened: {error.orig}. "
            "Nothing in it was changed. Look at the address, or put the file back from a backup."
        ) from error
    except CannotGoOn:
        engine.dispose()
        raise
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that reads one consistent moment of the record.

    Raises:
        Refused: the database can't be read right now.
    """
    with _trouble_named(), _transaction(engine, writes=False) as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that may write; it is committed at the end, and undone if anything is raised.

    Raises:
        Refused: the database can't be written right now: its disk is full, or it is busy for too long.
    """
    with _trouble_named(), _transaction(engine, writes=True) as connection:
        yield connection


@contextmanager
def _transaction(engine: Engine, *, writes: bool) -> Iterator[Connection]:
    with engine.connect().execution_options(**{_WRITES: writes}) as connection, connection.begin():
        yield connection


@contextmanager
def _trouble_named() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        log.exception("database trouble", reason=str(error.orig))
        raise Refused(refusals.SERVER_TROUBLE, f"The central record: {error.orig}.") from error


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except ArgumentError:
        backend = ""
    if backend not in {"sqlite", "postgresql"}:
        raise CannotGoOn(_NO_ADDRESS)
    try:
        return _sqlite_engine(parsed) if backend == "sqlite" else create_engine(parsed, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise CannotGoOn(
            f"The database needs the package “{error.name}”, which is not installed. "
            "Install floorwalk[server,postgresql]."
        ) from error
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise CannotGoOn(_NO_ADDRESS) from error


def _sqlite_engine(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        _make_folder(Path(url.database).parent)
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotGoOn(
            f"There can be no database in {folder}: {error.strerror}. Give another place."
        ) from error


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    # SQLAlchemy says BEGIN (below), so that a writer takes its lock at once instead of finding out at its
    # first write that what it read has changed.
    connection.isolation_level = None
    cursor = connection.cursor()
    # First, because changing to WAL has to wait for its turn too.
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    # FULL: what a tablet was told is received stays received through a power cut.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
