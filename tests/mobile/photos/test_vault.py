"""Once kept, a photo is whole or its damage is told; a kill in the middle leaves nothing half."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mobile.photos.errors import NoRoomForPhotos, NotAPicture, PhotoDamaged, PhotoNotHere
from mobile.photos.prepare import PreparedPhoto, prepare
from mobile.photos.space import WARN_BELOW
from mobile.photos.vault import KEPT_EDGE, Vault
from tests.mobile.photos.pictures import corners, opened, saved

SOMEWHERE_ELSE = "ab" * 32


@pytest.fixture(name="photo", scope="module")
def make_photo() -> PreparedPhoto:
    return prepare(saved(corners(800, 600)))


def test_kept_photo_is_read_back_the_same(tmp_path: Path, photo: PreparedPhoto) -> None:
    vault = Vault(tmp_path)
    assert not vault.has(photo.sha256)
    vault.keep(photo)
    vault.keep(photo)
    assert vault.has(photo.sha256)
    assert vault.read(photo.sha256) == photo.jpeg
    assert Vault(tmp_path).read(photo.sha256) == photo.jpeg
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([f"{photo.sha256}.jpg", "thumbnails"])


def test_flipped_bit_is_noticed_and_healed_by_keeping_again(tmp_path: Path, photo: PreparedPhoto) -> None:
    vault = Vault(tmp_path)
    vault.keep(photo)
    file = vault.path(photo.sha256)
    file.write_bytes(bytes([photo.jpeg[0] ^ 1]) + photo.jpeg[1:])
    with pytest.raises(PhotoDamaged, match="The record of this photo is safe"):
        vault.read(photo.sha256)
    assert vault.thumbnail(photo.sha256) is None
    vault.keep(photo)
    assert vault.read(photo.sha256) == photo.jpeg


def test_photo_of_another_tablet_is_said_to_be_elsewhere(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    with pytest.raises(PhotoNotHere):
        vault.read(SOMEWHERE_ELSE)
    assert vault.thumbnail(SOMEWHERE_ELSE) is None


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "AB" * 32, "ab" * 31, "ab" * 32 + "\n"])
def test_name_that_is_no_hash_never_becomes_a_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="64 lower-case hex"):
        Vault(tmp_path).path(name)


def test_thumbnail_is_small_kept_and_made_again_when_lost_or_half(
    tmp_path: Path, photo: PreparedPhoto
) -> None:
    vault = Vault(tmp_path)
    vault.keep(photo)
    small = vault.thumbnail(photo.sha256)
    assert small
    assert opened(small).size == (240, 180)
    (file,) = (tmp_path / "thumbnails").iterdir()
    for leftover in (b"", small[: len(small) // 2], None):
        file.unlink() if leftover is None else file.write_bytes(leftover)
        assert vault.thumbnail(photo.sha256) == small
        assert file.read_bytes() == small
    large = vault.thumbnail(photo.sha256, edge=480)
    assert large
    assert opened(large).size == (480, 360)


def test_thumbnail_from_the_server_stands_in_until_the_photo_is_here(
    tmp_path: Path, photo: PreparedPhoto
) -> None:
    vault = Vault(tmp_path)
    vault.put_thumbnail(photo.sha256, saved(corners(120, 90)))
    received = vault.thumbnail(photo.sha256)
    assert received
    assert opened(received).size == (120, 90)
    assert not vault.has(photo.sha256)
    vault.keep(photo)
    own = vault.thumbnail(photo.sha256)
    assert own
    assert opened(own).size == (240, 180)


def test_thumbnail_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAPicture):
        Vault(tmp_path).put_thumbnail(SOMEWHERE_ELSE, b"<html>")
    with pytest.raises(NotAPicture):
        Vault(tmp_path).put_thumbnail(SOMEWHERE_ELSE, b"\xff\xd8" + bytes(600_000))
    assert not list((tmp_path / "thumbnails").iterdir())


def test_full_disk_leaves_nothing_under_the_name(
    tmp_path: Path, photo: PreparedPhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = Vault(tmp_path)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            vault.keep(photo)
    assert not vault.has(photo.sha256)
    assert [path.name for path in tmp_path.iterdir()] == ["thumbnails"]
    vault.keep(photo)
    assert vault.has(photo.sha256)


def test_low_disk_makes_new_photos_wait(tmp_path: Path) -> None:
    with pytest.raises(NoRoomForPhotos, match="notes and answers still go in"):
        Vault(tmp_path, free=lambda: 499_999_999).check_space()
    Vault(tmp_path, free=lambda: 500_000_000).check_space()


def test_old_leftovers_of_a_killed_run_are_swept_and_young_ones_left(tmp_path: Path) -> None:
    old, young = tmp_path / "x.part", tmp_path / "y.part"
    for part in (old, young):
        part.write_bytes(b"half")
    long_ago = time.time() - 7200
    os.utime(old, (long_ago, long_ago))
    Vault(tmp_path)
    assert not old.exists()
    assert young.exists()


KEEP_AND_DIE = """
import os, sys
from pathlib import Path
from mobile.photos import vault as module
from mobile.photos.prepare import PreparedPhoto
import hashlib
step, folder = sys.argv[1], Path(sys.argv[2])
jpeg = b"j" * 200_000
photo = PreparedPhoto(jpeg, hashlib.sha256(jpeg).hexdigest(), 1, 1)
calls = 0
def die(real):
    def wrapped(*args, **kwargs):
        global calls
        calls += 1
        if calls == int(step):
            os._exit(9)
        return real(*args, **kwargs)
    return wrapped
module.os.fsync = die(module.os.fsync)
module.Path.replace = die(module.Path.replace)
module.Vault(folder).keep(photo)
"""


@pytest.mark.parametrize("step", [1, 2, 3, 99])
def test_kill_at_any_step_leaves_the_photo_whole_or_absent(tmp_path: Path, step: int) -> None:
    killed = subprocess.run([sys.executable, "-c", KEEP_AND_DIE, str(step), str(tmp_path)], check=False)
    assert killed.returncode == (0 if step == 99 else 9)
    jpeg = b"j" * 200_000
    vault = Vault(tmp_path)
    for file in tmp_path.glob("*.jpg"):
        assert vault.read(file.stem) == jpeg
    # Before the rename the name is not there; after it, it is.
    assert len(list(tmp_path.glob("*.jpg"))) == (0 if step < 3 else 1)


def test_photo_that_is_let_go_of_leaves_a_small_picture_for_good(
    tmp_path: Path, photo: PreparedPhoto
) -> None:
    vault = Vault(tmp_path)
    vault.keep(photo)
    before = vault.thumbnail(photo.sha256)
    vault.thumbnail(photo.sha256, 1024)
    assert vault.free(photo.sha256) == len(photo.jpeg)
    assert not vault.has(photo.sha256)
    assert vault.thumbnail(photo.sha256) == before
    kept = vault.thumbnail(photo.sha256, 1024)
    assert kept is not None
    assert max(opened(kept).size) == KEPT_EDGE
    for lost in (tmp_path / "thumbnails").glob("*-240.jpg"):
        lost.unlink()
    assert vault.thumbnail(photo.sha256) == kept
    assert vault.used() == len(kept)


def test_photo_that_is_not_here_frees_nothing(tmp_path: Path) -> None:
    assert Vault(tmp_path).free(SOMEWHERE_ELSE) == 0


def test_damaged_photo_is_not_let_go_of(tmp_path: Path, photo: PreparedPhoto) -> None:
    vault = Vault(tmp_path)
    vault.keep(photo)
    vault.path(photo.sha256).write_bytes(photo.jpeg[:-1])
    with pytest.raises(PhotoDamaged):
        vault.free(photo.sha256)
    assert vault.has(photo.sha256)


def test_photo_stays_where_its_small_picture_can_not_be_written(
    tmp_path: Path, photo: PreparedPhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = Vault(tmp_path)
    vault.keep(photo)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        vault.free(photo.sha256)
    assert vault.read(photo.sha256) == photo.jpeg


def test_little_room_is_said(tmp_path: Path) -> None:
    assert Vault(tmp_path, lambda: WARN_BELOW - 1).is_low()
    assert not Vault(tmp_path, lambda: WARN_BELOW).is_low()


def test_destroyed_photo_leaves_no_picture_of_any_size(tmp_path: Path, photo: PreparedPhoto) -> None:
    vault = Vault(tmp_path)
    other = prepare(saved(corners(90, 60)))
    for one in (photo, other):
        vault.keep(one)
        for edge in (240, 1024):
            assert vault.thumbnail(one.sha256, edge)
    vault.put_thumbnail(photo.sha256, saved(corners(40, 30)))
    vault.destroy(photo.sha256)
    vault.destroy(photo.sha256)
    assert not [path for path in tmp_path.rglob("*") if path.name.startswith(photo.sha256)]
    assert vault.thumbnail(photo.sha256) is None
    assert vault.read(other.sha256) == other.jpeg
