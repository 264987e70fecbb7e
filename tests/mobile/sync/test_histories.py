"""Whatever happens on the way, in the end every change is with the server and all tablets know the same."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.protocol import routes
from mobile.errors import SyncError
from mobile.store import findings, journal, outbox
from mobile.store.database import Store
from mobile.store.identity import this_tablet
from mobile.sync.enrolment import enrol
from mobile.sync.session import exchange
from tests.support import fake_server
from tests.support.fake_server import FakeServer, MemoryVault
from tests.support.tablet_samples import ANA

SHARED = "f" * 32

FAULTS = [
    fake_server.no_connection,
    fake_server.lost_request,
    fake_server.lost_reply,
    fake_server.twice,
    fake_server.gateway,
    fake_server.sign_in_page,
]
PATHS = [routes.HELLO, routes.PUSH, routes.PULL, routes.REFERENCE]

TAP = st.tuples(st.just("tap"), st.integers(0, 2), st.sampled_from(["statement", "evidence"]))
EXCHANGE = st.tuples(st.just("exchange"), st.integers(0, 2))
FAULT = st.tuples(st.just("fault"), st.sampled_from(PATHS), st.sampled_from(FAULTS))
RESTORE = st.tuples(st.just("restore"), st.integers(0, 10))
STEPS = st.lists(st.one_of(TAP, TAP, EXCHANGE, EXCHANGE, FAULT, RESTORE), max_size=40)


def restore(server: FakeServer, keep: int) -> None:
    """Set the server back to an earlier moment, as from a backup."""
    gone = {op for op, _ in server.feed[keep:]}
    del server.feed[keep:]
    for chain in server.chains.values():
        lost = next((n for n, link in enumerate(chain) if link["op_id"] in gone), len(chain))
        gone |= {str(link["op_id"]) for link in chain[lost:]}
        del chain[lost:]
    for op in gone:
        server.ops.pop(op, None)
        server.refused.pop(op, None)


def try_to_exchange(server: FakeServer, store: Store) -> None:
    me = this_tablet(store)
    with server.connect(me.server_url, me.token) as client:
        try:
            exchange(store, MemoryVault(), client, lambda _count: None)
        except SyncError:
            return


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_every_history_ends_with_everybody_knowing_the_same(steps: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = FakeServer()
        stores = [Store.open(Path(folder) / f"{n}.db") for n in range(3)]
        for n, store in enumerate(stores):
            enrol(store, "works", server.code, f"tablet {n}", connect=server.connect)
        for number, step in enumerate(steps):
            match step:
                case ("tap", int(n), str(field)):
                    said = {"kind": "good_practice", field: f"number {number}"}
                    journal.write(stores[n], person=ANA.id, kind="finding", record=SHARED, values=said)
                case ("exchange", int(n)):
                    try_to_exchange(server, stores[n])
                case ("fault", str(path), fault):
                    server.fault(path, fault)
                case ("restore", int(keep)):
                    restore(server, keep)
        server.faults.clear()
        for store in [*stores, *stores]:
            try_to_exchange(server, store)
        written = {row["op_id"] for store in stores for row in store.rows("select op_id from link")}
        assert set(server.ops) == written
        assert [outbox.counts(store).all for store in stores] == [0, 0, 0]
        states = [journal.state(store, "finding", SHARED) for store in stores]
        assert states[0] == states[1] == states[2]
        assert len({len(findings.wins(store)) for store in stores}) == 1
        for store in stores:
            store.close()
