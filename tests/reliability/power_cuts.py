"""Cuts the power at random moments of a tablet's and a server's work, and looks at what is left of the
database.

uv run python -m tests.reliability.power_cuts --cuts 20000

The product itself writes, on a file system that remembers what was synced (power.py). Each cut takes a
moment, leaves of what was not synced what chance leaves, and starts the product again: the database is sound
and holds exactly what it held after the last acknowledged commit, or after the one that was under way.

--synchronous OFF or NORMAL changes that one pragma; then the same cuts must show losses.
"""

from __future__ import annotations

import argparse
import bisect
import hashlib
import logging
import shutil
import sqlite3
import sys
import tempfile
import time
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from unittest import mock

from mobile.errors import TabletError
from mobile.store import sums
from mobile.store.care import What, open_with_care, put_right
from mobile.store.database import Store
from tests.reliability.apsw_connection import Connection, in_place_of_sqlite3
from tests.reliability.numbered import MEMORY
from tests.reliability.power import Disk, Event, Watched
from tests.reliability.server_work import Said, record_of_a_server
from tests.reliability.work import a_worker
from tests.sync.simulator.broken import Broken

if TYPE_CHECKING:
    from collections.abc import Callable

TABLET_STEPS = 60
TABLETS = SERVERS = 5


@dataclass(slots=True)
class History:
    """Everything that happened to the files of one database.

    Attributes:
        kind: tablet or server.
        events: what happened.
        states: after how many events a commit was acknowledged → what the database held then.
    """

    kind: str
    events: list[Event]
    states: list[tuple[int, str]] = field(default_factory=list)


def tablet_history(folder: Path, seed: str, synchronous: str, steps: int) -> History:
    """Let the product work on a tablet, from its first start on."""
    watched = Watched(f"watched {seed}")
    history = History("tablet", watched.events)
    # More often than the app does, so that as many cuts fall into it as into the work.
    often = Random(seed).choice([3, 6, 12])  # noqa: S311 - it has to be repeatable
    database = folder / "floorwalk.db"

    def committed() -> None:
        history.states.append((len(watched.events), held(database, watched.name)))

    with ExitStack() as stack:
        stack.enter_context(in_place_of_sqlite3(watched.name, committed))
        stack.enter_context(_noting(watched.events))
        stack.enter_context(_weakened(synchronous))
        chance = Random(seed)  # noqa: S311 - it has to be repeatable

        def ids() -> str:
            return f"{chance.getrandbits(128):032x}"

        stack.enter_context(mock.patch("tests.support.fake_server.new_id", ids))
        work = a_worker(folder, Random(seed), lambda path, clock: Store.open(path, now=clock, new_id=ids))  # noqa: S311 - it has to be repeatable
        for number in range(steps):
            work.step()
            if number % 20 == 10:
                work.sync()
            if number % often == often - 1:
                work.store.carry_over()
        work.store.close()
    return history


def server_history(folder: Path, seed: str, synchronous: str, visits: int = 12) -> History:
    """Let the product's server take in pushes, and do the same on the watched files."""
    watched = Watched(f"watched {seed}")
    history = History("server", watched.events)
    database = folder / "record.db"

    def committed() -> None:
        history.states.append((len(watched.events), held(database, watched.name)))

    def connect() -> Connection:
        return Connection(database, timeout=0, vfs=watched.name, on_commit=committed)

    repeated = _Repeated(connect, synchronous)
    waiting = record_of_a_server(folder, seed, visits)
    while waiting:
        later = repeated.say(waiting)
        assert len(later) < len(waiting), f"nobody lets {later[0]} in"
        waiting = later
    return history


class _Repeated:
    """What was said to a database by several connections at once, said again by this thread alone."""

    def __init__(self, connect: Callable[[], Connection], synchronous: str) -> None:
        self._connect = connect
        self._synchronous = synchronous
        self._connections: dict[int, Connection] = {}

    def say(self, waiting: list[Said]) -> list[Said]:
        """Say what can be said now; return what has to wait for somebody else to be done."""
        turned_away: set[int] = set()
        later: list[Said] = []
        for number, sql in waiting:
            if number in turned_away or not self._said(number, sql):
                turned_away.add(number)
                later.append((number, sql))
        return later

    def _said(self, number: int, sql: str | None) -> bool:
        if sql is None:
            self._connections.pop(number).close()
            return True
        if number not in self._connections:
            self._connections[number] = self._connect()
        if "busy_timeout" in sql:
            # Here one waits for the other by order.
            return True
        try:
            self._connections[number].execute(_weaker(sql, self._synchronous))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            return False
        return True


def held(database: Path, vfs: str | None = None) -> str:
    """Return the mark of everything a database holds."""
    found = hashlib.sha256()
    with closing(
        Connection(database, vfs=vfs, on_commit=lambda: None) if vfs else sqlite3.connect(database)
    ) as connection:
        # Whoever reads last must not tidy up.
        if vfs is None:
            connection.execute("PRAGMA wal_autocheckpoint = 0")
        tables = connection.execute(
            "select name from sqlite_schema where type = 'table' order by name"
        ).fetchall()
        for (table,) in tables:
            rows = sorted(map(repr, connection.execute(f"select * from {table}").fetchall()))  # noqa: S608 - its own tables
            found.update(repr((table, rows)).encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def cut(history: History, disk: Disk, after: int, folder: Path, random: Random) -> None:
    """Cut the power after some events and start again.

    Raises:
        Broken: something acknowledged is not there, or the database is not sound.
    """
    disk.left(folder, random)
    known = bisect.bisect_right(history.states, after, key=lambda state: state[0])
    allowed = {state for _, state in history.states[max(known - 1, 0) : known + 1]}
    if known == 0:
        allowed.add(held_by_none())
    found = _started_tablet(folder) if history.kind == "tablet" else _started_server(folder)
    if found not in allowed:
        raise Broken(f"after {after} events, {known} commits acknowledged: another state than the last one")


def held_by_none() -> str:
    """Return the mark of a database that was never written to."""
    return hashlib.sha256().hexdigest()


def _started_tablet(folder: Path) -> str:
    database = folder / "floorwalk.db"
    # Looked at first: a start writes, and brings a file without tables up to date.
    copied = folder / "looked at"
    copied.mkdir()
    for name in ("floorwalk.db", "floorwalk.db-wal", "floorwalk.db-journal"):
        if (folder / name).exists():
            shutil.copyfile(folder / name, copied / name)
    state = _sound(copied / "floorwalk.db")
    try:
        store = open_with_care(database)
    except TabletError as error:
        raise Broken(f"the tablet did not start: {error}") from error
    told = put_right(store)
    store.close()
    if told is not None and told.what is not What.CUT_SHORT:
        raise Broken(f"a power cut was taken for damage: {told}")
    return state


def _started_server(folder: Path) -> str:
    return _sound(folder / "record.db")


def _sound(database: Path) -> str:
    if not database.exists():
        return held_by_none()
    try:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if sound != "ok":
            raise Broken(f"the database is not sound: {sound}")
        return held(database)
    except sqlite3.Error as error:
        raise Broken(f"the database can't be read: {error}") from error


def _weaker(sql: str, synchronous: str) -> str:
    if synchronous and sql.upper().replace(" ", "").startswith("PRAGMASYNCHRONOUS="):
        return f"PRAGMA synchronous = {synchronous}"
    return sql


def _weakened(synchronous: str) -> AbstractContextManager[object]:
    execute = Connection.execute

    def weaker(self: Connection, sql: str, parameters: object = ()) -> object:
        return execute(self, _weaker(sql, synchronous), parameters)  # type: ignore[arg-type]  # handed on

    return mock.patch.object(Connection, "execute", weaker)


def _noting(events: list[Event]) -> ExitStack:
    """Note what the page sums write by themselves: put in place synced, or marked without."""
    replace, mark = sums._replace, sums.mark

    def replaced(file: Path, data: bytes) -> None:
        replace(file, data)
        events.append(Event("whole", file.name, data=data))

    def marked(database: Path) -> None:
        before = sums.beside(database).read_bytes()
        mark(database)
        after = sums.beside(database).read_bytes()
        place = next((n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a != b), 0)
        events.append(Event("write", sums.beside(database).name, place, after[place:]))

    stack = ExitStack()
    stack.enter_context(mock.patch.object(sums, "_replace", replaced))
    stack.enter_context(mock.patch.object(sums, "mark", marked))
    return stack


def main(arguments: list[str]) -> int:
    """Cut the power and print one line; return 0 if nothing acknowledged was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--cuts", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--synchronous", default="", choices=["", "OFF", "NORMAL", "FULL"])
    parser.add_argument("--only", help="history and number of one cut, as printed")
    asked = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    began = time.monotonic()
    losses, first, histories = 0, "", TABLETS + SERVERS
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        for number in range(histories):
            if asked.only and int(asked.only.partition(":")[0]) != number:
                continue
            history = _history(Path(folder) / f"h{number}", number, asked.seed, asked.synchronous)
            cuts = asked.cuts // histories + (number < asked.cuts % histories)
            for name, violation in play(history, number, cuts, asked.seed, Path(folder), asked.only):
                losses += 1
                first = first or f"{violation}\n{_again(asked, name)}"
    if first:
        print(first)  # noqa: T201 - the result of the proof
    print(  # noqa: T201 - the result of the proof
        f"power_cuts: {asked.cuts} cuts, synchronous as {asked.synchronous or 'shipped'}, {losses} with "
        f"something acknowledged lost or a database not sound, {time.monotonic() - began:.0f} s"
    )
    return 1 if losses else 0


def play(
    history: History, number: int, cuts: int, seed: int, folder: Path, only: str | None = None
) -> list[tuple[str, Broken]]:
    """Cut a history's power many times; return the name and the violation of each cut that lost something."""
    random = Random(f"{seed} {number}")  # noqa: S311 - it has to be repeatable
    moments = sorted(random.randrange(1, len(history.events) + 1) for _ in range(cuts))
    disk, done, slips = Disk(), 0, []
    for n, moment in enumerate(moments):
        while done < moment:
            disk.happen(history.events[done])
            done += 1
        name = f"{number}:{n}"
        if only and name != only:
            continue
        place = folder / "after the cut"
        place.mkdir()
        try:
            cut(history, disk, moment, place, Random(f"{seed} {name}"))  # noqa: S311 - it has to be repeatable
        except Broken as violation:
            slips.append((name, violation))
        finally:
            shutil.rmtree(place)
    return slips


def _history(folder: Path, number: int, seed: int, synchronous: str) -> History:
    folder.mkdir()
    if number < TABLETS:
        return tablet_history(folder, f"{seed} {number}", synchronous, TABLET_STEPS)
    return server_history(folder, f"{seed} {number}", synchronous)


def _again(asked: argparse.Namespace, name: str) -> str:
    weak = f" --synchronous {asked.synchronous}" if asked.synchronous else ""
    command = "uv run python -m tests.reliability.power_cuts"
    return f"{command} --cuts {asked.cuts} --seed {asked.seed}{weak} --only {name}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
