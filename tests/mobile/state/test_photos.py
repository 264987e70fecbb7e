"""Photos on their way into the tablet: what a record says of them, and a full disk in plain words."""

import errno
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mobile.photos.errors import NoRoomForPhotos, PhotoNotTaken
from mobile.photos.vault import Vault
from mobile.state.photos import small, take_in
from tests.mobile.photos.pictures import corners, saved
from tests.support.headless import run

AT = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


def refusing(number: int) -> object:
    def refuse(*_: object) -> None:
        raise OSError(number, "no")

    return refuse


def test_photo_is_kept_and_described(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    sha, ref = run(lambda: take_in(vault, saved(corners(4000, 3000)), AT))
    assert vault.has(sha)
    assert (ref.width, ref.height, ref.taken_at) == (2048, 1536, "2026-03-03T12:00:00.000Z")
    assert ref.bytes == len(vault.read(sha))


@pytest.mark.parametrize(
    ("number", "told"),
    [(errno.ENOSPC, NoRoomForPhotos), (errno.EDQUOT, NoRoomForPhotos), (errno.EIO, PhotoNotTaken)],
)
def test_disk_that_can_not_take_a_photo_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, told: type[PhotoNotTaken]
) -> None:
    monkeypatch.setattr(Vault, "keep", refusing(number))
    with pytest.raises(told) as caught:
        run(lambda: take_in(Vault(tmp_path), saved(corners(40, 30)), AT))
    assert type(caught.value) is told


def test_small_picture_that_can_not_be_made_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = Vault(tmp_path)
    sha, _ = run(lambda: take_in(vault, saved(corners(40, 30)), AT))
    assert small(vault, sha, 240)
    assert small(vault, "0" * 64, 240) is None
    monkeypatch.setattr(Vault, "thumbnail", refusing(errno.ENOSPC))
    assert small(vault, sha, 240) is None
