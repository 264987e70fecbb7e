"""The sync by itself: in its thread, on its own connection, telling how it stands."""

import threading
from collections.abc import Callable, Iterator
from random import Random

import pytest

from checklists.protocol import refusals, routes
from mobile.store import findings, outbox, refused, visits
from mobile.store.database import Store
from mobile.sync.pauses import FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS, back_off
from mobile.sync.schedule import Sync
from mobile.sync.status import Phase, SyncStatus
from tests.support import fake_server
from tests.support.fake_server import FakeServer
from tests.support.memory_vault import MemoryVault
from tests.support.tablet_samples import ANA, a_visit

# Far longer than anything here takes; reached only when something is broken.
PATIENCE = 20.0


@pytest.fixture
def start_sync(server: FakeServer, vault: MemoryVault) -> Iterator[Callable[[Store], Sync]]:
    running: list[Sync] = []

    def start_one(store: Store) -> Sync:
        running.append(Sync(store, vault, connect=server.connect))
        return running[-1]

    yield start_one
    for sync in running:
        sync.stop()


class Until:
    """Waits for a status that fits."""

    def __init__(self, sync: Sync, fits: Callable[[SyncStatus], bool]) -> None:
        self._there = threading.Event()
        self._fits = fits
        self.seen: list[SyncStatus] = []
        self.end = sync.subscribe(self._look)
        self._look(sync.status)

    def _look(self, status: SyncStatus) -> None:
        self.seen.append(status)
        if self._fits(status):
            self._there.set()

    def wait(self) -> SyncStatus:
        assert self._there.wait(PATIENCE), self.seen[-1]
        return self.seen[-1]


def test_waits_grow_with_each_try_within_their_limits() -> None:
    random = Random(7)  # noqa: S311 - waits, no secrets
    waits = [[back_off(tries, random) for _ in range(200)] for tries in range(12)]
    assert min(map(min, waits)) >= FIRST_WAIT_SECONDS
    assert max(map(max, waits)) <= LONGEST_WAIT_SECONDS
    assert [max(one) <= FIRST_WAIT_SECONDS * 2**tries for tries, one in enumerate(waits)] == [True] * 12
    assert len(set(waits[-1])) == 200


def test_status_is_known_before_the_first_exchange(store: Store, start_sync: Callable[[Store], Sync]) -> None:
    a_visit(store)
    status = start_sync(store).status
    assert (status.phase, status.waiting) == (Phase.ON_TABLET, 1)


def test_tablet_that_is_not_enrolled_says_so(
    tmp_path, server: FakeServer, start_sync: Callable[[Store], Sync]
) -> None:
    store = Store.open(tmp_path / "new.db")
    sync = start_sync(store)
    assert sync.sync_now().phase is Phase.NOT_ENROLLED
    assert server.requests == []
    sync.enrol("works", server.code, "Dock")
    assert sync.sync_now().phase is Phase.RECEIVED
    store.close()


def test_exchange_in_this_thread_tells_how_it_ended(
    store: Store, server: FakeServer, start_sync: Callable[[Store], Sync]
) -> None:
    sync = start_sync(store)
    a_visit(store)
    server.fault(routes.HELLO, fake_server.no_connection)
    status = sync.sync_now()
    assert (status.phase, status.waiting) == (Phase.ON_TABLET, 1)
    assert "can't be reached; we'll try again in a few seconds" in status.sentence
    status = sync.sync_now()
    assert (status.phase, status.waiting, status.received_at) == (Phase.RECEIVED, 0, fake_server.AT)
    assert status.news == 1


def test_what_came_before_the_server_went_away_is_news_all_the_same(
    store: Store, server: FakeServer, start_sync: Callable[[Store], Sync], open_tablet: Callable[[str], Store]
) -> None:
    other = open_tablet("office")
    findings.raise_finding(other, ANA.id, values={"kind": "good_practice", "statement": "Labels"})
    start_sync(other).sync_now()
    sync = start_sync(store)
    server.fault(routes.REFERENCE, fake_server.no_connection)
    status = sync.sync_now()
    assert isinstance(findings.wins(store)[0].id, str)
    assert status.news == 1


def test_sending_counts_up_while_it_goes_on(
    store: Store, server: FakeServer, start_sync: Callable[[Store], Sync]
) -> None:
    sync = start_sync(store)
    visit = a_visit(store)
    for number in range(299):
        visits.note(store, ANA.id, visit.id, "q1", f"{number}")
    seen: list[str] = []
    unsubscribe = sync.subscribe(lambda status: seen.append(status.words))
    sync.sync_now()
    assert seen[:2] == ["Sending 1 of 300", "Sending 201 of 300"]
    assert seen[-1].startswith("Received")
    unsubscribe()
    told = len(seen)
    a_visit(store)
    sync.sync_now()
    assert len(seen) == told


def test_server_that_is_away_is_never_said_to_be_sent_to(
    store: Store, server: FakeServer, start_sync: Callable[[Store], Sync]
) -> None:
    sync = start_sync(store)
    a_visit(store)
    seen: list[Phase] = []
    sync.subscribe(lambda status: seen.append(status.phase))
    server.fault(routes.HELLO, fake_server.no_connection)
    sync.sync_now()
    assert Phase.SENDING not in seen


@pytest.mark.parametrize("refusal", [refusals.REVOKED, refusals.NOT_ENROLLED])
def test_tablet_that_is_not_let_in_needs_somebody_and_loses_nothing(
    store: Store, server: FakeServer, start_sync: Callable[[Store], Sync], refusal: refusals.Refusal
) -> None:
    sync = start_sync(store)
    a_visit(store)
    server.fault(routes.HELLO, fake_server.refuse(refusal))
    status = sync.sync_now()
    assert (status.phase, status.needs_you, status.waiting) == (Phase.NEEDS_YOU, 1, 1)
    assert status.sentence == f"{refusal.sentence} {refusal.advice}"
    assert sync.sync_now().phase is Phase.RECEIVED


def test_change_that_was_not_applied_needs_its_author_until_dismissed(
    store: Store, server: FakeServer, start_sync: Callable[[Store], Sync]
) -> None:
    sync = start_sync(store)
    a_visit(store)
    server.refusing = lambda _op: refusals.ROLE_MAY_NOT
    status = sync.sync_now()
    assert (status.phase, status.words) == (Phase.NEEDS_YOU, "Needs you: 1 entry")
    refused.dismiss(store, refused.needs_you(store)[0].op_id)
    sync.nudge()
    assert sync.status.phase is Phase.RECEIVED


def test_it_sends_by_itself_and_at_once_when_nudged(
    store: Store, server: FakeServer, start_sync: Callable[[Store], Sync]
) -> None:
    sync = start_sync(store)
    sync.start()
    sync.start()
    first = Until(sync, lambda status: status.news == 1)
    first.wait()
    a_visit(store)
    sent = Until(sync, lambda status: status.waiting == 0 and status.received_at is not None)
    sync.nudge()
    sent.wait()
    assert len(server.feed) == 1


def test_it_tries_again_by_itself_when_the_server_was_away(
    store: Store, server: FakeServer, start_sync: Callable[[Store], Sync]
) -> None:
    a_visit(store)
    sync = start_sync(store)
    server.fault(routes.HELLO, fake_server.no_connection)
    sent = Until(sync, lambda status: status.phase is Phase.RECEIVED)
    sync.start()
    sent.wait()
    assert any("can't be reached" in status.sentence for status in sent.seen)


def test_taps_while_the_server_is_away_do_not_ask_it_each_time(
    store: Store, server: FakeServer, start_sync: Callable[[Store], Sync]
) -> None:
    sync = start_sync(store)
    server.fault(routes.HELLO, *[fake_server.no_connection] * 1000)
    away = Until(sync, lambda status: "can't be reached" in status.sentence)
    sync.start()
    away.wait()
    visit = a_visit(store)
    for number in range(50):
        visits.note(store, ANA.id, visit.id, "q1", f"{number}")
        sync.nudge()
    assert sync.status.waiting == 51
    assert server.asked(routes.HELLO) <= 2


def test_slip_in_an_exchange_does_not_end_the_sync(
    store: Store, server: FakeServer, start_sync: Callable[[Store], Sync]
) -> None:
    a_visit(store)
    sync = start_sync(store)
    slipped = threading.Event()

    def slip(_request: object, _answer: object) -> fake_server.httpx.Response:
        slipped.set()
        raise ZeroDivisionError

    server.fault(routes.HELLO, slip)
    sent = Until(sync, lambda status: status.phase is Phase.RECEIVED)
    sync.start()
    assert slipped.wait(PATIENCE)
    sync.nudge()
    sent.wait()


def test_subscriber_that_slips_does_not_keep_others_from_hearing(
    store: Store, start_sync: Callable[[Store], Sync]
) -> None:
    sync = start_sync(store)

    def slip(_status: SyncStatus) -> None:
        raise ZeroDivisionError

    heard: list[SyncStatus] = []
    sync.subscribe(slip)
    sync.subscribe(heard.append)
    a_visit(store)
    sync.nudge()
    assert heard[-1].waiting == 1


def test_screens_write_while_the_sync_takes_in_a_page(
    store: Store, server: FakeServer, start_sync: Callable[[Store], Sync]
) -> None:
    sync = start_sync(store)
    sync.start()
    visit = a_visit(store)
    for number in range(100):
        visits.note(store, ANA.id, visit.id, "q1", f"{number}")
        findings.raise_finding(store, ANA.id, values={"kind": "good_practice", "statement": f"{number}"})
        sync.nudge()
    sent = Until(sync, lambda status: status.phase is Phase.RECEIVED and status.waiting == 0)
    sync.nudge()
    sent.wait()
    assert outbox.counts(store).all == 0
    assert len(server.feed) == 201


def test_stopped_sync_is_quiet(store: Store, server: FakeServer, vault: MemoryVault) -> None:
    sync = Sync(store, vault, connect=server.connect)
    sync.start()
    Until(sync, lambda status: status.news == 1).wait()
    sync.stop()
    asked = len(server.requests)
    sync.nudge()
    assert len(server.requests) == asked
    assert [one.name for one in threading.enumerate() if one.name == "sync"] == []
