"""Two tablets and a server with a bad network between them: every exchange ends, and in the end all is there.

`uv run python -m tests.reliability.network_faults --runs 300`; real processes, a proxy that cuts, delays,
halves, repeats and stalls.
"""

import json
import sys
import threading
from collections import Counter
from pathlib import Path
from random import Random

import httpx

from checklists.protocol import routes
from mobile.store import outbox, photos
from mobile.sync.status import Phase
from tests.reliability.bad_network import BadNetwork
from tests.reliability.cases import main
from tests.reliability.record_file import RecordFile
from tests.reliability.walking import walk
from tests.sync.simulator.broken import must
from tests.sync.works import Office, Tablet, open_tablet

SESSIONS_A_CASE = 10
_TABLETS = 2
_RATE = 0.3

# A tablet waits half a minute for an answer; here it is to give up sooner.
_PATIENCE = {"connect": 5.0, "read": 1.5, "write": 1.5, "pool": 5.0}

# Far more than an exchange takes, also one in which everything stalls.
_DEADLINE = 180.0

# One for what waits here, one for what the others had, two for photos that were held back.
_ROUNDS = 4


def run(place: Path, seed: int, sessions: int) -> Counter[str]:
    """Run one case: a server, two tablets, and some exchanges through a bad network.

    Raises:
        Broken: a promise did not hold.
    """
    office = Office(place / "server")
    ends = [_End(office, place / f"tablet-{n}", seed * _TABLETS + n) for n in range(_TABLETS)]
    try:
        for number in range(sessions):
            ends[number % _TABLETS].session()
        return _settle(office, ends)
    finally:
        for one in ends:
            one.network.close()
            one.tablet.close()
        office.running.kill()


def _settle(office: Office, ends: list["_End"]) -> Counter[str]:
    for one in ends:
        one.faults_end()
    for _ in range(_ROUNDS):
        for one in ends:
            one.exchange()
    record = RecordFile(office.folder)
    for one in ends:
        one.has_delivered(record)
    record.check()
    counted: Counter[str] = sum((one.network.counted for one in ends), Counter())
    counted["ops"] = len(record.op_ids())
    counted["photos"] = len(record.photos_received())
    return counted


class _End:
    """A tablet and the network it is on."""

    def __init__(self, office: Office, folder: Path, seed: int) -> None:
        self._office = office
        self._random = Random(seed)  # noqa: S311 - it is to be repeated, not to be secret
        self._acknowledged: set[str] = set()
        self._taken: set[str] = set()
        self.tablet: Tablet = open_tablet(folder)
        self.network = BadNetwork(office.running.port, Random(seed + 0.5), 0)  # noqa: S311 - as above
        self.tablet.sync.enrol(self.network.url, office.running.code(), folder.name)
        self.exchange()
        self.tablet.wire.before = self._hurry
        self.tablet.wire.after = self._hears

    def session(self) -> None:
        """Let somebody walk, and exchange once through the bad network."""
        self.network.rate = _RATE
        walk(
            self._random,
            self.tablet,
            answers=self._random.randint(2, 20),
            photos=self._random.choice([0, 1, 2]),
        )
        self._taken |= {row["sha"] for row in self.tablet.store.rows("select sha from photo")}
        self.exchange()

    def exchange(self) -> None:
        """Exchange with the server, in a thread, so that one that is stuck is noticed."""
        photos.hurry(self.tablet.store)
        working = threading.Thread(target=self.tablet.sync.sync_now, daemon=True)
        working.start()
        working.join(_DEADLINE)
        must(not working.is_alive(), "an exchange does not end")

    def faults_end(self) -> None:
        """Let the network be good, and the tablet as patient as it is."""
        self.network.good()
        self.tablet.wire.before = lambda _request: None

    def has_delivered(self, record: RecordFile) -> None:
        """Check that nothing waits here and that the record has everything.

        Raises:
            Broken: it has not.
        """
        waiting, status = outbox.counts(self.tablet.store), self.tablet.sync.status
        must(not waiting.all and status.phase is Phase.RECEIVED, f"a tablet still has {waiting}, {status}")
        known = record.op_ids()
        must(self._acknowledged <= known, f"acknowledged and lost: {sorted(self._acknowledged - known)}")
        must(self.tablet.op_ids() <= known, "an op of a tablet is not in the record")
        must(self._taken <= record.photos_received(), "a photo has not arrived")
        for sha in self._taken:
            kept = self._office.folder / "photos" / sha[:2] / sha
            must(kept.read_bytes() == self.tablet.vault.read(sha), f"photo {sha} has other bytes")

    def _hurry(self, request: httpx.Request) -> None:
        request.extensions["timeout"] = dict(_PATIENCE)

    def _hears(self, request: httpx.Request, response: httpx.Response) -> None:
        if request.url.path == routes.PUSH and response.status_code == httpx.codes.OK:
            self._acknowledged |= {one["link"]["op_id"] for one in json.loads(request.content)["ops"]}


if __name__ == "__main__":
    sys.exit(
        main(
            "tests.reliability.network_faults",
            __doc__ or "",
            unit="sessions",
            at_once=SESSIONS_A_CASE,
            case=run,
        )
    )
