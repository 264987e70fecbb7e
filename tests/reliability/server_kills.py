"""The server is killed again and again while four tablets push: what it has acknowledged is in the record.

`uv run python -m tests.reliability.server_kills --runs 200`; the real server process, the real tablets' sync.
"""

import json
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path
from random import Random

import httpx

from checklists.protocol import routes
from mobile.store import outbox
from mobile.sync.status import Phase
from tests.reliability.cases import main
from tests.reliability.record_file import RecordFile
from tests.reliability.walking import walk
from tests.sync.simulator.broken import Broken, must
from tests.sync.works import Office, Tablet, open_tablet

TABLETS = 4
KILLS_A_CASE = 10

# A kill comes within so many pushes after a start, and so many seconds after that push was sent.
_PUSHES = 12
_SECONDS = 0.03

# Far more than anything takes; reached only when something is stuck.
_DEADLINE = 120.0


def run(place: Path, seed: int, kills: int) -> Counter[str]:
    """Run one case: a server, four tablets that never stop pushing, and some kills.

    Raises:
        Broken: a promise did not hold.
    """
    random = Random(seed)  # noqa: S311 - it is to be repeated, not to be secret
    office = Office(place / "server")
    aim = _Aim(office)
    pushing = [_Pushing(office, place / f"tablet-{n}", Random(random.random()), aim) for n in range(TABLETS)]  # noqa: S311 - as above
    record = RecordFile(office.folder)
    try:
        for one in pushing:
            one.start()
        for number in range(kills):
            _kill_once(office, aim, random)
            said = [one.acknowledged() for one in pushing]
            office.come_back()
            known = record.op_ids()
            for ops in said:
                must(ops <= known, f"after kill {number + 1} the record lacks {sorted(ops - known)}")
        return _end(office, record, aim, pushing)
    finally:
        aim.up.set()
        for one in pushing:
            one.end()
        office.running.kill()


def _kill_once(office: Office, aim: "_Aim", random: Random) -> None:
    aim.take(random.randint(1, _PUSHES), random.uniform(0, _SECONDS))
    try:
        office.running.process.wait(_DEADLINE)
    except subprocess.TimeoutExpired:
        raise Broken("the tablets have stopped pushing") from None


def _end(office: Office, record: RecordFile, aim: "_Aim", pushing: list["_Pushing"]) -> Counter[str]:
    aim.up.set()
    for one in pushing:
        one.end()
        one.settle()
        must(one.tablet.op_ids() <= record.op_ids(), "an op of a tablet is not in the record")
        one.tablet.close()
    office.running.stop()
    record.check()
    return Counter(
        {
            "acknowledged ops": sum(len(one.acknowledged()) for one in pushing),
            "exchanges": sum(one.exchanges for one in pushing),
            "ops lost": 0,
        }
    )


class _Aim:
    """Kills the server a moment after the push it was told to wait for.

    Attributes:
        up: whether the server is there, as far as it was told.
    """

    def __init__(self, office: Office) -> None:
        self.up = threading.Event()
        self._office = office
        self._lock = threading.Lock()
        self._left = 0
        self._delay = 0.0

    def take(self, pushes: int, delay: float) -> None:
        with self._lock:
            self.up.set()
            self._left, self._delay = pushes, delay

    def sees(self, request: httpx.Request) -> None:
        if request.url.path != routes.PUSH:
            return
        with self._lock:
            self._left -= 1
            if self._left == 0:
                threading.Timer(self._delay, self._kill).start()

    def _kill(self) -> None:
        self.up.clear()
        self._office.kill()


class _Pushing(threading.Thread):
    """A tablet on which somebody walks and which sends after every walk, server or not."""

    def __init__(self, office: Office, folder: Path, random: Random, aim: _Aim) -> None:
        super().__init__(daemon=True)
        self.tablet: Tablet = open_tablet(folder)
        self.exchanges = 0
        self._aim = aim
        self._random = random
        self._acknowledged: set[str] = set()
        self._lock = threading.Lock()
        self._ending = threading.Event()
        self.tablet.sync.enrol(office.running.url, office.running.code(), folder.name)
        self.tablet.sync.sync_now()
        self.tablet.wire.before = aim.sees
        self.tablet.wire.after = self._hears

    def run(self) -> None:
        while not self._ending.is_set():
            walk(self._random, self.tablet, answers=self._random.randint(2, 12))
            self.tablet.sync.sync_now()
            self.exchanges += 1
            self._aim.up.wait(_DEADLINE)

    def acknowledged(self) -> set[str]:
        """Return the ops of which the server has told this tablet that it has them."""
        with self._lock:
            return set(self._acknowledged)

    def end(self) -> None:
        """Walk no more."""
        self._ending.set()
        if self.is_alive():
            self.join(_DEADLINE)

    def settle(self) -> None:
        """Send what is left; one exchange more than any trouble takes."""
        for _ in range(4):
            self.tablet.sync.send_now()
            self.tablet.sync.sync_now()
        status = self.tablet.sync.status
        waiting = outbox.counts(self.tablet.store)
        must(not waiting.all and status.phase is Phase.RECEIVED, f"a tablet still has {waiting}, {status}")

    def _hears(self, request: httpx.Request, response: httpx.Response) -> None:
        if request.url.path == routes.PUSH and response.status_code == httpx.codes.OK:
            sent = {one["link"]["op_id"] for one in json.loads(request.content)["ops"]}
            with self._lock:
                self._acknowledged |= sent


if __name__ == "__main__":
    sys.exit(
        main("tests.reliability.server_kills", __doc__ or "", unit="kills", at_once=KILLS_A_CASE, case=run)
    )
