"""Pull: the feed is read page by page, and again from where both sides agree after a restore."""

from checklists.ids import new_id
from checklists.protocol import routes
from checklists.protocol.messages import Cursor
from mobile.errors import ServerUnreachable
from mobile.store import findings, pulls
from mobile.store.database import Store
from mobile.sync.client import ServerClient
from mobile.sync.pull import pull
from tests.support import fake_server
from tests.support.fake_server import FakeServer
from tests.support.tablet_samples import BEN


def a_good_practice() -> dict[str, object]:
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
    }


def test_everything_new_is_taken_in_page_by_page(
    store: Store, server: FakeServer, client: ServerClient
) -> None:
    for _ in range(1100):
        server.say(a_good_practice())
    assert pull(store, client) == 1100
    assert server.asked(routes.PULL) == 3
    assert pulls.cursor(store) == Cursor(seq=1100, hash=server.feed[-1][1])
    assert pull(store, client) == 0


def test_pull_cut_off_goes_on_where_it_was(store: Store, server: FakeServer, client: ServerClient) -> None:
    for _ in range(600):
        server.say(a_good_practice())
    server.fault(routes.PULL, fake_server.twice, fake_server.lost_reply)
    try:
        pull(store, client)
    except ServerUnreachable:
        assert pulls.cursor(store).seq == 500
    assert pull(store, client) == 100
    assert len(findings.wins(store, limit=1000)) == 600


def test_server_restored_from_a_backup_is_read_from_where_both_agree(
    store: Store, server: FakeServer, client: ServerClient
) -> None:
    for _ in range(20):
        server.say(a_good_practice())
        pull(store, client)
    del server.feed[12:]
    other = a_good_practice()
    server.say(other)
    assert pull(store, client) == 1
    assert pulls.cursor(store) == Cursor(seq=13, hash=server.feed[-1][1])
    assert len(findings.wins(store)) == 21


def test_server_with_another_feed_altogether_is_read_from_the_beginning(
    store: Store, server: FakeServer, client: ServerClient
) -> None:
    for _ in range(5):
        server.say(a_good_practice())
        pull(store, client)
    server.feed.clear()
    server.say(a_good_practice())
    assert pull(store, client) == 1
    assert pulls.cursor(store).seq == 1


def test_server_that_promises_more_for_ever_is_left_alone(
    store: Store, server: FakeServer, client: ServerClient
) -> None:
    def promise(request: object, answer: fake_server.Answer) -> object:
        return fake_server.httpx.Response(200, json={**answer(request).json(), "more": True})

    server.say(a_good_practice())
    server.fault(routes.PULL, *[promise] * 5)
    assert pull(store, client) == 1
    assert server.asked(routes.PULL) == 2
