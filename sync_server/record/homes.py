"""The two homes a central record can have, SQLite and PostgreSQL, and how connections to each are made."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from sync_server.errors import CannotGoOn
from sync_server.record.asked import say

if TYPE_CHECKING:
    from collections.abc import Mapping

# The execution option of a connection that says whether its transaction writes.
WRITES: Final = "floorwalk_writes"

# A writer waits this long for its turn; a push takes milliseconds.
_BUSY_MS = 15_000

# 32 MB of changes between two checkpoints, and as much of the database in memory for each connection.
_CHECKPOINT_PAGES: Final = 8_000
_CACHE_KB: Final = 32_000

# What PostgreSQL needs to hear so that a transaction reads one moment; SQLite always does.
_ONE_MOMENT: Final[Mapping[str, Any]] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

# The driver is ours to choose: it is the one the extra installs.
_DRIVER: Final = "postgresql+psycopg"
_DRIVERS: Final = {"postgres", "postgresql", _DRIVER}

# Longer nobody waits at a start; a record of some hundred megabytes is looked at in this time.
_CHECK_SECONDS: Final = 3.0
_CHECK_STEPS: Final = 100_000

WHAT_TO_DO: Final = (
    "The tablets keep what they have sent until it is in a backup. `floorwalk verify` says what can be read, "
    "and `floorwalk restore` puts the newest backup in its place; then the tablets send what came after."
)
"""What to do about a damaged record."""

# Any number will do, as long as nobody else in the database locks it.
_UPGRADE_LOCK: Final = 4_027_018_816

_chance: Final = SystemRandom()

_NO_ADDRESS = (
    "DATABASE_URL is not a database address this server knows. "
    "Write sqlite:///path/to/record.db, or postgresql://user:password@host/name."
)


def make_engine(address: str) -> Engine:
    """Return the engine for a database address; nothing is opened yet.

    Raises:
        CannotGoOn: the address is none, or PostgreSQL's driver is not installed.
    """
    url = _read(address)
    try:
        return _sqlite_engine(url) if _is_sqlite(url) else _postgresql_engine(url)
    except ModuleNotFoundError as error:
        raise CannotGoOn(
            f"The database needs the package “{error.name}”, which is not installed. "
            "Install floorwalk[server,postgresql]."
        ) from error
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise CannotGoOn(_NO_ADDRESS) from error


def options(engine: Engine, *, writes: bool) -> dict[str, Any]:
    """Return the execution options of a transaction."""
    one_moment = {} if writes or engine.dialect.name == "sqlite" else _ONE_MOMENT
    return {WRITES: writes, **one_moment}


def prepare_upgrade(connection: Connection) -> None:
    """Let one server at a time bring the tables up to date.

    Raises:
        CannotGoOn: the database can't hold every text.
    """
    # On SQLite the transaction itself has the lock.
    if connection.dialect.name == "sqlite":
        return
    connection.execute(select(func.pg_advisory_xact_lock(_UPGRADE_LOCK)))
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise CannotGoOn(
            f"The database at {shown(connection.engine)} is kept in {encoding}, which can't hold every text. "
            "Nothing in it was changed. Make one with ENCODING 'UTF8', and give that in DATABASE_URL."
        )


def require_sound(connection: Connection) -> None:
    """Look at a SQLite record for damage, for a few seconds at most; PostgreSQL looks after its own.

    Raises:
        CannotGoOn: it is damaged.
    """
    if connection.dialect.name != "sqlite":
        return
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - what the dialect says
    deadline = time.monotonic() + _CHECK_SECONDS
    driver.set_progress_handler(lambda: time.monotonic() > deadline, _CHECK_STEPS)
    try:
        found = driver.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_INTERRUPT:
            raise
        # What it had seen by then was sound; `floorwalk verify` takes its time.
        return
    finally:
        driver.set_progress_handler(None, 0)
    if found is not None and found[0] != "ok":
        raise CannotGoOn(not_opened(connection.engine, found[0], damaged=True))


def is_damage(error: object) -> bool:
    """Say whether a driver's error means that the file itself is damaged."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    # A text that was written whole and is none any more has no code of its own.
    garbled = isinstance(error, sqlite3.OperationalError) and "decode to UTF-8" in str(error)
    return garbled or code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def not_opened(engine: Engine, reason: object, *, damaged: bool = False) -> str:
    """Return the sentence for a database that can't be opened."""
    said = one_line(reason)
    advice = (
        f"Look at the address. {WHAT_TO_DO}"
        if damaged or is_damage(reason)
        else "Look at the address, and whether this user may read and write the file."
        if engine.dialect.name == "sqlite"
        else "See that PostgreSQL is running there, and that DATABASE_URL names the right user, password, "
        "host and database."
    )
    return f"The database at {shown(engine)} can't be opened: {said}. Nothing in it was changed. {advice}"


def one_line(reason: object) -> str:
    """Return what a driver says of its trouble, which may be several lines, as one without a full stop."""
    return " ".join(str(reason).split()).rstrip(".")


def shown(engine: Engine) -> str:
    """Return the address of a database as people may see it, without any password."""
    # PostgreSQL takes a password in the query too.
    return engine.url.set(query={}).render_as_string()


def _read(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise CannotGoOn(_NO_ADDRESS) from error
    if url.drivername in _DRIVERS:
        return url.set(drivername=_DRIVER)
    if _is_sqlite(url):
        return url
    raise CannotGoOn(_NO_ADDRESS)


def _is_sqlite(url: URL) -> bool:
    return url.drivername.partition("+")[0] == "sqlite"


def _sqlite_engine(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        _make_folder(Path(url.database).parent)
        # A connection forgets the pages it has in memory when another one has written: as long as they take
        # turns, the last one to write is the next.
        engine = create_engine(url, pool_use_lifo=True)
    else:
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


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # SQLAlchemy says BEGIN (below), so that a writer takes its lock at once instead of finding out at its
    # first write that what it read has changed.
    connection.isolation_level = None
    cursor = connection.cursor()
    # First, because all that follows has to wait for its turn too.
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    _switch_to_wal(cursor)
    # FULL: what a tablet was told is received stays received through a power cut.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # The pages that every push writes are copied into the database once for many pushes, not for each.
    cursor.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
    cursor.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    cursor.close()


def _switch_to_wal(cursor: sqlite3.Cursor) -> None:
    # A new file is switched by whoever has it alone for a moment. Where two try at once SQLite turns one away
    # without waiting, whatever its busy_timeout says.
    deadline = time.monotonic() + _BUSY_MS / 1000
    while True:
        try:
            # To ask takes no lock that others would have to give up: once switched, nobody is in the way.
            if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            # Not all at the same moment again.
            time.sleep(_chance.uniform(0.001, 0.02))
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    say(connection, "BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql_engine(url: URL) -> Engine:
    # A database server may have been started anew since a connection was used last.
    engine = create_engine(url, pool_pre_ping=True)
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    cursor = connection.cursor()
    cursor.execute("SET client_encoding = 'UTF8'")
    cursor.execute(f"SET lock_timeout = {_BUSY_MS}")
    # As with SQLite's FULL; a stricter setting of the database's own stays.
    cursor.execute(
        "SELECT set_config('synchronous_commit', 'on', false)"
        " WHERE current_setting('synchronous_commit') = 'off'"
    )
    cursor.close()
    # A rollback would take the settings back.
    connection.commit()
