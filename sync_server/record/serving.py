"""Lets a restore know whether servers use a PostgreSQL record; a record in a file has a lock file for that.

Each connection of a server holds a lock that all of them share, for as long as it lives; a restore takes it
for itself alone, which it can't while a single one is held.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import structlog
from sqlalchemy import event, func, select
from sqlalchemy.exc import DatabaseError

from checklists.protocol import refusals
from sync_server.errors import CannotGoOn, Refused
from sync_server.lock import PATIENCE_SECONDS
from sync_server.record.homes import make_engine, not_opened, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

log = structlog.get_logger()

# Any number will do, as long as nobody else in the database locks it.
_LOCK: Final = 4_027_018_817
_LOOK_SECONDS: Final = 0.1

_UNDER_WAY: Final = "A backup is being restored into this database."


def show_that_it_serves(engine: Engine) -> None:
    """Let every connection of a server's engine hold the lock, from now until the connection ends.

    Raises:
        CannotGoOn: a backup is being restored into the database right now.
    """
    if engine.dialect.name == "sqlite":
        return
    # Those that are open already hold nothing.
    engine.dispose()
    event.listen(engine, "connect", _hold)
    try:
        engine.connect().close()
    except Refused as refused:
        raise CannotGoOn(
            f"{_UNDER_WAY} Nothing was changed. Start the server when that has ended."
        ) from refused


@contextmanager
def nobody_serves(address: str) -> Iterator[None]:
    """Keep servers away from a record for a while.

    Args:
        address: of the record; one in a file has its own lock, and nothing is done here.

    Raises:
        CannotGoOn: a server uses it, or it can't be opened.
    """
    engine = make_engine(address)
    try:
        if engine.dialect.name == "sqlite":
            yield
            return
        try:
            connection = engine.connect()
        except DatabaseError as error:
            raise CannotGoOn(not_opened(engine, error.orig)) from error
        # Given up as the connection ends, also where this program is killed.
        with connection:
            _take(connection)
            yield
    finally:
        engine.dispose()


def _take(connection: Connection) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not connection.execute(select(func.pg_try_advisory_lock(_LOCK))).scalar_one():
        connection.rollback()
        if time.monotonic() > until:
            raise CannotGoOn(
                f"A Floorwalk server is running on the record at {shown(connection.engine)}, or another "
                "restore is. Nothing was changed. Stop every server that uses it, then restore again."
            )
        # One that was told to stop ends in a while.
        time.sleep(_LOOK_SECONDS)
    connection.commit()


def _hold(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    cursor = connection.cursor()
    held = cursor.execute(f"SELECT pg_try_advisory_lock_shared({_LOCK})").fetchone()[0]
    cursor.close()
    connection.commit()
    if not held:
        connection.close()
        log.warning("a backup is being restored into the database of this server")
        raise Refused(refusals.SERVER_TROUBLE, _UNDER_WAY)
