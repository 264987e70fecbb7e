"""Photos arrive whole whatever happens: `--photos 200 --kills 300 --seed 1`.

Tablets send photos to a real server that is killed again and again: in one request and in parts, cut short,
with bytes swapped, from two connections at once, and the same photos from several tablets. Half of the photos
go to a folder, the other half to a bucket, whose store is sometimes out of reach as well. In the end each
photo a tablet was told is received is there with its own bytes and marked as received, no bytes are under a
wrong name, and no upload went back behind what a tablet was told is there for good.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import sys
import tempfile
import threading
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import httpx

from sync_server.config import config_for
from sync_server.objects.opening import open_objects
from sync_server.record.database import open_record, reading
from sync_server.record.received import photos_waiting
from tests.reliability.upload_client import Line, Photo
from tests.reliability.upload_ways import LARGEST, Job, Report, Ways
from tests.support.ready_server import ReadyServer
from tests.support.s3 import running_s3, with_environment
from tests.support.sending import Tablet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.s3 import RunningS3

WORKERS: Final = 4
TABLETS: Final = 3

# A kill comes when so many requests were begun since the server is back, and a little later.
_REQUESTS_BETWEEN: Final = (1, 12)
_MOMENTS_LATER: Final = 0.03

# Far beyond what any run takes between two photos.
_STUCK_SECONDS: Final = 180.0

# One time in so many, the store goes out of reach instead of the server.
_OUTAGE_EVERY: Final = 12


class Run:
    """One server that is killed, and the tablets that send to it."""

    def __init__(
        self, folder: Path, photos: int, kills: int, seed: int, s3: RunningS3 | None, report: Report
    ) -> None:
        self.report = report
        self._folder = folder
        self._kills = kills
        self._seed = seed
        self._s3 = s3
        self._place = f"s3://{s3.new_bucket()}/plant" if s3 else ""
        self._count = photos
        self._guard = threading.Lock()
        self._changed = threading.Condition(self._guard)
        self._is_up = True
        self._begun = 0
        self._working = WORKERS
        self._ways = Ways(report)
        self._killed = 0

    def go(self) -> None:
        """Send everything, and look."""
        with ReadyServer(self._folder, photos=self._place) as self._server:
            with httpx.Client(base_url=self._server.url) as client:
                tablets = [Tablet.enrolled(client, self._server.code(), f"T{n}") for n in range(TABLETS)]
                chance = _chance(f"{self._seed} photos {self._place[:2]}")
                self._photos = [Photo(chance, LARGEST) for _ in range(self._count)]
                _announce(tablets[0], self._photos)
            self._tokens = [one.token for one in tablets]
            self._port = self._server.port
            self._work()
            self._look()

    def _work(self) -> None:
        workers = [threading.Thread(target=self._guarded, args=(number,)) for number in range(WORKERS)]
        for one in workers:
            one.start()
        self._kill_until_done()
        for one in workers:
            one.join()

    # -- the server ----------------------------------------------------------------------------------

    def _kill_until_done(self) -> None:
        chance = _chance(f"{self._seed} kills {self._place[:2]}")
        while self._killed < self._kills:
            wanted = self._begun + chance.randint(*_REQUESTS_BETWEEN)
            with self._changed:
                self._changed.wait_for(lambda wanted=wanted: self._begun >= wanted or not self._working, 30)
                if not self._working:
                    return
                # Not to wait for something, but to meet the server in the middle of anything.
                self._changed.wait(chance.random() * _MOMENTS_LATER)
            if self._s3 and chance.randrange(_OUTAGE_EVERY) == 0:
                self._outage(self._s3)
            self._kill()

    def _outage(self, s3: RunningS3) -> None:
        s3.door.shut()
        self.report.counts["outages"] += 1
        with self._changed:
            wanted = self._begun + 6
            self._changed.wait_for(lambda: self._begun >= wanted or not self._working, 10)
        s3.door.open()

    def _kill(self) -> None:
        with self._changed:
            self._is_up = False
        self._server.end()
        self._killed += 1
        self.report.counts["kills"] += 1
        self._server.start()
        with self._changed:
            self._is_up = True
            self._changed.notify_all()

    # -- the tablets ---------------------------------------------------------------------------------

    def _guarded(self, number: int) -> None:
        try:
            self._send_all(number)
        except Exception as error:  # noqa: BLE001 - whatever it is, the run has to end and say so
            self.report.wrong.append(f"connection {number}: {error!r}")
        finally:
            with self._changed:
                self._working -= 1
                self._changed.notify_all()

    def _send_all(self, number: int) -> None:
        """Send this connection's share, and go on until the server was killed often enough."""
        tour = 0
        while tour == 0 or self._killed < self._kills:
            token = self._tokens[tour % TABLETS]
            line = Line(self._port, token)
            for turn, photo in enumerate(self._photos):
                # Each fifth photo comes from two connections of its tablet at once.
                in_pair = turn % 5 == 0 and (turn // 5) % WORKERS == (number + 1) % WORKERS
                if turn % WORKERS == number or in_pair:
                    chance = _chance(f"{self._seed} {self._place[:2]} {number} {tour} {turn}")
                    self._send(
                        Job(line, (token, photo.sha256), photo, chance, turn % 5 == 0, tour % TABLETS == 0)
                    )
                if tour and self._killed >= self._kills:
                    break
            line.close()
            tour += 1

    def _send(self, job: Job) -> None:
        while not self._try(job):
            if time.monotonic() - self._ways.last_told > _STUCK_SECONDS:
                raise AssertionError(f"No photo was received for {_STUCK_SECONDS:.0f} s.")
            with self._changed:
                self._changed.wait_for(lambda: self._is_up, 60)

    def _try(self, job: Job) -> bool:
        """Do one thing for a photo, and say whether the server said that it is received."""
        # When all kills are done, what is left is to get there.
        act = self._ways.whole if self._killed >= self._kills else self._ways.choose(job.chance)
        with self._changed:
            self._begun += 1
            self._changed.notify_all()
        try:
            self.report.counts[act.__name__] += 1
            return act(job)
        except OSError:
            job.line.close()
            self.report.counts["broken"] += 1
            with self._changed:
                # The server may be back before this connection noticed that it was gone.
                self._changed.wait(0.02)
            return False

    # -- the end -------------------------------------------------------------------------------------

    def _look(self) -> None:
        wrong, counts = self.report.wrong, self.report.counts
        store = open_objects(config_for(self._folder, photos=self._place))
        expected = {one.sha256: one for one in self._photos}
        wrong.extend(f"{sha[:8]} was never received" for sha in expected.keys() - self._ways.told.keys())
        for sha, photo in expected.items():
            if not store.has(sha) or store.read(sha) != photo.data:
                wrong.append(f"{sha[:8]} was said to be received and is not there as it was sent")
        for name in store.names():
            counts["photos"] += 1
            if hashlib.sha256(store.read(name)).hexdigest() != name:
                wrong.append(f"{name[:8]} has other bytes")
        engine = open_record(config_for(self._folder).database_url)
        with reading(engine) as connection:
            waiting = photos_waiting(connection, 10)
        engine.dispose()
        wrong.extend(f"{sha[:8]} is there and not marked as received" for sha in waiting)


def _chance(seed: str) -> Random:
    return Random(seed)  # noqa: S311 - the same every time


def _announce(tablet: Tablet, photos: list[Photo]) -> None:
    for photo in photos:
        reference = {"bytes": len(photo), "width": 8, "height": 8, "taken_at": "2026-03-03T10:42:00.000Z"}
        tablet.finding(**{f"photo/{photo.sha256}": reference})
    for _ in range(0, len(photos), 100):
        reply = tablet.push()
        assert not reply.refused, reply


def run(photos: int, kills: int, seed: int) -> Report:
    """Send half of the photos to a server with a folder, and half to one with a bucket."""
    report = Report()
    halves = ((photos + 1) // 2, (kills + 1) // 2), (photos // 2, kills // 2)
    with tempfile.TemporaryDirectory() as folder:
        Run(Path(folder) / "folder", *halves[0], seed, None, report).go()
        with _store() as s3:
            Run(Path(folder) / "bucket", *halves[1], seed, s3, report).go()
    return report


@contextlib.contextmanager
def _store() -> Iterator[RunningS3]:
    with running_s3() as s3, with_environment(s3.environment):
        yield s3


def main() -> int:
    """Print what was done in one line; where something was wrong, also what, and how to see it again."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--photos", type=int, default=200)
    words.add_argument("--kills", type=int, default=300)
    words.add_argument("--seed", type=int, default=1)
    asked = words.parse_args()
    began = time.monotonic()
    report = run(asked.photos, asked.kills, asked.seed)
    counts = report.counts
    print(  # noqa: T201 - the result of the proof
        f"uploads: {counts['photos']} photos, {counts['kills']} kills, "
        f"{counts['outages']} outages of the store, {counts['cut']} cut, "
        f"{counts['swapped']} swapped, {counts['broken']} broken off, "
        f"{len(report.wrong)} wrong, {time.monotonic() - began:.0f} s"
    )
    if not report.wrong:
        return 0
    again = f"--photos {asked.photos} --kills {asked.kills} --seed {asked.seed}"
    print(*report.wrong[:20], sep="\n")  # noqa: T201 - as above
    print(f"uv run python -m tests.reliability.uploads {again}")  # noqa: T201 - as above
    return 1


if __name__ == "__main__":
    sys.exit(main())
