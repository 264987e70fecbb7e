"""Photos wait before the disk is full, and a reserve can always be given up for words."""

import os
from pathlib import Path

import pytest

from mobile.photos.errors import NoRoomForPhotos
from mobile.photos.space import Ballast, Room, Space


@pytest.mark.parametrize(
    ("free", "room"),
    [
        (1_000_000_000, Room.PLENTY),
        (999_999_999, Room.LITTLE),
        (500_000_000, Room.LITTLE),
        (499_999_999, Room.NONE),
        (0, Room.NONE),
    ],
)
def test_room_is_warned_of_before_photos_wait(tmp_path: Path, free: int, room: Room) -> None:
    space = Space(tmp_path, lambda: free)
    assert space.room() is room
    if room is Room.NONE:
        with pytest.raises(NoRoomForPhotos):
            space.check()
    else:
        space.check()


def test_real_disk_is_asked_where_nothing_stands_in(tmp_path: Path) -> None:
    assert Space(tmp_path).room() in Room


def test_ballast_is_made_once_kept_and_given_up(tmp_path: Path) -> None:
    ballast = Ballast(tmp_path, size=3_000_000)
    assert ballast.ensure()
    (file,) = tmp_path.iterdir()
    assert file.stat().st_size == 3_000_000
    made = file.stat().st_mtime_ns
    assert ballast.ensure()
    assert file.stat().st_mtime_ns == made
    assert ballast.release()
    assert not file.exists()
    assert not ballast.release()


def test_ballast_half_written_is_completed(tmp_path: Path) -> None:
    (tmp_path / "ballast").write_bytes(b"half")
    assert Ballast(tmp_path, size=1_000_000).ensure()
    assert (tmp_path / "ballast").stat().st_size == 1_000_000


def test_full_disk_means_no_ballast_and_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert not Ballast(tmp_path, size=1000).ensure()
    assert not list(tmp_path.iterdir())
