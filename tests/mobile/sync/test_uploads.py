"""Uploads: a photo goes on where it was, and one that is held back stops no other."""

import shutil
from collections.abc import Callable

import pytest

from checklists.journal.canonical import as_text
from checklists.protocol import refusals, routes
from checklists.protocol.limits import UPLOAD_CHUNK
from checklists.protocol.messages import Cursor, Entry, Page
from mobile.errors import ServerRefused, ServerUnreachable
from mobile.photos.errors import PhotoDamaged, PhotoNotHere
from mobile.store import ops, outbox, photos, pulls, visits
from mobile.store.database import Store
from mobile.store.photos import PhotoState
from mobile.sync import uploads
from mobile.sync.client import ServerClient
from mobile.sync.uploads import upload
from tests.support import fake_server
from tests.support.fake_server import AT, FakeServer
from tests.support.memory_vault import MemoryVault
from tests.support.receipts import all_received
from tests.support.tablet_samples import ANA, Clock, a_photo, a_visit


def take(store: Store, vault: MemoryVault, count: int = 1, size: int = UPLOAD_CHUNK * 2 + 10) -> list[str]:
    visit = a_visit(store)
    shas = []
    for number in range(count):
        data = bytes([number]) * size
        shas.append(vault.keep(data))
        visits.add_photo(store, ANA.id, visit.id, "q1", shas[-1], a_photo(len(data)))
    all_received(store, AT)
    return shas


def ignore(_count: int) -> None:
    pass


def methods(server: FakeServer) -> list[str]:
    return [method for method, path in server.requests if path.startswith(routes.UPLOADS)]


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every photo be too large for one request."""
    monkeypatch.setattr(uploads, "UPLOAD_WHOLE", 0)


def photo(store: Store, sha: str) -> photos.Photo:
    found = photos.photo(store, sha)
    assert found is not None
    return found


def test_photos_arrive_in_one_request_each(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    shas = take(store, vault, 3)
    counted: list[int] = []
    upload(store, vault, client, counted.append)
    assert server.photos == vault.bytes
    assert counted == [1, 1, 1]
    assert {photo(store, sha).state for sha in shas} == {PhotoState.RECEIVED}
    assert methods(server) == ["POST"] * 3


def test_one_request_that_was_cut_is_gone_on_with_in_parts(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    (sha,) = take(store, vault)

    def half(request: fake_server.httpx.Request, _answer: fake_server.Answer) -> fake_server.httpx.Response:
        server.parts[f"{sha}-{len(request.content)}"] = request.content[:UPLOAD_CHUNK]
        raise fake_server.httpx.ReadError("cut", request=request)

    server.fault(routes.UPLOADS, half)
    with pytest.raises(ServerUnreachable):
        upload(store, vault, client, ignore)
    server.requests.clear()
    upload(store, vault, client, ignore)
    # Announced, as its address is not known here; and not a byte of what arrived is sent again.
    assert [method for method, _ in server.requests] == ["POST", "PATCH", "PATCH"]
    assert server.photos == vault.bytes
    assert photo(store, sha).state is PhotoState.RECEIVED


def test_one_request_whose_answer_was_lost_is_not_sent_again(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    (sha,) = take(store, vault)
    server.fault(routes.UPLOADS, fake_server.lost_reply)
    with pytest.raises(ServerUnreachable):
        upload(store, vault, client, ignore)
    server.requests.clear()
    upload(store, vault, client, ignore)
    assert [method for method, _ in server.requests] == ["POST"]
    assert photo(store, sha).state is PhotoState.RECEIVED


def test_server_that_only_takes_parts_gets_parts(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    (sha,) = take(store, vault)

    def bare(request: fake_server.httpx.Request, _answer: fake_server.Answer) -> fake_server.httpx.Response:
        name = f"{sha}-{request.headers['Upload-Length']}"
        server.parts[name] = b""
        return fake_server.httpx.Response(201, headers={"Location": routes.upload(name)})

    server.fault(routes.UPLOADS, bare)
    upload(store, vault, client, ignore)
    assert server.photos == vault.bytes
    assert methods(server) == ["POST", "PATCH", "PATCH", "PATCH"]


@pytest.mark.usefixtures("in_parts")
def test_photos_too_large_for_one_request_arrive_in_parts(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    shas = take(store, vault, 3)
    counted: list[int] = []
    upload(store, vault, client, counted.append)
    assert server.photos == vault.bytes
    assert counted == [1, 1, 1]
    assert {photo(store, sha).state for sha in shas} == {PhotoState.RECEIVED}
    assert sum(method == "PATCH" for method, _ in server.requests) == 9


@pytest.mark.usefixtures("in_parts")
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


def blur(store: Store, vault: MemoryVault, sha: str) -> None:
    """Do what blurring does to the photo that was there before."""
    row = store.row("select record from photo_of where sha = ?", (sha,))
    assert row is not None
    visits.remove_photo(store, ANA.id, row["record"], "q1", sha)
    photos.forget(store, sha)
    del vault.bytes[sha]


def test_photo_blurred_once_its_bytes_were_read_does_not_leave_the_tablet(
    store: Store,
    server: FakeServer,
    client: ServerClient,
    vault: MemoryVault,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gone, kept = take(store, vault, 2)
    counted: list[int] = []
    read = vault.read

    def read_and_blur(sha: str) -> bytes:
        data = read(sha)
        if sha == gone:
            blur(store, vault, sha)
        return data

    monkeypatch.setattr(vault, "read", read_and_blur)
    upload(store, vault, client, counted.append)
    assert set(server.photos) == {kept}
    assert gone not in "".join(server.parts)
    assert counted == [1]
    assert photos.photo(store, gone) is None


@pytest.mark.usefixtures("in_parts")
@pytest.mark.parametrize("sent", [1, 2])
def test_photo_blurred_while_its_parts_are_sent_stops_there(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault, sent: int
) -> None:
    (sha,) = take(store, vault)
    counted: list[int] = []

    def blurred(request: fake_server.httpx.Request, answer: fake_server.Answer) -> fake_server.httpx.Response:
        reply = answer(request)
        blur(store, vault, sha)
        return reply

    def as_ever(request: fake_server.httpx.Request, answer: fake_server.Answer) -> fake_server.httpx.Response:
        return answer(request)

    # The first request announces it.
    server.fault(routes.UPLOADS, *[as_ever] * sent, blurred)
    upload(store, vault, client, counted.append)
    assert methods(server) == ["POST", *["PATCH"] * sent]
    assert server.photos == {}
    assert counted == []
    assert photos.photo(store, sha) is None


def test_photo_blurred_while_one_before_it_is_sent_is_not_asked_about(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    first, second = take(store, vault, 2)

    def blurred(request: fake_server.httpx.Request, answer: fake_server.Answer) -> fake_server.httpx.Response:
        reply = answer(request)
        (other,) = {first, second} - set(server.photos)
        blur(store, vault, other)
        return reply

    server.fault(routes.UPLOADS, blurred)
    upload(store, vault, client, ignore)
    assert methods(server) == ["POST"]
    assert len(server.photos) == 1


@pytest.mark.usefixtures("in_parts")
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


@pytest.mark.usefixtures("in_parts")
def test_photo_another_tablet_has_sent_is_received_at_once(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    (sha,) = take(store, vault)
    server.parts[f"{sha}-{len(vault.bytes[sha])}"] = vault.bytes[sha]
    upload(store, vault, client, ignore)
    assert photo(store, sha).state is PhotoState.RECEIVED
    assert all(method != "PATCH" for method, _ in server.requests)


def set_back_after_its_op_arrived(
    store: Store, vault: MemoryVault, open_tablet: Callable[[str], Store]
) -> Store:
    """Return a copy of the database from before a photo was taken, which has pulled the photo's op."""
    visit = a_visit(store)
    store.execute("pragma wal_checkpoint(truncate)")
    shutil.copy(store.path, store.path.with_name("earlier.db"))
    earlier = open_tablet("earlier")
    data = b"taken since"
    visits.add_photo(store, ANA.id, visit.id, "q1", vault.keep(data), a_photo(len(data)))
    body = as_text(ops.of_record(store, "visit", visit.id)[-1].body())
    entry = Entry(seq=1, hash="1" * 64, countersign="c", body=body)
    pulls.take(earlier, Page(stream="own", entries=[entry], cursor=Cursor(seq=1, hash="1" * 64), more=False))
    return earlier


def test_photo_taken_since_the_database_was_set_back_is_sent(
    store: Store,
    server: FakeServer,
    client: ServerClient,
    vault: MemoryVault,
    open_tablet: Callable[[str], Store],
) -> None:
    earlier = set_back_after_its_op_arrived(store, vault, open_tablet)
    assert outbox.counts(earlier).photos == 1
    upload(earlier, vault, client, ignore)
    assert server.photos == vault.bytes
    assert outbox.counts(earlier).photos == 0


def test_photo_whose_bytes_are_on_a_copy_waits_until_the_copy_has_sent_it(
    store: Store,
    server: FakeServer,
    client: ServerClient,
    vault: MemoryVault,
    open_tablet: Callable[[str], Store],
    clock: Clock,
) -> None:
    earlier = set_back_after_its_op_arrived(store, vault, open_tablet)
    without = MemoryVault()

    def not_here(_sha: str) -> bytes:
        raise PhotoNotHere

    without.read = not_here
    upload(earlier, without, client, ignore)
    waiting = outbox.waiting(earlier)[-1]
    assert waiting.trouble == PhotoNotHere().sentence
    all_received(store, AT)
    upload(store, vault, client, ignore)
    clock.tick(minutes=1)
    upload(earlier, without, client, ignore)
    assert outbox.counts(earlier).photos == 0


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


@pytest.mark.usefixtures("in_parts")
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
