"""The tablet asks what is backed up, and lets go of photos where there is little room and it is safe."""

import pytest

from checklists.protocol import refusals, routes
from checklists.protocol.limits import BACKED_UP_PHOTOS
from mobile.errors import ServerRefused
from mobile.photos.errors import PhotoDamaged
from mobile.store import backed_up, photos, visits
from mobile.store.database import Store
from mobile.sync.backed_up import ask, free
from mobile.sync.client import ServerClient
from mobile.sync.session import exchange
from tests.support import fake_server
from tests.support.fake_server import AT, FakeServer
from tests.support.memory_vault import MemoryVault
from tests.support.tablet_samples import ANA, Clock, a_photo, a_visit, sign_both

A_MONTH_ON = "2026-04-05T14:05:00.000Z"


def ignore(_count: int) -> None:
    pass


def a_sealed_walk(store: Store, vault: MemoryVault, what: bytes = b"jpeg") -> str:
    """Complete a visit with a photo and return the photo's name."""
    visit = a_visit(store)
    data = what * 1000
    sha = vault.keep(data)
    visits.add_photo(store, ANA.id, visit.id, "q1", sha, a_photo(len(data)))
    sign_both(store, visit.id)
    visits.seal(store, ANA.id, visit.id)
    return sha


def test_new_receipt_is_asked_about_at_once_and_then_hourly(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault, clock: Clock
) -> None:
    a_sealed_walk(store, vault)
    for _ in range(3):
        exchange(store, vault, client, ignore)
    assert server.asked(routes.BACKED_UP) == 1
    a_sealed_walk(store, vault, b"other")
    exchange(store, vault, client, ignore)
    assert server.asked(routes.BACKED_UP) == 2
    clock.tick(hours=1)
    exchange(store, vault, client, ignore)
    assert server.asked(routes.BACKED_UP) == 3


def test_what_the_server_says_is_kept(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    a_sealed_walk(store, vault)
    server.backup_at = AT
    exchange(store, vault, client, ignore)
    assert backed_up.last_backup(store) == backed_up.LastBackup(0, AT)


def a_month_later(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault, clock: Clock
) -> str:
    """Let a photo be received and backed up, and a month go by at the server; return its name."""
    sha = a_sealed_walk(store, vault)
    exchange(store, vault, client, ignore)
    server.backed_up.add(sha)
    server.time = A_MONTH_ON
    clock.tick(hours=2)
    return sha


def test_with_room_enough_photos_stay_until_somebody_asks(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault, clock: Clock
) -> None:
    sha = a_month_later(store, server, client, vault, clock)
    exchange(store, vault, client, ignore)
    assert sha in vault.bytes
    assert free(store, vault) == 4000
    assert sha not in vault.bytes
    assert sha in vault.thumbnails
    assert free(store, vault) == 0


def test_with_little_room_what_may_go_goes_by_itself(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault, clock: Clock
) -> None:
    sha = a_month_later(store, server, client, vault, clock)
    draft = vault.keep(b"draft" * 100)
    visits.add_photo(store, ANA.id, a_visit(store).id, "q1", draft, a_photo(500))
    vault.low = True
    exchange(store, vault, client, ignore)
    server.backed_up.add(draft)
    clock.tick(hours=2)
    exchange(store, vault, client, ignore)
    assert sha not in vault.bytes
    assert draft in vault.bytes


def test_photo_of_which_no_small_picture_can_be_kept_stays(
    store: Store,
    server: FakeServer,
    client: ServerClient,
    vault: MemoryVault,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sha = a_month_later(store, server, client, vault, clock)
    exchange(store, vault, client, ignore)

    def damaged(_sha: str) -> int:
        raise PhotoDamaged

    monkeypatch.setattr(vault, "free", damaged)
    assert free(store, vault) == 0
    assert backed_up.room(store).now == (sha,)


def test_photo_a_restored_server_has_lost_is_sent_again(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault, clock: Clock
) -> None:
    sha = a_sealed_walk(store, vault)
    exchange(store, vault, client, ignore)
    server.photos.clear()
    server.parts.clear()
    clock.tick(hours=2)
    exchange(store, vault, client, ignore)
    assert photos.count_to_send(store) == 1
    exchange(store, vault, client, ignore)
    assert server.photos == {sha: vault.bytes[sha]}


def test_many_photos_are_asked_about_in_parts(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    visit = a_visit(store)
    for number in range(BACKED_UP_PHOTOS + 1):
        sha = f"{number:064x}"
        server.photos[sha] = b""
        photos.announce(store, sha, a_photo(), kind="visit", record=visit.id, name=f"answer/q1/photo/{sha}")
        photos.mark_received(store, sha)
    ask(store, vault, client)
    assert server.asked(routes.BACKED_UP) == 2
    assert not backed_up.is_due(store)


def test_server_from_before_is_not_troubled_again_for_an_hour(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    a_sealed_walk(store, vault)
    fake_server.STATUS.setdefault(refusals.NOT_FOUND, 404)
    server.fault(routes.BACKED_UP, *[fake_server.refuse(refusals.NOT_FOUND)] * 2)
    done = exchange(store, vault, client, ignore)
    assert done.trouble is None
    assert free(store, vault) == 0


def test_trouble_with_this_step_keeps_no_other_from_being_done(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    server.fault(routes.BACKED_UP, fake_server.refuse(refusals.PHOTO_NOT_RECEIVED))
    done = exchange(store, vault, client, ignore)
    assert isinstance(done.trouble, ServerRefused)
    assert exchange(store, vault, client, ignore).trouble is None
