"""Locks that end with the process that holds them, however it ends: of a file, and of a server's record."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final

import structlog

from sync_server.errors import CannotGoOn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

log = structlog.get_logger()

# A server that was told to stop finishes what it is doing, for ten seconds at most.
PATIENCE_SECONDS: Final = 12.0
_LOOK_SECONDS: Final = 0.1

if sys.platform == "win32":
    import msvcrt

    def lock(file: IO[bytes]) -> bool:
        """Lock a file as long as it is open; say False if another process has locked it."""
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def lock(file: IO[bytes]) -> bool:
        """Lock a file as long as it is open; say False if another process has locked it."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


@contextmanager
def only_server(database: Path | None) -> Iterator[None]:
    """Be the one server of a record in a file; commands such as `code` may use the record meanwhile.

    Args:
        database: the record's SQLite file; None for a database server, which takes several servers.

    Raises:
        CannotGoOn: another server has the record, or its folder can't be written.
    """
    if database is None:
        yield
        return
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        file = database.with_suffix(".lock").open("ab")
    except OSError as error:
        raise CannotGoOn(
            f"The server can't keep its data in {database.parent}: {error.strerror}. Give another folder, or "
            "make this one writable for the server."
        ) from error
    with file:
        if not (lock(file) or _lock_soon(file)):
            raise CannotGoOn(
                f"A Floorwalk server is already running on the data in {database.parent}. Nothing was "
                "changed. Use that one, or stop it first; for another one give another folder with --folder."
            )
        yield


def _lock_soon(file: IO[bytes]) -> bool:
    log.info("another server has the data; waiting for it to end", seconds=PATIENCE_SECONDS)
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
        if lock(file):
            return True
    return False
