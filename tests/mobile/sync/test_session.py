"""One exchange: what concerns one step does not keep the others from being done."""

from collections.abc import Callable

import pytest

from checklists.protocol import refusals, routes
from mobile.errors import NotTheServer, ReferenceEmpty, ServerRefused, ServerUnreachable
from mobile.store import findings, outbox, people, reference, visits
from mobile.store.database import Store
from mobile.sync.client import ServerClient
from mobile.sync.session import exchange
from tests.support import fake_server
from tests.support.fake_server import FakeServer
from tests.support.memory_vault import MemoryVault
from tests.support.tablet_samples import ANA, a_photo, a_reference, a_visit


def ignore(_count: int) -> None:
    pass


def a_walk(store: Store, vault: MemoryVault) -> None:
    visit = a_visit(store)
    data = b"jpeg" * 1000
    visits.add_photo(store, ANA.id, visit.id, "q1", vault.keep(data), a_photo(len(data)))
    findings.raise_finding(store, ANA.id, values={"kind": "good_practice", "statement": "Labels"})


def test_exchange_sends_everything_and_brings_the_lists(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    a_walk(store, vault)
    done = exchange(store, vault, client, ignore)
    assert (done.trouble, done.news) == (None, 1)
    assert (len(server.feed), server.photos) == (3, vault.bytes)
    assert outbox.counts(store).all == 0
    assert [one.name for one in people.people(store)] == ["Ana", "Ben"]
    assert exchange(store, vault, client, ignore).news == 0


def test_good_practice_reaches_another_tablet_with_its_thumbnail(
    store: Store,
    client: ServerClient,
    vault: MemoryVault,
    open_tablet: Callable[[str], Store],
    connect: Callable[[Store], ServerClient],
) -> None:
    found = findings.raise_finding(store, ANA.id, values={"kind": "good_practice", "statement": "Labels"})
    data = b"jpeg" * 1000
    findings.add_photo(store, ANA.id, found.id, vault.keep(data), a_photo(len(data)))
    exchange(store, vault, client, ignore)
    other, other_vault = open_tablet("office"), MemoryVault()
    exchange(other, other_vault, connect(other), ignore)
    (win,) = findings.wins(other)
    assert win.text("statement") == "Labels"
    assert list(other_vault.thumbnails) == list(win.photos)


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        (routes.PUSH, fake_server.refuse(refusals.PHOTO_NOT_RECEIVED)),
        (routes.PULL, lambda _r, _a: fake_server.httpx.Response(200, json=[])),
        (routes.REFERENCE, lambda _r, _a: fake_server.httpx.Response(200, json={"people": 1})),
    ],
)
def test_one_step_in_trouble_does_not_keep_the_others(
    store: Store,
    server: FakeServer,
    client: ServerClient,
    vault: MemoryVault,
    path: str,
    fault: fake_server.Fault,
) -> None:
    a_walk(store, vault)
    exchange(store, vault, client, ignore)
    a_walk(store, vault)
    server.requests.clear()
    server.fault(path, fault)
    done = exchange(store, vault, client, ignore)
    assert done.trouble is not None
    for other in (routes.PUSH, routes.PULL, routes.REFERENCE):
        assert server.asked(other) >= 1
    assert exchange(store, vault, client, ignore).trouble is None
    assert outbox.counts(store).all == 0


def test_suddenly_empty_list_is_told_and_the_old_one_stays(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    exchange(store, vault, client, ignore)
    server.reference = a_reference(people=[])
    done = exchange(store, vault, client, ignore)
    assert isinstance(done.trouble, ReferenceEmpty)
    assert len(people.people(store)) == 2
    server.reference = a_reference(areas=[])
    assert exchange(store, vault, client, ignore).trouble is None
    assert reference.etag(store)


AWAY = [
    (fake_server.no_connection, ServerUnreachable),
    (fake_server.gateway, ServerUnreachable),
    (fake_server.sign_in_page, NotTheServer),
    (fake_server.refuse(refusals.REVOKED), ServerRefused),
    (fake_server.refuse(refusals.NOT_ENROLLED), ServerRefused),
]
STEPS = [routes.HELLO, routes.PUSH, routes.PULL, routes.REFERENCE, routes.UPLOADS]
# Trouble with one photo ends nothing; see the tests of uploads.
ENDS = [
    (path, fault, error)
    for path in STEPS
    for fault, error in AWAY
    if (path, fault) != (routes.UPLOADS, fake_server.gateway)
]


@pytest.mark.parametrize(("path", "fault", "error"), ENDS)
def test_exchange_ends_when_the_server_is_away_and_the_next_makes_up_for_it(
    store: Store,
    server: FakeServer,
    client: ServerClient,
    vault: MemoryVault,
    path: str,
    fault: fake_server.Fault,
    error: type[Exception],
) -> None:
    a_walk(store, vault)
    server.fault(path, fault)
    with pytest.raises(error):
        exchange(store, vault, client, ignore)
    assert server.requests[-1][1].startswith(path)
    assert exchange(store, vault, client, ignore).trouble is None
    assert (len(server.feed), server.photos, outbox.counts(store).all) == (3, vault.bytes, 0)
