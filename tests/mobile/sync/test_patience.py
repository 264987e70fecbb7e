"""A server that asks to be left alone is, for as long as it says and not for ever."""

from random import Random

import pytest

from checklists.protocol import routes
from mobile.errors import ServerTrouble
from mobile.store import outbox, photos, visits
from mobile.store.database import Store
from mobile.sync import patience
from mobile.sync.client import ServerClient
from mobile.sync.patience import asked_for
from mobile.sync.pauses import FIRST_WAIT_SECONDS, when_asked
from mobile.sync.schedule import Sync
from mobile.sync.uploads import upload
from tests.support import fake_server
from tests.support.fake_server import AT, FakeServer
from tests.support.memory_vault import MemoryVault
from tests.support.receipts import all_received
from tests.support.tablet_samples import ANA, a_photo, a_visit

NOW = {"Date": "Tue, 03 Mar 2026 10:42:00 GMT"}


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7.0),
        (" 0 ", 0.0),
        ("999999999999", patience.LONGEST_SECONDS),
        ("Tue, 03 Mar 2026 10:43:30 GMT", 90.0),
        ("Tue, 03 Mar 2026 09:00:00 GMT", 0.0),
        ("Tue, 03 Mar 2029 09:00:00 GMT", patience.LONGEST_SECONDS),
        ("Tue, 03 Mar 2026 10:43:30 -0000", 90.0),
        ("-7", None),
        ("soon", None),
        ("\u0667", None),
        ("", None),
        ("1.5", None),
        ("Tue, 99 Mar 99999 10:43:30 GMT", None),
    ],
)
def test_wait_is_read_from_seconds_or_a_date_by_the_servers_clock(said: str, seconds: float | None) -> None:
    assert asked_for({"Retry-After": said, **NOW}) == seconds


def test_no_wait_is_asked_for_without_the_header() -> None:
    assert asked_for({}) is None


def test_tablets_do_not_all_come_back_in_the_same_moment() -> None:
    random = Random(7)  # noqa: S311 - waits, no secrets
    waits = {when_asked(60, random) for _ in range(100)}
    assert (min(waits) >= 60, max(waits) <= 75, len(waits) > 90) == (True, True, True)
    assert when_asked(0, random) >= FIRST_WAIT_SECONDS


def too_much(status: int, seconds: str = "30") -> fake_server.Fault:
    return lambda _request, _answer: fake_server.httpx.Response(status, headers={"Retry-After": seconds})


@pytest.mark.parametrize("status", [429, 503])
def test_busy_server_is_named_with_the_wait_it_asks_for(
    client: ServerClient, server: FakeServer, status: int
) -> None:
    server.fault(routes.REFERENCE, too_much(status))
    with pytest.raises(ServerTrouble) as raised:
        client.reference(None)
    assert raised.value.retry_seconds == 30


def test_nothing_shortens_what_the_server_asked_for(
    store: Store, server: FakeServer, vault: MemoryVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = Sync(store, vault, connect=server.connect, random=Random(7))  # noqa: S311 - waits, no secrets
    waits: list[float] = []
    monkeypatch.setattr(sync._stopping, "wait", waits.append)
    server.fault(routes.HELLO, too_much(503))
    status = sync.sync_now()
    assert "in half a minute" in status.sentence or status.waiting == 0
    sync.nudge()
    sync._pause()
    assert waits[0] > 29
    sync.sync_now()
    sync.nudge()
    sync._pause()
    assert waits[1] == 0
    monkeypatch.undo()
    sync.stop()


def test_upload_in_trouble_stops_no_other_unless_the_server_asks_to_be_left_alone(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    visit = a_visit(store)
    for number in range(3):
        data = bytes([number]) * 1000
        visits.add_photo(store, ANA.id, visit.id, "q1", vault.keep(data), a_photo(len(data)))
    all_received(store, AT)
    server.fault(routes.UPLOADS, too_much(503, "soon"))
    upload(store, vault, client, lambda _count: None)
    assert (len(server.photos), outbox.counts(store).photos) == (2, 1)
    photos.hurry(store)
    server.fault(routes.UPLOADS, too_much(503))
    with pytest.raises(ServerTrouble):
        upload(store, vault, client, lambda _count: None)
    upload(store, vault, client, lambda _count: None)
    assert outbox.counts(store).photos == 0
