"""A server restored from a backup gets back what it had forgotten, from whoever holds it."""

import json
from collections.abc import Callable

import pytest

from checklists.protocol import refusals, routes
from mobile.errors import ServerUnreachable
from mobile.store import clock as clocks
from mobile.store import findings, outbox, people, pulls, relays, scope, visits
from mobile.store.database import Store
from mobile.sync.client import ServerClient
from mobile.sync.enrolment import enrol
from mobile.sync.session import exchange
from tests.support import fake_server
from tests.support.fake_server import FakeServer
from tests.support.memory_vault import MemoryVault
from tests.support.tablet_samples import ANA, BEN, a_visit, sign_both

Connect = Callable[[Store], ServerClient]


def ignore(_count: int) -> None:
    pass


def raise_one(store: Store, number: int) -> None:
    findings.raise_finding(store, ANA.id, values={"kind": "good_practice", "statement": f"Number {number}"})


@pytest.fixture
def other(open_tablet: Callable[[str], Store]) -> Store:
    return open_tablet("office")


@pytest.fixture
def sync(connect: Connect) -> Callable[[Store], None]:
    clients: dict[int, ServerClient] = {}

    def sync_one(store: Store) -> None:
        client = clients.setdefault(id(store), connect(store))
        assert exchange(store, MemoryVault(), client, ignore).trouble is None

    return sync_one


def test_what_others_said_comes_back_from_a_tablet_that_holds_it(
    store: Store, other: Store, server: FakeServer, sync: Callable[[Store], None]
) -> None:
    for number in range(5):
        raise_one(store, number)
        sync(store)
        sync(other)
    bodies = dict(server.bodies)
    server.set_back(2)
    # The tablet that said it may never come again.
    sync(other)
    assert server.bodies == bodies
    assert pulls.held(other, "shared") == 5
    sync(store)
    assert outbox.counts(store).changes == 0
    assert len(findings.wins(store)) == len(findings.wins(other)) == 5


def test_nothing_is_asked_again_of_whoever_is_let_in_no_more(
    store: Store, other: Store, server: FakeServer, sync: Callable[[Store], None]
) -> None:
    raise_one(store, 1)
    sync(store)
    sync(other)
    server.set_back(0)
    # Its author has left: pushed, it would be refused; relayed with the server's own mark, it is not.
    server.refusing = lambda _op: refusals.PERSON_UNKNOWN
    sync(other)
    assert (len(server.feed), server.refused) == (1, {})


def test_entry_that_does_not_carry_the_servers_mark_is_not_taken(
    store: Store, other: Store, server: FakeServer, sync: Callable[[Store], None]
) -> None:
    raise_one(store, 1)
    sync(store)
    sync(other)
    other.execute("update entry set countersign = 'mine'")
    server.set_back(0)
    sync(other)
    assert len(server.feed) == 0
    assert len(findings.wins(other)) == 1


def test_relay_cut_off_is_done_again_as_a_whole(
    store: Store, other: Store, server: FakeServer, connect: Connect, sync: Callable[[Store], None]
) -> None:
    for number in range(3):
        raise_one(store, number)
    sync(store)
    sync(other)
    server.set_back(0)
    server.fault(routes.RELAY, fake_server.lost_reply)
    with pytest.raises(ServerUnreachable):
        exchange(other, MemoryVault(), connect(other), ignore)
    assert pulls.held(other, "shared") == 3
    sync(other)
    assert len(server.feed) == 3
    assert pulls.held(other, "shared") == 3


@pytest.mark.parametrize("known_at_first", [1, 0])
def test_server_restored_twice_before_it_was_read_again_loses_nothing(
    store: Store,
    other: Store,
    server: FakeServer,
    connect: Connect,
    sync: Callable[[Store], None],
    known_at_first: int,
) -> None:
    for number in range(3):
        raise_one(store, number)
        sync(store)
        sync(other)
    server.set_back(known_at_first)
    server.fault(routes.PULL, fake_server.lost_request)
    with pytest.raises(ServerUnreachable):
        exchange(other, MemoryVault(), connect(other), ignore)
    server.set_back(0)
    sync(other)
    assert len(server.feed) == 3
    assert pulls.held(other, "shared") == 3


def test_common_place_is_found_however_far_back_it_is(
    store: Store, other: Store, server: FakeServer, sync: Callable[[Store], None]
) -> None:
    for number in range(20):
        raise_one(store, number)
        sync(store)
        sync(other)
    server.set_back(3)
    before = server.asked(routes.HELLO)
    sync(other)
    assert len(server.feed) == 20
    # Doubling: not one hello for each place.
    assert server.asked(routes.HELLO) - before < 8


def test_seal_comes_back_with_its_draft_history(
    store: Store, server: FakeServer, sync: Callable[[Store], None]
) -> None:
    visit = a_visit(store).id
    sign_both(store, visit)
    visits.seal(store, ANA.id, visit)
    sync(store)
    (draft,) = server.drafts.values()
    server.set_back(0)
    server.drafts.clear()
    assert relays_of(store) == [draft]
    sync(store)
    assert list(server.drafts.values()) == [draft]


def relays_of(store: Store) -> list[str | None]:
    return [one.draft for batch in relays.batches(store, {"shared": 0, "own": 0}) for one in batch]


def test_relay_keeps_to_the_limits_of_a_message(
    store: Store, sync: Callable[[Store], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(7):
        raise_one(store, number)
    sync(store)
    monkeypatch.setattr(relays, "PUSH_OPS", 3)
    assert [len(one) for one in relays.batches(store, {"shared": 0, "own": 0})] == [3, 3, 1]
    monkeypatch.setattr(relays, "PUSH_BYTES", 10)
    assert [len(one) for one in relays.batches(store, {"shared": 5, "own": 0})] == [1, 1]


def test_what_could_not_be_read_here_is_offered_back_too(
    store: Store, server: FakeServer, sync: Callable[[Store], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older_version:
        older_version.setattr(pulls, "_op", lambda _body: None)
        raise_one(store, 1)
        said = dict(server.ops)
        server.say({**json_of(store), "op_id": "9" * 32, "person": "8" * 32})
        sync(store)
    assert said == {}
    body = server.bodies["9" * 32]
    server.set_back(0)
    sync(store)
    assert server.bodies["9" * 32] == body


def json_of(store: Store) -> dict[str, object]:
    (row,) = store.rows("select body from op")
    return dict(json.loads(row["body"]))


def test_hello_tells_how_far_this_tablets_clock_is_off(
    store: Store, server: FakeServer, sync: Callable[[Store], None]
) -> None:
    server.time = "2026-03-12T10:42:00.000Z"
    sync(store)
    assert clocks.offset_ms(store) == 9 * 86_400_000


def seal_one(store: Store) -> str:
    visit = a_visit(store).id
    sign_both(store, visit)
    visits.seal(store, ANA.id, visit)
    return visit


def leave_all_places(store: Store, server: FakeServer, connect: Connect) -> None:
    """Begin both streams again, for another scope and other people; nothing is read, as the line breaks."""
    scope.choose(store, areas=["line-1"])
    assert people.sign_in(store, BEN.id, "2580")
    server.fault(routes.PULL, fake_server.lost_request)
    with pytest.raises(ServerUnreachable):
        exchange(store, MemoryVault(), connect(store), ignore)


def test_last_copy_of_what_falls_out_of_the_scope_is_offered_back_and_stays(
    store: Store, other: Store, server: FakeServer, connect: Connect, sync: Callable[[Store], None]
) -> None:
    visit = seal_one(store)
    sync(store)
    sync(other)
    leave_all_places(other, server, connect)
    server.set_back(0)
    # The tablet that said it may never come again.
    sync(other)
    assert len(server.feed) == 1
    assert visits.get(other, visit) is not None


def test_relay_of_a_last_copy_that_is_cut_off_is_done_again(
    store: Store, other: Store, server: FakeServer, connect: Connect, sync: Callable[[Store], None]
) -> None:
    seal_one(store)
    sync(store)
    sync(other)
    leave_all_places(other, server, connect)
    server.set_back(0)
    server.fault(routes.RELAY, fake_server.lost_request)
    with pytest.raises(ServerUnreachable):
        exchange(other, MemoryVault(), connect(other), ignore)
    assert len(server.feed) == 0
    sync(other)
    assert len(server.feed) == 1


def test_server_restored_and_filled_again_is_no_proof_that_it_has_what_was_here(
    store: Store, other: Store, server: FakeServer, connect: Connect, sync: Callable[[Store], None]
) -> None:
    visit = seal_one(store)
    sync(store)
    sync(other)
    leave_all_places(other, server, connect)
    server.set_back(0)
    # The feed is as long as it was, and holds something else.
    server.say({**json_of(store), "op_id": "9" * 32, "record": "8" * 32})
    sync(other)
    assert len(server.feed) == 2
    assert visits.get(other, visit) is not None


def test_what_falls_out_of_the_scope_is_let_go_of_where_the_server_has_it(
    store: Store, other: Store, server: FakeServer, sync: Callable[[Store], None]
) -> None:
    visit = seal_one(store)
    sync(store)
    sync(other)
    scope.choose(other, areas=["line-1"])
    sync(other)
    assert visits.get(other, visit) is None
    assert server.asked(routes.RELAY) == 0
    # And what was left behind is not asked about for ever.
    before = server.asked(routes.HELLO)
    sync(other)
    assert server.asked(routes.HELLO) == before + 1


def test_server_restored_to_before_it_knew_a_tablet_gets_back_what_that_one_holds(
    store: Store, other: Store, server: FakeServer, connect: Connect, sync: Callable[[Store], None]
) -> None:
    raise_one(store, 1)
    sync(store)
    sync(other)
    bodies = dict(server.bodies)
    server.set_back(0)
    server.tokens.clear()
    # It is let in by a new code, as another tablet; the one that said it never comes again.
    enrol(other, "http://works", server.code, "office", connect=server.connect)
    for _ in range(2):
        assert exchange(other, MemoryVault(), connect(other), ignore).trouble is None
    assert server.bodies == bodies
    assert pulls.held(other, "shared") == 1
