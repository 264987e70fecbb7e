"""The object store keeps photos under the hash of their bytes, and forgets nothing it was given."""

import hashlib
import os
import time
from pathlib import Path

import pytest

from sync_server.objects.pictures import picture_type
from sync_server.objects.store import PART_KEPT_DAYS, ObjectStore

DATA = b"\xff\xd8\xff" + b"photo" * 1000
SHA = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return ObjectStore(tmp_path / "deep" / "data")


def test_photo_is_kept_under_the_hash_of_its_bytes(store: ObjectStore) -> None:
    assert not store.has(SHA)
    assert store.keep(DATA) == SHA
    assert store.has(SHA)
    assert store.photo(SHA).read_bytes() == DATA


def test_same_photo_twice_is_kept_once(store: ObjectStore) -> None:
    store.keep(DATA)
    before = store.photo(SHA).stat().st_ino
    store.keep(DATA)
    assert store.photo(SHA).stat().st_ino == before


def test_photo_whose_bytes_rotted_is_noticed(store: ObjectStore) -> None:
    store.keep(DATA)
    assert store.is_whole(SHA)
    store.photo(SHA).write_bytes(DATA[:-1] + b"!")
    assert not store.is_whole(SHA)
    assert not store.is_whole("0" * 64)


def test_store_opened_again_has_what_it_had(store: ObjectStore) -> None:
    store.keep(DATA)
    store.part("half").write_bytes(b"abc")
    again = ObjectStore(store.folder)
    assert again.has(SHA)
    assert again.part("half").read_bytes() == b"abc"


def test_part_nobody_came_back_for_is_forgotten_at_the_next_start(store: ObjectStore) -> None:
    part = store.part("old")
    part.write_bytes(b"abc")
    long_ago = time.time() - (PART_KEPT_DAYS + 1) * 24 * 3600
    os.utime(part, (long_ago, long_ago))
    ObjectStore(store.folder)
    assert not part.exists()


def test_nothing_half_written_lies_beside_a_photo(store: ObjectStore) -> None:
    store.keep(DATA)
    assert [path.name for path in store.photo(SHA).parent.iterdir()] == [SHA]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\nrest", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPrest", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVErest", None),
        (b"GIF89a", None),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_pictures_are_known_by_how_they_begin(tmp_path: Path, head: bytes, kind: str | None) -> None:
    path = tmp_path / "file"
    path.write_bytes(head)
    assert picture_type(path) == kind
