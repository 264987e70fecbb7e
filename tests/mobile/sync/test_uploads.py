"""Uploads: a photo goes on where it was, and one that is held back stops no other."""

import pytest

from checklists.protocol import refusals, routes
from checklists.protocol.limits import UPLOAD_CHUNK
from mobile.errors import ServerRefused, ServerUnreachable
from mobile.photos.errors import PhotoDamaged
from mobile.store import chain, outbox, photos, visits
from mobile.store.database import Store
from mobile.store.photos import PhotoState
from mobile.sync.client import ServerClient
from mobile.sync.uploads import upload
from tests.support import fake_server
from tests.support.fake_server import AT, FakeServer, MemoryVault
from tests.support.tablet_samples import ANA, Clock, a_photo, a_visit


def take(store: Store, vault: MemoryVault, count: int = 1, size: int = UPLOAD_CHUNK * 2 + 10) -> list[str]:
    visit = a_visit(store)
    shas = []
    for number in range(count):
        data = bytes([number]) * size
        shas.append(vault.keep(data))
        visits.add_photo(store, ANA.id, visit.id, "q1", shas[-1], a_photo(len(data)))
    head = chain.head(store)
    assert head is not None
    outbox.confirm(store, head.n, head.hash, AT)
    return shas


def ignore(_count: int) -> None:
    pass


def photo(store: Store, sha: str) -> photos.Photo:
    found = photos.photo(store, sha)
    assert found is not None
    return found


def test_photos_arrive_whole_in_parts(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    shas = take(store, vault, 3)
    counted: list[int] = []
    upload(store, vault, client, counted.append)
    assert server.photos == vault.bytes
    assert counted == [1, 1, 1]
    assert {photo(store, sha).state for sha in shas} == {PhotoState.RECEIVED}
    assert sum(method == "PATCH" for method, _ in server.requests) == 9


def test_upload_cut_off_goes_on_where_the_server_is(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    (sha,) = take(store, vault)
    server.fault(routes.UPLOADS, fake_server.twice, fake_server.lost_reply)
    with pytest.raises(ServerUnreachable):
        upload(store, vault, client, ignore)
    assert (photo(store, sha).state, photo(store, sha).sent) == (PhotoState.SENDING, 0)
    server.requests.clear()
    upload(store, vault, client, ignore)
    assert [method for method, _ in server.requests] == ["HEAD", "PATCH", "PATCH"]
    assert server.photos == vault.bytes


def test_upload_the_server_forgot_starts_again(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    take(store, vault)
    server.fault(
        routes.UPLOADS,
        fake_server.twice,
        lambda request, answer: answer(request),
        fake_server.no_connection,
    )
    with pytest.raises(ServerUnreachable):
        upload(store, vault, client, ignore)
    server.parts.clear()
    upload(store, vault, client, ignore)
    assert server.photos == vault.bytes


def test_photo_another_tablet_has_sent_is_received_at_once(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    (sha,) = take(store, vault)
    server.parts[f"{sha}-{len(vault.bytes[sha])}"] = vault.bytes[sha]
    upload(store, vault, client, ignore)
    assert photo(store, sha).state is PhotoState.RECEIVED
    assert all(method != "PATCH" for method, _ in server.requests)


def test_bytes_that_were_garbled_on_the_way_are_sent_once_more(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    (sha,) = take(store, vault)
    server.parts[f"{sha}-{len(vault.bytes[sha])}"] = b"garbled"
    upload(store, vault, client, ignore)
    assert server.photos == vault.bytes


def test_photo_that_is_refused_waits_and_the_next_goes_on(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault, clock: Clock
) -> None:
    first, second = take(store, vault, 2)
    server.fault(
        routes.UPLOADS,
        fake_server.refuse(refusals.PHOTO_OTHER_BYTES),
        *[fake_server.refuse(refusals.PHOTO_OTHER_BYTES)],
    )
    upload(store, vault, client, ignore)
    assert photo(store, first).trouble.startswith(refusals.PHOTO_OTHER_BYTES.sentence)
    assert list(server.photos) == [second]
    upload(store, vault, client, ignore)
    assert list(server.photos) == [second]
    clock.tick(seconds=30)
    upload(store, vault, client, ignore)
    assert server.photos == vault.bytes
    assert photo(store, first).trouble == ""


def test_photo_damaged_on_the_tablet_is_told_and_the_next_goes_on(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    first, second = take(store, vault, 2)
    read = vault.read

    def damaged(sha: str) -> bytes:
        if sha == first:
            raise PhotoDamaged
        return read(sha)

    vault.read = damaged
    upload(store, vault, client, ignore)
    assert photo(store, first).trouble == PhotoDamaged().sentence
    assert list(server.photos) == [second]


def test_server_trouble_with_one_photo_does_not_keep_the_next(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    first, second = take(store, vault, 2)
    server.fault(routes.UPLOADS, fake_server.gateway)
    upload(store, vault, client, ignore)
    assert "trouble of its own" in photo(store, first).trouble
    assert list(server.photos) == [second]


def test_revoked_tablet_stops_sending_photos(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    take(store, vault, 2)
    server.fault(routes.UPLOADS, fake_server.refuse(refusals.REVOKED))
    with pytest.raises(ServerRefused):
        upload(store, vault, client, ignore)
    assert server.asked(routes.UPLOADS) == 1


def test_server_that_is_always_elsewhere_is_left_for_another_time(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    (sha,) = take(store, vault)
    elsewhere = fake_server.refuse(refusals.UPLOAD_ELSEWHERE)

    def never(request: fake_server.httpx.Request, answer: fake_server.Answer) -> fake_server.httpx.Response:
        return elsewhere(request, answer) if request.method == "PATCH" else answer(request)

    server.fault(routes.UPLOADS, *[never] * 30)
    upload(store, vault, client, ignore)
    assert photo(store, sha).trouble.startswith(refusals.UPLOAD_ELSEWHERE.sentence)
    assert server.asked(routes.UPLOADS) < 12
