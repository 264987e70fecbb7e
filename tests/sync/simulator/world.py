"""One history: some tablets, one server, and a random number generator that decides everything."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from unittest.mock import patch

from mobile.errors import StoreError, SyncError
from mobile.store import outbox
from mobile.store.identity import this_tablet
from mobile.sync import uploads
from sync_server.record import feed, schema
from tests.sync.simulator import actions
from tests.sync.simulator.broken import Broken
from tests.sync.simulator.faults import Dead, Wire
from tests.sync.simulator.office import LEAVES, Office, Plant
from tests.sync.simulator.tablet import Tablet

# After the faults end: one round for what waits here, one for what the others had, one for photos that
# were held back, one in which nothing is left to do.
ROUNDS = 4

_CLOCKS_OFF = [0, 0, 3, -9, 400]
_FAULTS = 0.15

# Where the server keeps what it was sent.
_HELD = (schema.op, schema.kept)


class World:
    """Everything there is in one history.

    Attributes:
        office: the server.
        tablets: in the order in which they came.
        said: each op a tablet has committed, by id; those lost with a set-back database are taken out,
            unless the server or another tablet had them.
        events: how often what happened.
    """

    def __init__(self, plant: Plant, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - it is to be repeated, not to be secret
        self.folder = plant.folder / f"history-{seed}"
        self.folder.mkdir()
        self.office = Office(plant, self.folder / "server")
        self.now = datetime(2026, 3, 3, 10, 42, tzinfo=UTC)
        self.tablets: list[Tablet] = []
        self.said: dict[str, bytes] = {}
        self.events: Counter[str] = Counter()
        for number in range(self.random.randint(2, 3)):
            self._enrol(number)

    def run(self) -> None:
        """Live through the history's steps."""
        with self._small_pages():
            for _ in range(self.random.randint(40, 80)):
                self.now += timedelta(seconds=self.random.choice([0, 1, 60, 86_400]))
                self._step(self.random.choice(self.tablets))

    def settle(self) -> None:
        """End all faults and let everybody sync until nothing can be left to do.

        Raises:
            Broken: something is.
        """
        with self._small_pages():
            for number in range(ROUNDS):
                for tablet in self.tablets:
                    self._settle(tablet, last=number == ROUNDS - 1)
        for tablet in self.tablets:
            waiting = outbox.counts(tablet.store)
            if waiting.all:
                raise Broken(f"{self.name(tablet)} still has {waiting}")

    def name(self, tablet: Tablet) -> str:
        return f"tablet {self.tablets.index(tablet)}"

    def close(self) -> None:
        """Let go of everything and delete it."""
        for tablet in self.tablets:
            tablet.store.close()
        self.office.close()
        shutil.rmtree(self.folder)

    def _settle(self, tablet: Tablet, *, last: bool) -> None:
        self.now += timedelta(hours=2)
        tablet.wire.rate = 0
        tablet.store.writes_left = 0
        try:
            done = tablet.sync()
        except SyncError as error:
            raise Broken(f"{self.name(tablet)}, with nothing in the way: {error!r}") from error
        if done.trouble:
            raise Broken(f"{self.name(tablet)}, with nothing in the way: {done.trouble!r}")
        if last and done.news:
            raise Broken(f"{self.name(tablet)} still hears something new")

    def _step(self, tablet: Tablet) -> None:
        chance = self.random.random()
        with self._may_die(tablet):
            if chance < 0.62:
                self.events[actions.act(self.random, tablet)] += 1
            elif chance < 0.9:
                self._sync(tablet)
        self._hear(tablet)
        if chance >= 0.9:
            self._mishap(tablet, chance)

    @contextmanager
    def _may_die(self, tablet: Tablet) -> Iterator[None]:
        if self.random.random() < 0.15:
            tablet.store.writes_left = self.random.randint(1, 25)
        try:
            yield
            tablet.store.writes_left = 0
        except Dead:
            self.events["died"] += 1
            tablet.start_again()

    def _sync(self, tablet: Tablet) -> None:
        try:
            trouble = tablet.sync().trouble
        except SyncError as error:
            trouble = error
        except StoreError as error:
            raise Broken(f"{self.name(tablet)}: {error!r}") from error
        self.events[type(trouble).__name__ if trouble else "synced"] += 1

    def _hear(self, tablet: Tablet) -> None:
        for op, body in tablet.ops().items():
            if self.said.setdefault(op, body) != body:
                raise Broken(f"{self.name(tablet)} holds another op under {op}")

    def _mishap(self, tablet: Tablet, chance: float) -> None:
        if chance < 0.92:
            tablet.off = timedelta(days=self.random.choice(_CLOCKS_OFF))
            self.events["clock"] += 1
        elif chance < 0.955:
            tablet.save()
        elif chance < 0.98 and tablet.saved:
            self._set_back(tablet)
        elif chance < 0.99 and len(self.tablets) < 5:
            number = len(self.tablets)
            path, random = self.folder / f"{number}.db", self._another_random()
            self.tablets.append(tablet.clone(path, random, self._wire()))
            self.tablets[-1].off = tablet.off
            self.events["clone"] += 1
        elif chance >= 0.997:
            self.office.leaves(LEAVES)

    def _set_back(self, tablet: Tablet) -> None:
        before = tablet.ops()
        tablet.set_back()
        elsewhere = {one.op_id for table in _HELD for one in self.office.rows(table)}
        for one in self.tablets:
            elsewhere |= one.ops().keys()
        for op in before.keys() - elsewhere:
            if op in self.office.acknowledged:
                raise Broken(f"The server has lost {op}, which it acknowledged")
            del self.said[op]
        self.events["set back"] += 1

    def _enrol(self, number: int) -> None:
        random = self._another_random()
        tablet = Tablet(self.folder / f"{number}.db", random, lambda: self.now, self._wire())
        device, token = f"{random.getrandbits(128):032x}", f"{random.getrandbits(128):032x}"
        self.office.enrol(device, token)
        tablet.enrolled(device, token)
        tablet.off = timedelta(days=self.random.choice(_CLOCKS_OFF))
        self.tablets.append(tablet)

    def _wire(self) -> Wire:
        return Wire(self._another_random(), self.office, _FAULTS)

    def _another_random(self) -> Random:
        return Random(self.random.getrandbits(64))  # noqa: S311 - as above

    @contextmanager
    def _small_pages(self) -> Iterator[None]:
        """Let batches, pages and parts be so small that a history has many of them."""
        with ExitStack() as stack:
            for module, name, sizes in (
                (outbox, "PUSH_OPS", (2, 5, 200)),
                (feed, "PULL_OPS", (2, 5, 500)),
                (uploads, "UPLOAD_CHUNK", (100, 250, 1000)),
            ):
                stack.enter_context(patch.object(module, name, self.random.choice(sizes)))
            yield


def device_of(tablet: Tablet) -> str:
    """Return the id under which the server knows a tablet; clones share it."""
    return this_tablet(tablet.store).device
