"""The object store keeps photos under the hash of their bytes, and forgets nothing it was given."""

from __future__ import annotations

import hashlib
import os
import time
from typing import TYPE_CHECKING

import pytest

from sync_server.objects.errors import OtherBytesError, PhotoMissingError
from sync_server.objects.places import photo_key
from sync_server.objects.store import ObjectStore
from sync_server.objects.uploads import PART_KEPT_SECONDS

if TYPE_CHECKING:
    from pathlib import Path

    from sync_server.objects.places import Place

DATA = b"\xff\xd8\xff" + b"photo" * 1000
SHA = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def store(tmp_path: Path, place: Place) -> ObjectStore:
    return ObjectStore(tmp_path / "deep" / "data", place)


def test_photo_is_kept_under_the_hash_of_its_bytes(store: ObjectStore) -> None:
    assert not store.has(SHA)
    assert store.keep(DATA) == SHA
    assert store.has(SHA)
    assert store.read(SHA) == DATA
    assert store.size(SHA) == len(DATA)
    with store.open(SHA) as file:
        assert file.read(3) == DATA[:3]


def test_photo_that_is_not_here_is_said_to_be_missing(store: ObjectStore) -> None:
    for ask in (store.read, store.size, store.open):
        with pytest.raises(PhotoMissingError, match=SHA[:12]):
            ask(SHA)


def test_photo_whose_bytes_rotted_is_noticed(store: ObjectStore) -> None:
    store.keep(DATA)
    assert store.is_whole(SHA)
    store.place.put(DATA[:-1] + b"!", photo_key(SHA))
    assert not store.is_whole(SHA)
    assert not store.is_whole("0" * 64)


def test_names_and_sizes_are_those_of_photos_alone(store: ObjectStore) -> None:
    names = sorted(store.keep(DATA + bytes([one])) for one in range(5))
    store.place.put(b"no photo", "photos/ab/readme.txt")
    assert list(store.names()) == names
    assert list(store.sizes()) == [(name, len(DATA) + 1) for name in names]


def test_file_is_stored_as_the_photo_it_is_and_stays(store: ObjectStore, tmp_path: Path) -> None:
    file = tmp_path / "from a backup"
    file.write_bytes(DATA)
    store.put_file(file, SHA)
    assert store.read(SHA) == DATA
    assert file.read_bytes() == DATA


def test_file_that_is_another_photo_is_not_stored(store: ObjectStore, tmp_path: Path) -> None:
    file = tmp_path / "from a backup"
    file.write_bytes(DATA + b"!")
    with pytest.raises(OtherBytesError, match="Nothing was stored"):
        store.put_file(file, SHA)
    assert not store.has(SHA)
    assert list((store.folder / "parts").iterdir()) == []


def test_store_opened_again_has_what_it_had(store: ObjectStore) -> None:
    store.keep(DATA)
    store.part("half").write_bytes(b"abc")
    again = ObjectStore(store.folder, store.place)
    assert again.has(SHA)
    assert again.part("half").read_bytes() == b"abc"


def test_photos_are_files_in_a_folder_and_none_elsewhere(tmp_path: Path, store: ObjectStore) -> None:
    store.keep(DATA)
    file = store.photo(SHA)
    assert file is None or file.read_bytes() == DATA
    assert ObjectStore(tmp_path / "other").photo(SHA) == tmp_path / "other" / "photos" / SHA[:2] / SHA


def test_part_nobody_came_back_for_is_forgotten_at_the_next_start(tmp_path: Path) -> None:
    store = ObjectStore(tmp_path)
    old, young = store.part("old"), store.part("young")
    for part, age in ((old, PART_KEPT_SECONDS + 60), (young, PART_KEPT_SECONDS - 3600)):
        part.write_bytes(b"abc")
        os.utime(part, (time.time() - age, time.time() - age))
    ObjectStore(tmp_path)
    assert not old.exists()
    assert young.exists()
