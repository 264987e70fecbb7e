"""Thumbnails of others' good practices come as soon as their photos are there."""

from checklists.ids import new_id
from checklists.protocol import refusals, routes
from mobile.photos.errors import NotAPicture
from mobile.store import photos
from mobile.store.database import Store
from mobile.sync.client import ServerClient
from mobile.sync.pull import pull
from mobile.sync.thumbnails import fetch
from tests.support import fake_server
from tests.support.fake_server import FakeServer
from tests.support.memory_vault import MemoryVault
from tests.support.tablet_samples import BEN, Clock, a_photo

SHA = "5" * 64


def a_win(server: FakeServer, sha: str) -> None:
    moment = "2026-03-03T12:00:00.000Z"
    photo = a_photo().model_dump(mode="json")
    said = {"kind": ["good_practice", []], "raised_at": [moment, []], f"photo/{sha}": [photo, []]}
    server.say(
        {
            "op_id": new_id(),
            "device": "d" * 32,
            "person": BEN.id,
            "stamp": "000000000000001:000000",
            "at": moment,
            "record": new_id(),
            "kind": "finding",
            "version": 1,
            "set": said,
        }
    )


def test_thumbnail_comes_once_the_photo_is_there(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault, clock: Clock
) -> None:
    a_win(server, SHA)
    pull(store, client)
    assert fetch(store, vault, client) == 0
    server.photos[SHA] = b"a photo of some size"
    assert fetch(store, vault, client) == 0
    clock.tick(seconds=30)
    assert fetch(store, vault, client) == 1
    assert list(vault.thumbnails) == [SHA]
    assert fetch(store, vault, client) == 0


def test_picture_that_is_none_is_passed_over(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    for sha in (SHA, "6" * 64):
        a_win(server, sha)
        server.photos[sha] = b"x"
    pull(store, client)
    keep = vault.put_thumbnail

    def picky(sha: str, data: bytes) -> None:
        if sha == SHA:
            raise NotAPicture
        keep(sha, data)

    vault.put_thumbnail = picky
    assert fetch(store, vault, client) == 1
    assert photos.to_fetch(store) == []


def test_photo_this_tablet_may_not_see_is_asked_for_again_later(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    a_win(server, SHA)
    pull(store, client)
    server.fault(routes.PHOTOS, fake_server.refuse(refusals.PHOTO_NOT_RECEIVED))
    assert fetch(store, vault, client) == 0
    assert server.asked(routes.PHOTOS) == 1
