"""Two servers on one PostgreSQL that is being torn down under them: `--writers 8 --pushes 200 --seed 1`.

Tablets push through both servers while a reader pages the feed; back-ends are killed at random, and
PostgreSQL itself crashes once. Nothing acknowledged is lost, the reader misses nothing and sees nothing
twice, the feed is one chain, and whoever has to wait is told so with FW-501 and when to try again.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

import httpx
import psycopg
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.engine import make_url

from checklists.ids import new_id
from checklists.journal.chain import START, feed_hash
from checklists.protocol import refusals
from checklists.protocol.messages import Page, Problem, PushReply
from checklists.protocol.routes import PUSH
from checklists.records import finding
from sync_server.record import schema
from sync_server.record.database import open_record, reading
from tests.support.postgresql import PostgreSQL, running_postgresql
from tests.support.sending import TOMASZ, Tablet
from tests.support.server import code_in, load_sample, start_server
from tests.support.threads import in_threads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.support.server import RunningServer

# Longer than any wait for a lock, for a connection or for PostgreSQL to come back.
_STUCK_SECONDS: Final = 120.0

# A tablet waits as long as it is told; here only the words matter.
_AGAIN_SECONDS: Final = 0.05

_KILL_EVERY: Final = (0.02, 0.12)
_TAKEN_BETWEEN: Final = 12
_KILL_AT_LEAST_EVERY: Final = 3.0
_OPS: Final = 4
_AT_ONCE: Final = 12
_RUN_SECONDS: Final = 900.0
_GOOD, _IN_A_WHILE = 200, 503


class WrongAnswerError(AssertionError):
    """A server said something that leaves a tablet without a way on."""


@dataclass
class Report:
    """What a run found.

    Attributes:
        acknowledged: ops of which a server said that it has them.
        read: entries a reader got.
        kills: back-ends that were ended.
        statuses: how often each was answered.
        slowest: seconds a message waited until it was taken.
        wrong: what is not as it was said to be, in sentences.
    """

    acknowledged: int = 0
    read: int = 0
    kills: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)


class _Said:
    """Asks two servers until one answers well, and looks at what else they say."""

    def __init__(self, servers: Sequence[RunningServer], report: Report) -> None:
        self._servers = servers
        self._report = report
        self._guard = threading.Lock()

    def sure(self, ask: Callable[[RunningServer], httpx.Response], random: Random) -> httpx.Response:
        """Return the good answer of one server or the other; the rest has to be FW-501."""
        began = time.monotonic()
        while True:
            answer = ask(random.choice(self._servers))
            with self._guard:
                self._report.statuses[answer.status_code] += 1
                self._report.slowest = max(self._report.slowest, time.monotonic() - began)
            if answer.status_code == _GOOD:
                return answer
            _check_words(answer)
            if time.monotonic() - began > _STUCK_SECONDS:
                raise WrongAnswerError(f"After {_STUCK_SECONDS:.0f} s a message was still not taken.")
            time.sleep(_AGAIN_SECONDS)


def _check_words(answer: httpx.Response) -> None:
    said = f"A server said {answer.status_code}: {answer.text[:300]}"
    try:
        problem = Problem.model_validate_json(answer.content)
    except ValidationError:
        raise WrongAnswerError(said) from None
    if (answer.status_code, problem.number) != (_IN_A_WHILE, refusals.SERVER_TROUBLE.number):
        raise WrongAnswerError(said)
    if not answer.headers.get("Retry-After", "").isdecimal():
        raise WrongAnswerError(f"{said}, and not when to try again.")


class _Device:
    """A tablet that speaks with either server."""

    def __init__(self, tablet: Tablet, said: _Said, servers: Sequence[RunningServer], random: Random) -> None:
        self.tablet = tablet
        self.random = random
        self._said = said
        self._clients = {one.url: httpx.Client(base_url=one.url, timeout=_STUCK_SECONDS) for one in servers}

    def sure(self, ask: Callable[[], httpx.Response]) -> httpx.Response:
        """Ask until it is answered well."""

        def one(server: RunningServer) -> httpx.Response:
            self.tablet.client = self._clients[server.url]
            return ask()

        return self._said.sure(one, self.random)

    def close(self) -> None:
        """Hang up."""
        for client in self._clients.values():
            client.close()


def run(writers: int, pushes: int, seed: int, folder: Path, postgresql: PostgreSQL) -> Report:
    """Let tablets push through two servers while their database is torn down.

    Args:
        writers: tablets that push at the same time.
        pushes: of each.
        seed: of when what is killed.
        folder: holds nothing yet.
        postgresql: of this run alone: it is made to crash.
    """
    report, address = Report(), postgresql.new_database()
    with _servers(folder, address) as servers:
        said = _Said(servers, report)
        engine = open_record(address)
        devices = [
            _Device(_enrolled(servers[0], code_in(engine)), said, servers, _random(seed, number))
            for number in range(writers + 1)
        ]
        engine.dispose()
        killer = _Killer(postgresql, address, _random(seed, "kills"), report)
        written = _tear(devices, pushes, report, killer)
        _check(address, written, devices, report)
        _check_servers(servers, devices[-1], report)
        for one in devices:
            one.close()
    return report


def _random(seed: int, what: object) -> Random:
    return Random(f"{seed} {what}")  # noqa: S311 - to be drawn again


@contextlib.contextmanager
def _servers(folder: Path, address: str) -> Iterator[list[RunningServer]]:
    """Start two servers on one database, with one key and a folder each, as on two machines."""
    load_sample(folder / "first", database_url=address)
    (folder / "second").mkdir()
    shutil.copy2(folder / "first" / "server.key", folder / "second")
    with contextlib.ExitStack() as stack:
        started = []
        for name in ("first", "second"):
            started.append(start_server(folder / name, sample=False, DATABASE_URL=address))
            stack.callback(started[-1].kill)
        yield started


def _enrolled(server: RunningServer, code: str) -> Tablet:
    with httpx.Client(base_url=server.url, timeout=_STUCK_SECONDS) as client:
        return Tablet.enrolled(client, code)


def _tear(devices: Sequence[_Device], pushes: int, report: Report, killer: _Killer) -> _Written:
    """Let all but the last device write and the last one read, while back-ends are killed."""
    written, ended, shared = _Written(), threading.Event(), new_id()
    *writing, reader = devices

    def write_all() -> None:
        try:
            in_threads([partial(_write, one, pushes, shared, written) for one in writing], _RUN_SECONDS)
        finally:
            ended.set()

    def crash() -> None:
        # When about half is written, whatever the machine's speed.
        while len(written.ops) < len(writing) * pushes * _OPS // 2 and not ended.wait(_AGAIN_SECONDS):
            pass
        killer.crash()

    works: list[Callable[[], None]] = [
        write_all,
        partial(_read, reader, ended, written),
        partial(killer.kill, ended),
        crash,
    ]
    in_threads(works, _RUN_SECONDS)
    report.acknowledged, report.read = len(written.ops), len(written.read)
    return written


@dataclass
class _Written:
    """What writers were told is there, and what the reader was given."""

    ops: set[str] = field(default_factory=set)
    read: list[tuple[int, str]] = field(default_factory=list)
    guard: threading.Lock = field(default_factory=threading.Lock)


def _write(device: _Device, pushes: int, shared: str, written: _Written) -> None:
    """Raise good practices, which everybody hears of, and write to one that everybody writes to."""
    tablet = device.tablet
    for number in range(pushes):
        own = [tablet.finding(kind="good_practice", statement=f"Own {number}") for _ in range(_OPS - 1)]
        values = _SHARED if number == 0 else {"evidence": f"{tablet.device} {number}"}
        tablet.write(TOMASZ, finding.KIND, values, shared)
        assert len(own) == _OPS - 1
        sent = tablet.pen.take()
        message = tablet.message(sent)
        reply = PushReply.model_validate(device.sure(partial(tablet.post, PUSH, message)).json())
        if (reply.n, reply.hash, reply.refused) != (sent[-1][0].n, sent[-1][0].hash, []):
            raise WrongAnswerError(f"A push was taken as {reply}.")
        with written.guard:
            written.ops |= {op.op_id for _, op in sent}


_SHARED: Final[dict[str, Any]] = {
    "kind": "good_practice",
    "statement": "Seen by all",
    "raised_by": TOMASZ,
    "raised_at": "2026-03-03T10:43:00.000Z",
    "area": "line-1",
    "department": "assembly",
}


def _read(device: _Device, ended: threading.Event, written: _Written) -> None:
    """Page the feed until the writers have ended and nothing is left."""
    while True:
        was_ended = ended.is_set()
        page = Page.model_validate(device.sure(partial(device.tablet.ask, "shared")).json())
        written.read += [(one.seq, str(json.loads(one.body)["op_id"])) for one in page.entries]
        is_end = page.cursor.model_dump() == device.tablet.cursors["shared"]
        device.tablet.cursors["shared"] = page.cursor.model_dump()
        if was_ended and is_end:
            return
        ended.wait(_AGAIN_SECONDS)


class _Killer:
    """Ends back-ends of one database, and PostgreSQL once."""

    def __init__(self, postgresql: PostgreSQL, address: str, random: Random, report: Report) -> None:
        self._postgresql = postgresql
        self._database = make_url(address).database
        self._random = random
        self._report = report

    def kill(self, ended: threading.Event) -> None:
        """End one back-end after another until the writers have ended, as fast as messages are taken."""
        while not ended.wait(self._random.uniform(*_KILL_EVERY)):
            self._kill_one()
            # On a slow machine nothing would ever be taken between one and the next.
            wanted = self._report.statuses[_GOOD] + self._random.randint(1, _TAKEN_BETWEEN)
            deadline = time.monotonic() + _KILL_AT_LEAST_EVERY
            while self._report.statuses[_GOOD] < wanted and time.monotonic() < deadline:
                ended.wait(_KILL_EVERY[0])

    def _kill_one(self) -> None:
        # It may be down itself right now.
        with (
            contextlib.suppress(psycopg.OperationalError),
            psycopg.connect(self._postgresql.address, autocommit=True) as connection,
        ):
            query = "SELECT pid FROM pg_stat_activity WHERE datname = %s ORDER BY pid"
            found = connection.execute(query, [self._database]).fetchall()
            if found:
                connection.execute("SELECT pg_terminate_backend(%s)", self._random.choice(found))
                self._report.kills += 1

    def crash(self) -> None:
        """Let PostgreSQL crash and come back."""
        self._postgresql.restart()


def _check(address: str, written: _Written, devices: Sequence[_Device], report: Report) -> None:
    """Hold what was said against what is there."""
    engine = open_record(address)
    with reading(engine) as connection:
        table = schema.feed
        rows = connection.execute(
            select(table, schema.op.c.body_hash).join(schema.op).order_by(table.c.seq)
        ).all()
        counter = connection.execute(select(schema.counter)).all()
        links = connection.execute(select(schema.link.c.op_id)).scalars().all()
    engine.dispose()
    head = START
    for place, row in enumerate(rows, start=1):
        head = feed_hash(head, row.op_id, row.body_hash)
        if (row.seq, row.hash) != (place, head):
            report.wrong.append(f"The feed's chain breaks at {place}.")
            break
    if [tuple(row) for row in counter] != [("feed", len(rows), head)]:
        report.wrong.append("The counter is not where the feed ends.")
    if sorted(links) != sorted(written.ops):
        report.wrong.append(f"{len(written.ops)} ops were acknowledged, and {len(links)} are in chains.")
    if written.read != [(row.seq, row.op_id) for row in rows]:
        report.wrong.append(
            f"The reader got {len(written.read)} entries of {len(rows)}, or in another order."
        )
    if {row.op_id for row in rows} != written.ops or len(rows) != len(written.ops):
        report.wrong.append("The feed does not hold each acknowledged op once.")
    for one in devices[:-1]:
        if one.tablet.hello().n * (len(devices) - 1) != len(written.ops):
            report.wrong.append("A tablet's chain is not as long as what it wrote.")


def _check_servers(servers: Sequence[RunningServer], reader: _Device, report: Report) -> None:
    """See that each server has connections again, more at once than its pool holds idle."""
    for server in servers:
        if server.process.poll() is not None:
            report.wrong.append("A server has ended.")
            continue

        def hello(server: RunningServer = server) -> None:
            with httpx.Client(base_url=server.url, timeout=_STUCK_SECONDS) as client:
                tablet = Tablet(client, reader.tablet.device, reader.tablet.token)
                # Connections that were killed last are noticed by whoever uses them next.
                assert tablet.hello().n == 0

        in_threads([hello] * _AT_ONCE, _STUCK_SECONDS)


def main() -> int:
    """Run the proof and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--pushes", type=int, default=200, help="of each writer")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="floorwalk-servers-") as folder,
        running_postgresql() as postgresql,
    ):
        report = run(asked.writers, asked.pushes, asked.seed, Path(folder), postgresql)
    put_off = report.statuses[_IN_A_WHILE]
    print(  # noqa: T201 - the result of the proof
        f"postgresql: {asked.writers} writers through 2 servers, {report.acknowledged:,} ops acknowledged, "
        f"{report.read:,} read, {report.kills} back-ends killed and PostgreSQL crashed once, "
        f"seed {asked.seed}: {put_off} of {report.statuses.total():,} messages put off with FW-501, "
        f"the longest for {report.slowest:.1f} s; {len(report.wrong)} wrong; "
        f"{time.monotonic() - began:.0f} s"
    )
    for said in report.wrong:
        again = f"--writers {asked.writers} --pushes {asked.pushes} --seed {asked.seed}"
        print(f"{said}\n  again: uv run python -m tests.reliability.postgresql {again}")  # noqa: T201 - as above
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
