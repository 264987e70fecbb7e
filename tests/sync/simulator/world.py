"""One history: some tablets, one server, and a random number generator that decides everything."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from math import inf
from pathlib import Path
from random import Random
from unittest.mock import patch

from checklists.journal.canonical import as_text
from checklists.protocol.messages import Relay, RelayedOp
from mobile.errors import StoreError, SyncError
from mobile.store import ops, outbox, pulls, scope
from mobile.sync import pull, uploads
from sync_server.record import feed
from tests.sync.simulator import actions
from tests.sync.simulator.broken import Broken, must
from tests.sync.simulator.faults import Dead, Line
from tests.sync.simulator.focus import FOCI
from tests.sync.simulator.office import AREAS, AUDITOR, LEAVES, PEOPLE, Office, Plant
from tests.sync.simulator.tablet import Tablet
from tests.sync.simulator.ways import Way

# After the faults end: one round for what waits here, one for what the others had, one for what the server
# had forgotten and somebody held, two for photos that were held back, one in which nothing is left to do.
ROUNDS = 6

_CLOCKS_OFF = [0, 0, 3, -9, 400, 400]
_FEWEST_TABLETS = 2
_MOST_TABLETS = 7

# Mostly the same people, so that somebody has a second tablet.
_USERS = [*[AUDITOR] * 3, LEAVES, *PEOPLE]


class World:
    """Everything there is in one history.

    Attributes:
        office: the server.
        tablets: in the order in which they came.
        said: each op a tablet has committed, by id; those of which no machine has anything left, after a
            database was set back, are taken out.
        gone_photos: those that went with a tablet before the server had them.
        forged: ops that nobody has said.
        focus: what happens more often.
        events: how often what happened.
    """

    def __init__(self, plant: Plant, seed: int, way: Way) -> None:
        self.random = Random(seed)  # noqa: S311 - it is to be repeated, not to be secret
        self.folder = plant.folder / f"history-{seed}"
        self.folder.mkdir()
        self.now = datetime(2026, 3, 3, 10, 42, tzinfo=UTC)
        self._plant = plant
        self.office = Office(plant, lambda: self.now)
        self._open = ExitStack()
        self._connect = self._open.enter_context(way(self.office))
        self.tablets: list[Tablet] = []
        self._paths = 0
        self.said: dict[str, bytes] = {}
        self.gone_photos: set[str] = set()
        self.forged: set[str] = set()
        self.events: Counter[str] = Counter()
        self.focus = self.random.choice(FOCI)
        self.events[f"about {self.focus.name}"] += 1
        self.office.up_to_date = self.random.random() >= self.focus.older
        for _ in range(self.random.choice(self.focus.tablets)):
            self._enrol()
        self.office.save()

    def run(self) -> None:
        """Live through the history's steps."""
        with self._small_pages():
            for _ in range(self.random.randint(*self.focus.steps)):
                self.now += timedelta(seconds=self.random.choice([0, 1, 60, 86_400, 20 * 86_400]))
                self._step(self.random.choice(self.tablets))

    def settle(self) -> None:
        """End all faults and let everybody sync until nothing is left to do.

        Raises:
            Broken: something still is after `ROUNDS` rounds.
        """
        for tablet in self.tablets:
            tablet.line.mend()
            tablet.store.writes_left = 0
        if not self.office.up_to_date:
            self.office.is_updated()
        with self._small_pages():
            for _ in range(ROUNDS):
                self.events["rounds"] += 1
                before = self._feed_length()
                busy = [self._settle(tablet) for tablet in self.tablets]
                # What somebody gave back to the server is still to be read by those who came before.
                if not any(busy) and self._feed_length() == before:
                    return
        raise Broken(f"after {ROUNDS} rounds {[str(outbox.counts(one.store)) for one in self.tablets]} wait")

    def _feed_length(self) -> int:
        return len(self.office.rows("select seq from feed"))

    @staticmethod
    def name(tablet: Tablet) -> str:
        return f"tablet {tablet.path.stem}"

    def close(self) -> None:
        """Let go of everything and delete it."""
        for tablet in self.tablets:
            tablet.store.close()
        self._open.close()
        self.office.close()
        shutil.rmtree(self.folder)

    def _settle(self, tablet: Tablet) -> bool:
        """Let one tablet sync; say whether it had something to do."""
        self.now += timedelta(hours=2)
        waited = outbox.counts(tablet.store).all
        try:
            done = tablet.sync()
        except SyncError as error:
            raise Broken(f"{self.name(tablet)}, with nothing in the way: {error!r}") from error
        must(not done.trouble, f"{self.name(tablet)}, with nothing in the way: {done.trouble!r}")
        self._hear(tablet)
        return bool(waited or done.news or outbox.counts(tablet.store).all)

    def _step(self, tablet: Tablet) -> None:
        if self.random.random() < self.focus.mishap_share:
            self._mishap(tablet)
            return
        with self._may_die(tablet):
            if self.random.random() < self.focus.acts:
                for _ in range(self.random.choice([1, 1, 2, 4])):
                    wanted = self.focus.action(self.random)
                    self.events[actions.act(self.random, tablet, wanted)] += 1
            else:
                self._sync(tablet)
        self._hear(tablet)

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
        for op, body in tablet.hear().items():
            must(self.said.setdefault(op, body) == body, f"{self.name(tablet)} holds another op under {op}")

    def _mishap(self, tablet: Tablet) -> None:
        wanted = self.focus.mishap(self.random)
        what = MISHAPS[wanted] if wanted else self.random.choice(_MISHAPS)
        what(self, tablet)
        self.events[what.__name__.strip("_").replace("_", " ")] += 1

    def _clock(self, tablet: Tablet) -> None:
        tablet.off = timedelta(days=self.random.choice(_CLOCKS_OFF))

    def _saved(self, tablet: Tablet) -> None:
        tablet.save()

    def _set_back(self, tablet: Tablet) -> None:
        if tablet.saved:
            before = set(tablet.ops())
            tablet.set_back()
            self._forget(before - self._held())

    def _cloned(self, tablet: Tablet) -> None:
        if len(self.tablets) < _MOST_TABLETS:
            path = self._new_path()
            self.tablets.append(tablet.clone(path, self._another_random(), self._line()))

    def _lost(self, tablet: Tablet) -> None:
        """Somebody loses a tablet for good, with what only it had."""
        copies = [one for one in self.tablets if one.device == tablet.device]
        # A copy would wait for its photos for ever, and say so.
        if len(self.tablets) > _FEWEST_TABLETS and len(copies) == 1:
            before = set(tablet.ops())
            self.tablets.remove(tablet)
            tablet.store.close()
            self._forget(before - self._held())
            self.gone_photos |= {sha for sha in tablet.vault.bytes if not self.office.objects.has(sha)}

    def _somebody_else(self, tablet: Tablet) -> None:
        tablet.signs_in(self.random.choice([*PEOPLE]))

    def _other_scope(self, tablet: Tablet) -> None:
        areas = self.random.choice([None, [], *([one.id] for one in AREAS)])
        scope.choose(tablet.store, areas=areas, months=self.random.choice([None, 1, 12]))

    def _server_saved(self, _tablet: Tablet) -> None:
        self.office.save()

    def _server_set_back(self, _tablet: Tablet) -> None:
        before = self.office.holds()
        if self.office.set_back():
            self._forget(before - self._held())

    def _server_updated(self, _tablet: Tablet) -> None:
        self.office.is_updated()

    def _somebody_leaves(self, _tablet: Tablet) -> None:
        if self.random.random() < 0.3:
            self.office.leaves(LEAVES)

    def _forged(self, tablet: Tablet) -> None:
        """Somebody offers the server a change as if it had forgotten it; it never had it."""
        known = tablet.store.rows("select body from op order by op_id")
        if not known:
            return
        op = ops.read(self.random.choice(known)["body"])
        forged = op.model_copy(update={"op_id": f"{self.random.getrandbits(128):032x}"})
        self.forged.add(forged.op_id)
        entry = RelayedOp(body=as_text(forged.body()), countersign="0" * 64)
        with suppress(SyncError), self._connect(tablet) as client:
            must(not client.relay(Relay(entries=[entry])).taken, "the server has taken what it never marked")

    def _held(self) -> set[str]:
        return self.office.holds().union(*(one.ops() for one in self.tablets))

    def _forget(self, gone: set[str]) -> None:
        """Nobody has these any more: no program could bring them back."""
        for op in gone:
            self.said.pop(op, None)
        self.office.acknowledged -= gone
        self.events["gone"] += len(gone)

    def _enrol(self) -> None:
        random, path = self._another_random(), self._new_path()
        shutil.copy(self._plant.tablet, path)
        tablet = Tablet(path, random, lambda: self.now, self._line(), self._connect)
        device, token = f"{random.getrandbits(128):032x}", f"{random.getrandbits(128):032x}"
        self.office.enrol(device, token)
        tablet.enrolled(device, token)
        for person in sorted({self.random.choice(_USERS) for _ in range(self.random.choice([1, 1, 2]))}):
            tablet.signs_in(person)
        tablet.off = timedelta(days=self.random.choice(_CLOCKS_OFF))
        self.tablets.append(tablet)

    def _line(self) -> Line:
        focus = self.focus
        return Line(self._another_random(), self.office, focus.faults, focus.photo_faults, focus.fates)

    def _new_path(self) -> Path:
        self._paths += 1
        return self.folder / f"{self._paths}.db"

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
                (uploads, "UPLOAD_WHOLE", (0, 0, 500, 10_000)),
                (pulls, "CHECKPOINTS_KEPT", (2, 5, 200)),
                (pull, "TOGETHER", (1, 3)),
                # A history goes the same way on a slow machine.
                (pull, "TOGETHER_SECONDS", (inf,)),
            ):
                stack.enter_context(patch.object(module, name, self.random.choice(sizes)))
            yield


_MISHAPS = [
    *(World._clock, World._clock, World._saved, World._saved, World._saved, World._set_back, World._set_back),
    *(
        World._cloned,
        World._cloned,
        World._cloned,
        World._somebody_else,
        World._other_scope,
        World._other_scope,
    ),
    *(World._server_saved, World._server_saved, World._server_set_back, World._server_set_back),
    *(World._server_updated, World._somebody_leaves, World._forged, World._lost),
]

MISHAPS = {one.__name__.strip("_"): one for one in _MISHAPS}
