"""Uploads go on exactly where their bytes end, whatever happened to the server in between."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import itertools
import os
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.protocol import refusals
from sync_server.objects import uploads as uploads_module
from sync_server.objects.errors import StoreAwayError, UploadRefusedError
from sync_server.objects.places import photo_key
from sync_server.objects.store import ObjectStore
from sync_server.objects.upload import Upload, announced
from sync_server.objects.uploads import PART_KEPT_SECONDS

if TYPE_CHECKING:
    from pathlib import Path

DATA = b"\xff\xd8\xff" + bytes(range(256)) * 40
UPLOAD = Upload(hashlib.sha256(DATA).hexdigest(), len(DATA), "d" * 32)
OTHER_TABLET = Upload(UPLOAD.sha256, len(DATA), "e" * 32)


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return ObjectStore(tmp_path)


def nobody() -> bool:
    return False


def anybody() -> bool:
    return True


def begin(store: ObjectStore, upload: Upload = UPLOAD, may_know=nobody) -> int:
    return store.uploads.begin(upload, may_know)


def send(store: ObjectStore, data: bytes, upload: Upload = UPLOAD, offset: int | None = None) -> int:
    start = store.uploads.offset(upload, nobody) if offset is None else offset
    with store.uploads.held(upload):
        arriving = store.uploads.arrive(upload, start, nobody)
        try:
            arriving.write([data])
            return arriving.settle()
        except UploadRefusedError:
            arriving.leave(keeping=True)
            raise


def whole(store: ObjectStore, data: bytes = DATA, upload: Upload = UPLOAD) -> int:
    """Send all bytes in one request."""
    with store.uploads.held(upload):
        arriving = store.uploads.arrive_anew(upload)
        arriving.write([data[:1], data[1:5], data[5:]])
        return arriving.settle()


def refused(call, *args, **kwargs) -> UploadRefusedError:
    with pytest.raises(UploadRefusedError) as caught:
        call(*args, **kwargs)
    return caught.value


def test_photo_in_one_part_is_received(store: ObjectStore) -> None:
    assert begin(store) == 0
    assert send(store, DATA) == len(DATA)
    assert store.read(UPLOAD.sha256) == DATA
    assert not store.part(UPLOAD.part).exists()


def test_photo_in_one_request_is_received(store: ObjectStore) -> None:
    assert whole(store) == len(DATA)
    assert store.is_whole(UPLOAD.sha256)
    assert not store.part(UPLOAD.part).exists()


@given(cuts=st.lists(st.integers(0, len(DATA)), max_size=8))
def test_photo_in_any_parts_with_the_server_started_anew_between_is_received(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("store")
    places = sorted({0, *cuts, len(DATA)})
    for start, end in itertools.pairwise(places):
        store = ObjectStore(folder)
        assert begin(store) == start
        store = ObjectStore(folder)
        assert send(store, DATA[start:end]) == end
    assert ObjectStore(folder).is_whole(UPLOAD.sha256)


def test_server_stopped_between_last_byte_and_renaming_makes_up_for_it(store: ObjectStore) -> None:
    store.part(UPLOAD.part).write_bytes(DATA)
    assert store.uploads.offset(UPLOAD, nobody) == len(DATA)
    assert store.has(UPLOAD.sha256)


def test_other_bytes_are_thrown_away_and_told(store: ObjectStore) -> None:
    begin(store)
    error = refused(send, store, DATA[:-1] + b"!")
    assert (error.refusal, error.offset) == (refusals.PHOTO_OTHER_BYTES, 0)
    assert not store.has(UPLOAD.sha256)
    assert not store.part(UPLOAD.part).exists()
    assert begin(store) == 0
    assert send(store, DATA) == len(DATA)


def test_bytes_that_are_no_picture_are_not_taken(store: ObjectStore) -> None:
    page = b"<html><script>alert(1)</script></html>"
    upload = announced(hashlib.sha256(page).hexdigest(), len(page), "d" * 32)
    assert refused(whole, store, page, upload).refusal is refusals.PHOTO_NOT_TAKEN
    assert not store.has(upload.sha256)


def test_part_from_another_place_is_refused_with_the_right_place(store: ObjectStore) -> None:
    begin(store)
    send(store, DATA[:100])
    for offset in (0, 99, 101, len(DATA), 10**17):
        error = refused(send, store, DATA[100:], offset=offset)
        assert (error.refusal, error.offset) == (refusals.UPLOAD_ELSEWHERE, 100)


def test_client_that_was_told_where_to_go_on_and_begins_anew_may(store: ObjectStore) -> None:
    begin(store)
    send(store, DATA[:100])
    assert begin(store) == 100
    assert send(store, DATA, offset=0) == len(DATA)
    assert store.is_whole(UPLOAD.sha256)


def test_more_bytes_than_announced_are_refused_and_none_of_them_taken(store: ObjectStore) -> None:
    begin(store)
    send(store, DATA[:-10])
    assert refused(send, store, DATA[-10:] + b"x").refusal is refusals.TOO_LARGE
    assert store.uploads.offset(UPLOAD, nobody) == len(DATA) - 10
    assert send(store, DATA[-10:]) == len(DATA)


def test_second_part_at_the_same_time_is_told_to_wait(store: ObjectStore) -> None:
    begin(store)
    with store.uploads.held(UPLOAD):
        assert refused(send, store, DATA).refusal is refusals.UPLOAD_BUSY
    assert send(store, DATA) == len(DATA)


def test_bytes_of_a_request_that_goes_on_are_not_counted_yet(store: ObjectStore) -> None:
    begin(store)
    send(store, DATA[:100])
    with store.uploads.held(UPLOAD):
        arriving = store.uploads.arrive(UPLOAD, 100, nobody)
        arriving.write([DATA[100:]])
        assert store.uploads.offset(UPLOAD, nobody) == 100
        arriving.settle()
    assert store.uploads.offset(UPLOAD, nobody) == len(DATA)


def test_upload_that_is_held_before_its_bytes_come_is_where_it_was(store: ObjectStore) -> None:
    begin(store)
    send(store, DATA[:100])
    with store.uploads.held(UPLOAD):
        assert store.uploads.offset(UPLOAD, nobody) == 100
    store.part(UPLOAD.part).write_bytes(DATA)
    with store.uploads.held(UPLOAD):
        # Not looked at yet, so not said to be whole.
        assert store.uploads.offset(UPLOAD, nobody) < len(DATA)


def test_request_without_bytes_changes_nothing(store: ObjectStore) -> None:
    begin(store)
    send(store, DATA[:100])
    assert send(store, b"") == 100
    send(store, DATA[100:])
    with store.uploads.held(UPLOAD):
        assert store.uploads.arrive(UPLOAD, len(DATA), nobody).settle() == len(DATA)
    assert store.is_whole(UPLOAD.sha256)


def test_too_many_photos_at_once_are_told_to_come_later(
    store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads_module, "AT_ONCE", 2)
    with contextlib.ExitStack() as stack:
        for device in "ab":
            stack.enter_context(store.uploads.held(Upload(UPLOAD.sha256, 9, device * 32)))
        assert refused(whole, store).refusal is refusals.SERVER_TROUBLE
    assert whole(store) == len(DATA)


# -- what one tablet learns of another -------------------------------------------------------------------


def test_tablets_that_send_the_same_photo_do_not_learn_of_each_other(store: ObjectStore) -> None:
    begin(store)
    send(store, DATA[:100])
    assert refused(store.uploads.offset, OTHER_TABLET, nobody).refusal is refusals.UPLOAD_UNKNOWN
    assert begin(store, OTHER_TABLET) == 0
    assert whole(store, upload=OTHER_TABLET) == len(DATA)
    assert store.uploads.offset(UPLOAD, nobody) == 100
    assert send(store, DATA[100:]) == len(DATA)


def test_tablet_that_sends_other_bytes_spoils_nobody_elses_upload(store: ObjectStore) -> None:
    begin(store)
    send(store, DATA[:100])
    begin(store, OTHER_TABLET)
    assert refused(send, store, b"x" * len(DATA), OTHER_TABLET).refusal is refusals.PHOTO_OTHER_BYTES
    assert send(store, DATA[100:]) == len(DATA)


def test_photo_that_is_here_is_told_only_to_who_may_see_it(store: ObjectStore) -> None:
    whole(store)
    assert begin(store, OTHER_TABLET, nobody) == 0
    store.uploads.end(OTHER_TABLET)
    assert begin(store, OTHER_TABLET, anybody) == len(DATA)


def test_part_of_a_photo_that_came_whole_by_another_way_is_not_waited_for(store: ObjectStore) -> None:
    begin(store)
    send(store, DATA[:9])
    whole(store, upload=OTHER_TABLET)
    assert begin(store, may_know=nobody) == 9
    assert begin(store, may_know=anybody) == len(DATA)


def test_tablet_that_sent_a_photo_may_know_that_it_is_here(store: ObjectStore) -> None:
    begin(store)
    send(store, DATA)
    assert store.uploads.offset(UPLOAD, nobody) == len(DATA)
    assert begin(store) == len(DATA)


def test_photo_said_to_be_of_another_length_is_sent_and_not_taken(store: ObjectStore) -> None:
    whole(store)
    wrong = Upload(UPLOAD.sha256, len(DATA) - 1, "d" * 32)
    assert begin(store, wrong, anybody) == 0
    assert refused(whole, store, DATA[:-1], wrong).refusal is refusals.PHOTO_OTHER_BYTES
    assert store.is_whole(UPLOAD.sha256)


def test_damaged_photo_is_put_right_by_a_tablet_that_has_it(store: ObjectStore) -> None:
    store.place.put(DATA[:-1] + b"!", photo_key(UPLOAD.sha256))
    assert whole(store) == len(DATA)
    assert store.is_whole(UPLOAD.sha256)


# -- letting go ------------------------------------------------------------------------------------------


def test_upload_nobody_began_is_unknown(store: ObjectStore) -> None:
    assert refused(store.uploads.offset, UPLOAD, nobody).refusal is refusals.UPLOAD_UNKNOWN
    assert refused(store.uploads.end, UPLOAD).refusal is refusals.UPLOAD_UNKNOWN


def test_upload_that_is_ended_is_gone_and_a_received_photo_stays(store: ObjectStore) -> None:
    begin(store)
    send(store, DATA[:100])
    store.uploads.end(UPLOAD)
    assert refused(store.uploads.offset, UPLOAD, nobody).refusal is refusals.UPLOAD_UNKNOWN
    whole(store)
    assert refused(store.uploads.end, UPLOAD).refusal is refusals.UPLOAD_UNKNOWN
    assert store.is_whole(UPLOAD.sha256)


def test_part_whose_tablet_came_back_is_kept_anew(store: ObjectStore) -> None:
    begin(store)
    send(store, DATA[:100])
    part = store.part(UPLOAD.part)
    nearly = time.time() - PART_KEPT_SECONDS + 60
    os.utime(part, (nearly, nearly))
    assert begin(store) == 100
    assert part.stat().st_mtime > nearly + 1000
    kept_until = store.uploads.kept_until(UPLOAD)
    assert kept_until is not None
    assert kept_until > time.time() + PART_KEPT_SECONDS - 600


def test_part_that_is_arriving_is_not_forgotten_however_old(store: ObjectStore) -> None:
    begin(store)
    part = store.part(UPLOAD.part)
    os.utime(part, (1, 1))
    with store.uploads.held(UPLOAD):
        store.uploads.forget_old_parts()
        assert part.exists()
    store.uploads.forget_old_parts()
    assert not part.exists()


# -- trouble with the disk and with the store ------------------------------------------------------------


class Trouble:
    """A place that can't be reached while it is `away`."""

    def __init__(self, inner) -> None:
        self._inner = inner
        self.away = True

    def __getattr__(self, name: str):
        if self.away:
            raise StoreAwayError("s3://photos", "not reached")
        return getattr(self._inner, name)


def test_photo_waits_while_the_store_is_away_and_goes_on_by_itself(tmp_path: Path) -> None:
    inner = ObjectStore(tmp_path)
    place = Trouble(inner.place)
    store = ObjectStore(tmp_path, place)  # type: ignore[arg-type]
    for _ in range(2):
        with pytest.raises(StoreAwayError):
            whole(store)
        with pytest.raises(StoreAwayError):
            store.uploads.offset(UPLOAD, nobody)
        assert store.part(UPLOAD.part).read_bytes() == DATA
        # Also after the server was started anew.
        store = ObjectStore(tmp_path, place)  # type: ignore[arg-type]
    place.away = False
    assert store.uploads.offset(UPLOAD, nobody) == len(DATA)
    assert store.is_whole(UPLOAD.sha256)
    assert not store.part(UPLOAD.part).exists()


@pytest.mark.parametrize("fits", [0, 1, 4_000, len(DATA) - 1])
def test_full_disk_keeps_what_fits_and_goes_on_when_there_is_room(
    store: ObjectStore, monkeypatch: pytest.MonkeyPatch, fits: int
) -> None:
    begin(store)
    write = os.write
    left = [fits]

    def until_full(file: int, data: memoryview) -> int:
        room = min(left[0], len(data))
        left[0] -= room
        if not room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(file, data[:room])

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", until_full)
        with store.uploads.held(UPLOAD):
            arriving = store.uploads.arrive(UPLOAD, 0, nobody)
            with pytest.raises(OSError, match="No space"):
                arriving.write([DATA])
            arriving.leave(keeping=True)
    assert not store.has(UPLOAD.sha256)
    assert store.uploads.offset(UPLOAD, nobody) == fits
    assert send(store, DATA[fits:]) == len(DATA)
    assert store.is_whole(UPLOAD.sha256)


def test_bytes_the_disk_did_not_take_are_not_counted(
    store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(store)
    send(store, DATA[:100])

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            send(store, DATA[100:])
    assert not store.has(UPLOAD.sha256)
    assert store.uploads.offset(UPLOAD, nobody) == 100
    assert send(store, DATA[100:]) == len(DATA)
