"""Uploads go on exactly where their bytes end, whatever happened to the server in between."""

import hashlib
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.protocol import refusals
from checklists.protocol.limits import PHOTO_BYTES
from sync_server.objects.errors import UploadRefusedError
from sync_server.objects.store import ObjectStore
from sync_server.objects.uploads import Upload, announced, named

DATA = b"\xff\xd8\xff" + bytes(range(256)) * 40
UPLOAD = Upload(hashlib.sha256(DATA).hexdigest(), len(DATA))


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return ObjectStore(tmp_path)


def send(store: ObjectStore, data: bytes, upload: Upload = UPLOAD, offset: int | None = None) -> int:
    uploads = store.uploads
    with uploads.arriving(upload):
        uploads.expect(upload, uploads.offset(upload) if offset is None else offset)
        uploads.append(upload, data)
        return uploads.settle(upload)


def refused(call, *args, **kwargs) -> UploadRefusedError:
    with pytest.raises(UploadRefusedError) as caught:
        call(*args, **kwargs)
    return caught.value


def test_photo_in_one_part_is_received(store: ObjectStore) -> None:
    assert store.uploads.begin(UPLOAD) == 0
    assert send(store, DATA) == len(DATA)
    assert store.photo(UPLOAD.sha256).read_bytes() == DATA
    assert not store.part(UPLOAD.name).exists()


@given(cuts=st.lists(st.integers(0, len(DATA)), max_size=8))
def test_photo_in_any_parts_with_the_server_started_anew_between_is_received(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("store")
    places = sorted({0, *cuts, len(DATA)})
    for start, end in itertools.pairwise(places):
        store = ObjectStore(folder)
        assert store.uploads.begin(UPLOAD) == start
        assert send(store, DATA[start:end]) == end
    assert ObjectStore(folder).is_whole(UPLOAD.sha256)


def test_server_stopped_between_last_byte_and_renaming_makes_up_for_it(store: ObjectStore) -> None:
    store.part(UPLOAD.name).write_bytes(DATA)
    assert store.uploads.offset(UPLOAD) == len(DATA)
    assert store.has(UPLOAD.sha256)


def test_other_bytes_are_thrown_away_and_told(store: ObjectStore) -> None:
    store.uploads.begin(UPLOAD)
    error = refused(send, store, DATA[:-1] + b"!")
    assert (error.refusal, error.offset) == (refusals.PHOTO_OTHER_BYTES, 0)
    assert not store.has(UPLOAD.sha256)
    assert not store.part(UPLOAD.name).exists()
    assert store.uploads.begin(UPLOAD) == 0
    assert send(store, DATA) == len(DATA)


def test_bytes_that_are_no_picture_are_not_taken(store: ObjectStore) -> None:
    page = b"<html><script>alert(1)</script></html>"
    upload = announced(hashlib.sha256(page).hexdigest(), len(page))
    store.uploads.begin(upload)
    assert refused(send, store, page, upload).refusal is refusals.PHOTO_NOT_TAKEN
    assert not store.has(upload.sha256)


def test_part_from_another_place_is_refused_with_the_right_place(store: ObjectStore) -> None:
    store.uploads.begin(UPLOAD)
    send(store, DATA[:100])
    for offset in (0, 99, 101, len(DATA), 10**17):
        error = refused(send, store, DATA[100:], offset=offset)
        assert (error.refusal, error.offset) == (refusals.UPLOAD_ELSEWHERE, 100)


def test_more_bytes_than_announced_are_refused_and_none_of_them_taken(store: ObjectStore) -> None:
    store.uploads.begin(UPLOAD)
    send(store, DATA[:-10])
    assert refused(send, store, DATA[-10:] + b"x").refusal is refusals.TOO_LARGE
    assert store.uploads.offset(UPLOAD) == len(DATA) - 10
    assert send(store, DATA[-10:]) == len(DATA)


def test_second_part_at_the_same_time_is_told_to_wait(store: ObjectStore) -> None:
    store.uploads.begin(UPLOAD)
    with store.uploads.arriving(UPLOAD):
        assert refused(send, store, DATA).refusal is refusals.UPLOAD_BUSY
    assert send(store, DATA) == len(DATA)


def test_photo_two_tablets_send_is_received_once_and_both_hear_so(store: ObjectStore) -> None:
    store.uploads.begin(UPLOAD)
    send(store, DATA)
    assert store.uploads.begin(UPLOAD) == len(DATA)
    assert store.uploads.offset(UPLOAD) == len(DATA)
    assert send(store, b"") == len(DATA)


def test_upload_nobody_began_is_unknown(store: ObjectStore) -> None:
    assert refused(store.uploads.offset, UPLOAD).refusal is refusals.UPLOAD_UNKNOWN


@pytest.mark.parametrize("length", [0, -1])
def test_photo_without_bytes_is_not_taken(length: int) -> None:
    assert refused(announced, UPLOAD.sha256, length).refusal is refusals.PHOTO_NOT_TAKEN


def test_photo_of_the_greatest_size_is_taken_and_one_byte_more_is_not() -> None:
    assert announced(UPLOAD.sha256, PHOTO_BYTES).length == PHOTO_BYTES
    assert refused(announced, UPLOAD.sha256, PHOTO_BYTES + 1).refusal is refusals.TOO_LARGE


@pytest.mark.parametrize("sha", ["", "x" * 64, "A" * 64, "../" + "a" * 61, "a" * 65, "a" * 64 + "\n"])
def test_what_is_no_hash_is_no_photo(sha: str) -> None:
    assert refused(announced, sha, 10).refusal is refusals.PHOTO_NOT_TAKEN


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x",
        "a" * 64,
        "a" * 64 + "-0",
        "a" * 64 + "-007",
        "a" * 64 + "-9999999999",
        "../" + "a" * 61 + "-5",
    ],
)
def test_name_no_upload_can_have_is_unknown(name: str) -> None:
    assert refused(named, name).refusal is refusals.UPLOAD_UNKNOWN


def test_name_of_an_upload_reads_back() -> None:
    assert named(UPLOAD.name) == UPLOAD
