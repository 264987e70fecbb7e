"""Photos on an answer: from camera or file, several, taken away and put back; odd pictures are told."""

import errno
from pathlib import Path
from typing import Any

import pytest

from mobile.bootstrap import Tablet
from mobile.photos.errors import NoRoomForPhotos, NotAPicture, PictureCutShort, PictureTooLarge
from mobile.photos.vault import Vault
from mobile.store import outbox, visits
from mobile.text import say
from tests.mobile.photos.pictures import corners, png_claiming, saved
from tests.support.app_driver import Window, a_tablet, begun, show

Q = "sort-going-well"


def picked(*pictures: bytes) -> list[dict[str, Any]]:
    """Return what the file chooser hands over."""
    return [
        {"id": n, "name": f"{n}.jpg", "size": len(one), "path": None, "bytes": one}
        for n, one in enumerate(pictures)
    ]


def full(*_: object) -> None:
    """Do as a disk without space."""
    raise OSError(errno.ENOSPC, "No space left on device")


def photos(tablet: Tablet, visit_id: str) -> list[str]:
    return list(visits.answer(tablet.store, visit_id, Q).photos)


async def choose(window: Window) -> None:
    """Open the camera of the question and choose files there."""
    await window.tap(f"photo-{Q}")
    await window.tap("camera-files")


def test_photos_from_files_are_kept_shown_and_announced(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)
    files = picked(saved(corners(400, 300)), saved(corners(300, 400)))

    async def scenario(window: Window) -> None:
        await choose(window)
        await window.until(lambda: len(photos(tablet, visit.id)) == 2)
        await window.until(lambda: "2 photos" in window.words())
        assert "The photo is on this tablet." in window.words("camera-message")
        await window.tap("camera-done")
        for sha in photos(tablet, visit.id):
            assert tablet.vault.has(sha)
            assert window.has(f"photos-{Q}-{sha}")
        assert outbox.counts(tablet.store).photos == 2

    show(tablet, scenario, route=f"/visit/{visit.id}", replies={"pick_files": files})


def test_shot_of_the_camera_is_kept(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)
    back = {"name": "back", "lens_direction": "back", "sensor_orientation": 0}
    camera = {
        "get_available_cameras": [back],
        "initialize": None,
        "take_picture": saved(corners(400, 300)),
    }

    async def scenario(window: Window) -> None:
        await window.tap(f"photo-{Q}")
        await window.tap("camera-shutter")
        await window.until(lambda: photos(tablet, visit.id))

    show(tablet, scenario, route=f"/visit/{visit.id}", replies=camera)


def test_photo_is_taken_away_and_undo_puts_it_back(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        await choose(window)
        await window.until(lambda: photos(tablet, visit.id))
        await window.tap("camera-done")
        (sha,) = photos(tablet, visit.id)
        await window.tap(f"photos-{Q}-{sha}-remove")
        assert photos(tablet, visit.id) == []
        assert not window.has(f"photos-{Q}-{sha}")
        assert window.notice == "The photo is taken away."
        await window.undo()
        assert window.has(f"photos-{Q}-{sha}")

    show(tablet, scenario, route=f"/visit/{visit.id}", replies={"pick_files": picked(saved(corners(40, 30)))})


def test_photo_opens_large_and_closes(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        await choose(window)
        await window.until(lambda: photos(tablet, visit.id))
        await window.tap("camera-done")
        await window.tap(f"photos-{Q}-{photos(tablet, visit.id)[0]}")
        await window.tap("photo-close")
        assert not window.has("photo-close")

    show(tablet, scenario, route=f"/visit/{visit.id}", replies={"pick_files": picked(saved(corners(40, 30)))})


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        (b"no picture at all", NotAPicture),
        (saved(corners(800, 600))[:2000], PictureCutShort),
        (png_claiming(20_000, 20_000), PictureTooLarge),
    ],
    ids=["no picture", "cut short", "giant"],
)
def test_picture_that_can_not_be_kept_is_told_and_the_next_one_is(
    tmp_path: Path, picture: bytes, told: type[NotAPicture]
) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)
    files = picked(picture)

    async def scenario(window: Window) -> None:
        await choose(window)
        await window.until(lambda: say(told.why) in window.words("camera-message"))
        assert photos(tablet, visit.id) == []
        files[:] = picked(saved(corners(40, 30)))
        await window.tap("camera-files")
        await window.until(lambda: photos(tablet, visit.id))

    show(tablet, scenario, route=f"/visit/{visit.id}", replies={"pick_files": lambda _: list(files)})


def test_tablet_with_little_room_says_what_to_do(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path, free=lambda: 1_000_000)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        await choose(window)
        await window.until(lambda: say(NoRoomForPhotos.why) in window.words("camera-message"))

    show(tablet, scenario, route=f"/visit/{visit.id}", replies={"pick_files": picked(saved(corners(40, 30)))})


def test_disk_that_is_full_while_a_photo_is_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Vault, "keep", full)
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        await choose(window)
        await window.until(lambda: say(NoRoomForPhotos.why) in window.words("camera-message"))
        assert photos(tablet, visit.id) == []

    show(tablet, scenario, route=f"/visit/{visit.id}", replies={"pick_files": picked(saved(corners(40, 30)))})


def test_full_disk_costs_a_small_picture_and_not_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        await choose(window)
        await window.until(lambda: photos(tablet, visit.id))
        await window.tap("camera-done")
        (sha,) = photos(tablet, visit.id)

        with monkeypatch.context() as patch:
            patch.setattr(Vault, "thumbnail", full)
            await window.tap(f"photos-{Q}-{sha}")
            await window.tap("photo-close")
            await window.tap(f"answer-{Q}-conforms")
        assert window.chosen(f"answer-{Q}-conforms")

    show(tablet, scenario, route=f"/visit/{visit.id}", replies={"pick_files": picked(saved(corners(40, 30)))})
