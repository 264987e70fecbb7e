"""Sending what was raised without a name: one message each, gone from here once it is there."""

import pytest

from checklists.protocol import refusals, routes
from checklists.protocol.messages import Unnamed
from checklists.records.finding import FindingKind
from checklists.records.unnamed import key_of, new_code
from mobile.errors import ServerRefused, ServerUnreachable
from mobile.store import outbox, unnamed
from mobile.store.database import Store
from mobile.sync.client import ServerClient
from mobile.sync.session import exchange
from mobile.sync.unnamed import send
from tests.support import fake_server
from tests.support.fake_server import FakeServer
from tests.support.memory_vault import MemoryVault


def raise_some(store: Store, count: int) -> set[str]:
    keys = {key_of(new_code()) or "" for _ in range(count)}
    for key in keys:
        unnamed.put(store, Unnamed(key=key, kind=FindingKind.IDEA, statement="A second printer"))
    return keys


def test_each_is_sent_by_itself_and_let_go_of(store: Store, server: FakeServer, client: ServerClient) -> None:
    keys = raise_some(store, 3)
    send(store, client)
    assert set(server.unnamed) == keys
    assert server.asked(routes.UNNAMED) == 3
    assert unnamed.waiting(store) == 0
    assert outbox.received_at(store) is None


@pytest.mark.parametrize(
    "fault", [fake_server.lost_request, fake_server.lost_reply, fake_server.no_connection]
)
def test_what_was_cut_off_is_sent_again(
    store: Store, server: FakeServer, client: ServerClient, fault: fake_server.Fault
) -> None:
    keys = raise_some(store, 2)
    server.fault(routes.UNNAMED, fault)
    with pytest.raises(ServerUnreachable):
        send(store, client)
    assert unnamed.waiting(store) == 2
    send(store, client)
    assert set(server.unnamed) == keys
    assert unnamed.waiting(store) == 0


@pytest.mark.parametrize("refusal", [refusals.TOO_MANY_UNNAMED, refusals.NOT_FOUND])
def test_server_that_takes_no_more_or_does_not_know_of_it_yet_is_asked_another_time(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault, refusal: refusals.Refusal
) -> None:
    raise_some(store, 2)
    server.fault(routes.UNNAMED, fake_server.refuse(refusal))
    done = exchange(store, vault, client, lambda _count: None)
    assert done.trouble is None
    assert unnamed.waiting(store) == 2
    exchange(store, vault, client, lambda _count: None)
    assert unnamed.waiting(store) == 0


def test_what_the_server_does_not_take_stays_and_is_told(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    raise_some(store, 1)
    server.fault(routes.UNNAMED, fake_server.refuse(refusals.REVOKED))
    with pytest.raises(ServerRefused):
        exchange(store, vault, client, lambda _count: None)
    assert unnamed.waiting(store) == 1
