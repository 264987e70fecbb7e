"""Pull: both streams are read page by page, and again from where both sides agree after a restore."""

import pytest

from checklists.ids import new_id
from checklists.protocol import refusals, routes
from checklists.protocol.messages import Cursor
from mobile.errors import AnswerNotRead, ServerUnreachable
from mobile.store import findings, people, pulls, reference, scope
from mobile.store.database import Store
from mobile.sync.client import ServerClient
from mobile.sync.pull import pull
from tests.support import fake_server
from tests.support.fake_server import FakeServer
from tests.support.tablet_samples import ANA, BEN, Clock, a_reference


def a_good_practice(**other: object) -> dict[str, object]:
    return {
        "op_id": new_id(),
        "device": "d" * 32,
        "person": BEN.id,
        "stamp": "000000000000001:000000",
        "at": "2026-03-03T12:00:00.000Z",
        "record": new_id(),
        "kind": "finding",
        "version": 1,
        "set": {
            "kind": ["good_practice", []],
            "statement": ["Labels on both sides", []],
            "raised_at": ["2026-03-03T12:00:00.000Z", []],
        },
        **other,
    }


def test_everything_new_is_taken_in_page_by_page(
    store: Store, server: FakeServer, client: ServerClient
) -> None:
    for _ in range(1100):
        server.say(a_good_practice())
    assert pull(store, client) == 1100
    # Three of the shared stream, one of the tablet's own.
    assert server.asked(routes.PULL) == 4
    assert pulls.cursor(store, "shared") == Cursor(seq=1100, hash=server.feed[-1][1])
    assert pull(store, client) == 0


def test_pull_cut_off_goes_on_where_it_was(store: Store, server: FakeServer, client: ServerClient) -> None:
    for _ in range(600):
        server.say(a_good_practice())
    server.fault(routes.PULL, fake_server.twice, fake_server.twice, fake_server.lost_reply)
    with pytest.raises(ServerUnreachable):
        pull(store, client)
    assert pulls.cursor(store, "shared").seq == 500
    assert pull(store, client) == 100
    assert len(findings.wins(store, limit=1000)) == 600


def test_server_that_forgets_its_place_between_two_pages_is_gone_on_with(
    store: Store, server: FakeServer, client: ServerClient
) -> None:
    for _ in range(1100):
        server.say(a_good_practice())
    # The tablet's own stream, the first page of the shared one, then a place that is not known any more.
    forgotten = fake_server.refuse(refusals.CURSOR_UNKNOWN)
    server.fault(routes.PULL, fake_server.twice, fake_server.twice, forgotten, forgotten)
    assert pull(store, client) == 1100
    assert pulls.held(store, "shared") == 1100


def test_drafts_come_to_the_tablets_of_their_people_from_the_beginning(
    store: Store, server: FakeServer, client: ServerClient
) -> None:
    reference.replace(store, a_reference(), "1")
    server.is_own = lambda op: op["kind"] == "finding"
    for person in (ANA, BEN):
        server.say(a_good_practice(person=person.id))
    assert pull(store, client) == 0
    assert people.sign_in(store, BEN.id, "2580")
    assert pull(store, client) == 1
    assert people.sign_in(store, ANA.id, "1234")
    assert pull(store, client) == 1
    assert pulls.held(store, "own") == 2


def test_server_restored_while_it_is_read_is_gone_on_with_from_where_both_agree(
    store: Store, server: FakeServer, client: ServerClient
) -> None:
    for _ in range(20):
        server.say(a_good_practice())
        pull(store, client)
    server.set_back(12)
    server.say(a_good_practice())
    # What the server had forgotten was offered back and came again: only the one it has heard since is new.
    assert pull(store, client) == 1
    assert len(server.feed) == 21
    assert pulls.cursor(store, "shared") == Cursor(seq=21, hash=server.feed[-1][1])
    assert pulls.held(store, "shared") == 21
    assert len(findings.wins(store)) == 21


def test_server_with_another_feed_altogether_is_read_from_the_beginning(
    store: Store, server: FakeServer, client: ServerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        server.say(a_good_practice())
        pull(store, client)
    server.set_back(0)
    monkeypatch.setattr(fake_server, "SECRET", "another server's")
    server.say(a_good_practice())
    assert pull(store, client) == 1
    assert pulls.cursor(store, "shared").seq == 1
    # None of its own marks: it takes nothing, and everything stays here.
    assert (len(server.ops), len(findings.wins(store))) == (1, 6)


def test_server_that_never_knows_its_own_places_is_not_asked_for_ever(
    store: Store, server: FakeServer, client: ServerClient
) -> None:
    server.fault(routes.PULL, *[fake_server.refuse(refusals.CURSOR_UNKNOWN)] * 10)
    with pytest.raises(AnswerNotRead):
        pull(store, client)


def test_server_that_promises_more_for_ever_is_left_alone(
    store: Store, server: FakeServer, client: ServerClient
) -> None:
    def promise(request: object, answer: fake_server.Answer) -> object:
        return fake_server.httpx.Response(200, json={**answer(request).json(), "more": True})

    server.say(a_good_practice())
    server.fault(routes.PULL, *[promise] * 8)
    assert pull(store, client) == 1
    # Twice for each stream.
    assert server.asked(routes.PULL) == 4


def test_scope_is_asked_for_and_a_changed_one_read_from_the_beginning(
    store: Store, server: FakeServer, client: ServerClient, clock: Clock
) -> None:
    reference.replace(store, a_reference(), "1")
    server.say(a_good_practice())
    pull(store, client)
    before = server.asked(routes.PULL)
    pull(store, client)
    assert server.asked(routes.PULL) == before + 2
    scope.choose(store, areas=["dock-2"], months=3)
    assert pull(store, client) == 0
    assert pulls.held(store, "shared") == 1
    # Half a year later the window has moved on by itself.
    said = scope.read(store)
    clock.tick(days=180)
    assert scope.read(store).since > said.since
