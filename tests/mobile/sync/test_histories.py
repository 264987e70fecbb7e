"""Whatever happens on the way, in the end every change is with the server and all tablets know the same."""

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.journal import draft_history
from checklists.journal.op import Op
from checklists.protocol import refusals, routes
from mobile.errors import EntryError, SyncError
from mobile.store import findings, journal, outbox, visits
from mobile.store.database import Store
from mobile.store.identity import this_tablet
from mobile.sync.enrolment import enrol
from mobile.sync.session import exchange
from tests.support import fake_server
from tests.support.fake_server import FakeServer
from tests.support.memory_vault import MemoryVault
from tests.support.tablet_samples import ANA, a_visit, sign_both

SHARED = "f" * 32

FAULTS = [
    fake_server.no_connection,
    fake_server.lost_request,
    fake_server.lost_reply,
    fake_server.twice,
    fake_server.gateway,
    fake_server.sign_in_page,
]
PATHS = [routes.HELLO, routes.RELAY, routes.PUSH, routes.PULL, routes.COMPARE, routes.REFERENCE]

TAP = st.tuples(st.just("tap"), st.integers(0, 2), st.sampled_from(["statement", "evidence"]))
WALK = st.tuples(st.just("walk"), st.integers(0, 2), st.integers(1, 4))
SEAL = st.tuples(st.just("seal"), st.integers(0, 2))
EXCHANGE = st.tuples(st.just("exchange"), st.integers(0, 2))
FAULT = st.tuples(st.just("fault"), st.sampled_from(PATHS), st.sampled_from(FAULTS))
RESTORE = st.tuples(st.just("restore"), st.integers(0, 10))
SET_BACK = st.tuples(st.just("save"), st.integers(0, 2)) | st.tuples(st.just("set back"), st.integers(0, 2))
STEPS = st.lists(
    st.one_of(TAP, WALK, SEAL, SEAL, SEAL, EXCHANGE, EXCHANGE, FAULT, RESTORE, SET_BACK), max_size=40
)


class World:
    """A server that refuses every third seal, and three tablets that may be set back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = FakeServer()
        self.server.refusing = self._refusing
        self.seals = 0
        self.said: set[str] = set()
        self.visits: list[str] = []
        self.stores = [self._open(n) for n in range(3)]
        for n, store in enumerate(self.stores):
            enrol(store, "works", self.server.code, f"tablet {n}", connect=self.server.connect)

    def live(self, number: int, step: tuple[object, ...]) -> None:
        """Let one step of the history happen."""
        match step:
            case ("tap", int(n), str(field)):
                said = {"kind": "good_practice", field: f"number {number}"}
                journal.write(self.stores[n], person=ANA.id, kind="finding", record=SHARED, values=said)
            case ("walk", int(n), int(notes)):
                self.walk(n, notes)
            case ("exchange", int(n)):
                self.exchange(self.stores[n])
            case ("fault", str(path), fault):
                self.server.fault(path, fault)
            case ("restore", int(keep)):
                self.server.set_back(keep)
            case (what, int(n)):
                {"seal": self.seal, "save": self.save, "set back": self.set_back}[what](n)

    def walk(self, n: int, notes: int) -> None:
        visit = next(iter(visits.drafts(self.stores[n], ANA.id)), None) or a_visit(self.stores[n])
        for number in range(notes):
            visits.note(self.stores[n], ANA.id, visit.id, "q1", f"{len(self.said)} {number}")
        if visit.id not in self.visits:
            self.visits.append(visit.id)

    def seal(self, n: int) -> None:
        if not visits.drafts(self.stores[n], ANA.id):
            self.walk(n, 2)
        for visit in visits.drafts(self.stores[n], ANA.id)[:1]:
            values = {"kind": "opportunity", "visit": visit.id, "statement": f"Lamp {len(self.said)}"}
            try:
                findings.raise_finding(self.stores[n], ANA.id, values=values)
                sign_both(self.stores[n], visit.id)
                visits.seal(self.stores[n], ANA.id, visit.id)
            except EntryError:
                return

    def exchange(self, store: Store) -> None:
        me = this_tablet(store)
        with self.server.connect(me.server_url, me.token) as client:
            try:
                exchange(store, MemoryVault(), client, lambda _count: None)
            except SyncError:
                return

    def save(self, n: int) -> None:
        self.stores[n].execute("pragma wal_checkpoint(truncate)")
        shutil.copy(self.stores[n].path, self.folder / f"{n}.saved")

    def set_back(self, n: int) -> None:
        saved = self.folder / f"{n}.saved"
        if saved.exists():
            gone = self.known(self.stores[n])
            self.stores[n].close()
            shutil.copy(saved, self.folder / f"{n}.db")
            self.stores[n] = self._open(n)
            # What nobody else had is gone with the disk, as it must be.
            elsewhere = set(self.server.ops).union(*map(self.known, self.stores), self.packed())
            self.said -= gone - elsewhere

    def listen(self) -> None:
        for store in self.stores:
            self.said |= self.known(store)

    def known(self, store: Store) -> set[str]:
        packed = store.rows("select packed from draft_history")
        ops = {row["op_id"] for row in store.rows("select op_id from op")}
        return ops.union(*(_ids(row["packed"]) for row in packed))

    def packed(self) -> set[str]:
        """Return what the server has in draft histories."""
        seals = {op_id: Op.read(self.server.bodies[op_id]) for op_id in self.server.drafts}
        found: set[str] = set()
        for op_id, op in seals.items():
            assert op.draft is not None
            found |= _ids(draft_history.from_wire(self.server.drafts[op_id], op.draft))
        return found

    def _open(self, n: int) -> Store:
        return Store.open(self.folder / f"{n}.db")

    def _refusing(self, op: dict[str, object]) -> refusals.Refusal | None:
        self.seals += "seal" in str(op["set"])
        return refusals.SEAL_DOES_NOT_MATCH if "seal" in str(op["set"]) and self.seals % 3 == 1 else None


def _ids(packed: bytes) -> set[str]:
    return {Op.read(body).op_id for body in draft_history.unpack(packed)}


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_every_history_ends_with_everybody_knowing_the_same(steps: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        world = World(Path(folder))
        stack.callback(lambda: [store.close() for store in world.stores])
        for number, step in enumerate(steps):
            world.live(number, step)
            world.listen()
        world.server.faults.clear()
        for store in [*world.stores, *world.stores, *world.stores]:
            world.exchange(store)
        world.listen()
        assert world.said <= set(world.server.ops) | world.packed()
        assert [outbox.counts(store).all for store in world.stores] == [0, 0, 0]
        for kind, record in [("finding", SHARED), *(("visit", one) for one in world.visits)]:
            states = [journal.state(store, kind, record) for store in world.stores]
            assert states[0] == states[1] == states[2]
        assert len({len(findings.wins(store)) for store in world.stores}) == 1
