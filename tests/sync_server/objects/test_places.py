"""What a place that keeps photos promises, kept by a folder and by a bucket alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sync_server.objects.places import photo_key, thumbnail_key

if TYPE_CHECKING:
    from pathlib import Path

    from sync_server.objects.places import Place

KEY = photo_key("ab" * 32)
DATA = bytes(range(256)) * 100


def read(place: Place, key: str) -> bytes:
    with place.open(key) as file:
        return file.read()


def test_bytes_are_kept_as_they_came(place: Place) -> None:
    place.put(DATA, KEY)
    assert read(place, KEY) == DATA
    assert place.has(KEY)
    assert place.size(KEY) == len(DATA)


def test_key_that_is_not_there_is_not_there(place: Place) -> None:
    assert not place.has(KEY)
    assert place.size(KEY) is None
    with pytest.raises(FileNotFoundError):
        place.open(KEY)


def test_finished_file_is_taken_and_gone(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "finished"
    file.write_bytes(DATA)
    place.take(file, KEY)
    assert read(place, KEY) == DATA
    assert not file.exists()


def test_what_is_stored_again_is_there_once(place: Place, tmp_path: Path) -> None:
    place.put(DATA, KEY)
    place.put(DATA, KEY)
    file = tmp_path / "again"
    file.write_bytes(DATA)
    place.take(file, KEY)
    assert list(place.sizes("photos")) == [(KEY, len(DATA))]


def test_damaged_bytes_are_replaced_by_whole_ones(place: Place, tmp_path: Path) -> None:
    place.put(DATA[:-1] + b"!", KEY)
    file = tmp_path / "whole"
    file.write_bytes(DATA)
    place.take(file, KEY)
    assert read(place, KEY) == DATA


def test_keys_are_listed_in_order_and_only_those_of_a_folder(place: Place) -> None:
    names = [f"{number * 7919 % 4096:064x}" for number in range(30)] + ["f" * 64]
    for name in names:
        place.put(name.encode(), photo_key(name))
    place.put(b"small", thumbnail_key(names[0]))
    assert list(place.sizes("photos")) == [(photo_key(name), 64) for name in sorted(names)]
    assert list(place.sizes("thumbnails")) == [(thumbnail_key(names[0]), 5)]


def test_empty_place_lists_nothing(place: Place) -> None:
    assert list(place.sizes("photos")) == []


def test_nothing_half_written_lies_beside_a_photo(place: Place) -> None:
    place.put(DATA, KEY)
    file = place.path(KEY)
    if file is not None:
        assert [one.name for one in file.parent.iterdir()] == [file.name]
