"""What a server's own code says to its SQLite record while tablets push to it, statement by statement."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from typing import TYPE_CHECKING, Any
from unittest import mock

from tests.support.sending import TOMASZ, Tablet
from tests.support.server import app_client, code_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Said = tuple[int, str | None]
"""The number of a connection, and a statement with its values in place; None where the connection is
closed."""


def record_of_a_server(folder: Path, seed: str, visits: int = 12) -> list[Said]:
    """Return what is said to a new record, from the first start on."""
    said: list[Said] = []
    with _listening(said):
        _work(folder / "real", visits, seed)
    return said


def _work(folder: Path, visits: int, seed: str) -> None:
    folder.mkdir(parents=True)
    with app_client(folder) as (app, client):
        tablets = [
            Tablet.enrolled(client, code_in(app.state.engine), f"Tablet {number}") for number in range(2)
        ]
        for number in range(visits):
            tablet = tablets[number % len(tablets)]
            record = tablet.visit()
            for question in range(4):
                tablet.write(
                    TOMASZ, "visit", {f"answer/q{question}/note": f"{seed} {number} " + "word " * 60}, record
                )
                if question % 2:
                    tablet.push()
            tablet.finding(visit=record, kind="good_practice")
            if number % 3 == 1:
                tablet.seal(record)
            tablet.push()
            tablet.pull()


@contextlib.contextmanager
def _listening(said: list[Said]) -> Iterator[None]:
    lock, real = threading.Lock(), sqlite3.connect
    numbers = iter(range(1_000_000))

    class Heard(sqlite3.Connection):
        """A connection that notes what is said to it."""

        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            self.number = next(numbers)
            self.set_trace_callback(self._hear)

        def _hear(self, sql: str) -> None:
            # What a trigger does is not said by anybody.
            if not sql.startswith("--"):
                with lock:
                    said.append((self.number, sql))

        def close(self) -> None:
            with lock:
                said.append((self.number, None))
            super().close()

    def connect(*arguments: Any, **named: Any) -> sqlite3.Connection:
        heard: sqlite3.Connection = real(*arguments, **{**named, "factory": Heard})
        return heard

    with mock.patch("sqlite3.connect", connect), mock.patch("sqlite3.dbapi2.connect", connect):
        yield
