"""Photos of a finding: taken in a row, taken again, drawn on, blurred; each step in the record at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flet as ft
import flet.canvas as cv
import pytest

from mobile.store import findings, photos
from mobile.text.sizes import size
from tests.mobile.photos.pictures import corners, opened, saved
from tests.support.app_driver import ANA, Window, a_tablet, show

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from checklists.records.values import PhotoRef
    from mobile.bootstrap import Tablet

BACK = {"name": "back", "lens_direction": "back", "sensor_orientation": 0}
FRONT = {"name": "webcam", "lens_direction": "external", "sensor_orientation": 0}


class Finding:
    """A finding with a camera that gives another picture each time."""

    def __init__(self, folder: Path, **tablet: Any) -> None:
        self.tablet: Tablet = a_tablet(folder, **tablet)
        self.id = findings.raise_finding(self.tablet.store, ANA.id, values={"kind": "problem"}).id
        self.taken = 0
        self.lens = BACK

    @property
    def photos(self) -> dict[str, PhotoRef]:
        found = findings.get(self.tablet.store, self.id)
        assert found is not None
        return found.photos

    def shoot(self, _: object) -> bytes:
        self.taken += 1
        return saved(corners(300 + 10 * self.taken, 300))

    def show(self, scenario: Callable[[Window], Coroutine[Any, Any, None]], **window: Any) -> None:
        replies = {
            "get_available_cameras": lambda _: [self.lens],
            "initialize": None,
            "take_picture": self.shoot,
        }
        show(self.tablet, scenario, route=f"/finding/{self.id}", replies=replies, **window)


@pytest.fixture
def finding(tmp_path: Path) -> Finding:
    return Finding(tmp_path)


async def take(window: Window, finding: Finding, count: int) -> list[str]:
    """Take so many photos in a row; return the names of all in the strip, the newest first."""
    await window.tap("finding-photos-add")
    for number in range(1, count + 1):
        await window.tap("camera-shutter")
        await window.until(lambda number=number: len(finding.photos) == number)
        await window.until(lambda number=number: len(strip(window)) == number)
        await window.until(lambda: not window.disabled("camera-shutter"))
    return strip(window)


def strip(window: Window) -> list[str]:
    names = [one for one in window.identifiers() if one.startswith("camera-shot-")]
    return [one.removeprefix("camera-shot-") for one in names]


async def draw(window: Window, *places: tuple[float, float]) -> None:
    """Draw with a finger; places are pixels of a surface of 400 by 300."""
    await window.fire(window.inside("draw-surface", cv.Canvas), "resize", {"w": 400, "h": 300})
    events = ["drag_down", *["drag_update"] * (len(places) - 2), "drag_end"]
    for event, (x, y) in zip(events, places, strict=True):
        surface = window.inside("draw-surface", ft.GestureDetector)
        at = {"x": x, "y": y}
        await window.fire(surface, f"horizontal_{event}", {"l": at, "g": at, "k": "touch", "v": at})


def test_shots_in_a_row_are_reviewed_and_one_is_taken_again(finding: Finding) -> None:
    async def scenario(window: Window) -> None:
        newest, oldest = await take(window, finding, 2)
        await window.tap(f"camera-shot-{oldest}")
        await window.tap("shot-retake")
        assert "Take photo 1 again." in window.words("camera-message")
        assert len(finding.photos) == 2
        await window.tap("camera-shutter")
        await window.until(lambda: oldest not in finding.photos)
        await window.until(lambda: "in the place of the old one" in window.words("camera-message"))
        (new,) = set(finding.photos) - {newest}
        assert strip(window) == [newest, new]

    finding.show(scenario)


def test_shot_is_removed_and_undo_puts_it_back_in_its_place(finding: Finding) -> None:
    async def scenario(window: Window) -> None:
        before = await take(window, finding, 2)
        await window.tap(f"camera-shot-{before[1]}")
        await window.tap("shot-remove")
        assert strip(window) == before[:1]
        assert set(finding.photos) == set(before[:1])
        await window.tap("camera-step")
        assert strip(window) == before
        assert set(finding.photos) == set(before)

    finding.show(scenario)


def test_no_room_is_said_before_the_shutter_and_no_picture_is_taken(tmp_path: Path) -> None:
    room = [2_000_000_000]
    finding = Finding(tmp_path, free=lambda: room[0])

    async def scenario(window: Window) -> None:
        await take(window, finding, 1)
        room[0] = 400_000_000
        await window.tap("camera-shutter")
        await window.until(lambda: "less than 500 MB free" in window.words("camera-message"))
        assert finding.taken == 1
        assert len(finding.photos) == 1

    finding.show(scenario)


def test_little_room_is_said_when_the_camera_opens_and_photos_still_go_in(tmp_path: Path) -> None:
    finding = Finding(tmp_path, free=lambda: 800_000_000)

    async def scenario(window: Window) -> None:
        await window.tap("finding-photos-add")
        await window.until(lambda: f"Only {size(800_000_000)} are free" in window.words("camera-message"))
        await window.tap("camera-shutter")
        await window.until(lambda: finding.photos)

    finding.show(scenario)


def test_photo_is_drawn_on_and_the_original_stays(finding: Finding) -> None:
    async def scenario(window: Window) -> None:
        (sha,) = await take(window, finding, 1)
        await window.tap("camera-done")
        await window.tap(f"finding-photos-{sha}")
        await window.tap("photo-draw")
        assert window.disabled("draw-save")
        await draw(window, (40, 40), (200, 150), (300, 200))
        await window.tap("draw-tool-box")
        await window.tap("draw-ink-blue")
        await draw(window, (10, 200), (60, 260), (100, 280))
        await window.tap("draw-undo")
        await window.tap("draw-redo")
        await window.tap("draw-save")
        await window.until(lambda: len(finding.photos) == 2)
        await window.until(lambda: window.has("photo-message"))
        assert "saved beside the original" in window.words("photo-message")
        (new,) = set(finding.photos) - {sha}
        assert finding.photos[new].drawn_on == sha
        before, after = (opened(finding.tablet.vault.read(one)) for one in (sha, new))
        assert before.size == after.size
        # Under the arrow's head, at three quarters and two thirds of the picture.
        spot = (round(before.width * 0.745), round(before.height * 0.66))
        assert before.getpixel(spot) != after.getpixel(spot)
        await window.tap("photo-close")
        assert window.has(f"finding-photos-{new}")
        assert window.has(f"finding-photos-{sha}")

    finding.show(scenario)


def test_words_are_put_where_one_taps(finding: Finding) -> None:
    async def scenario(window: Window) -> None:
        (sha,) = await take(window, finding, 1)
        await window.tap(f"camera-shot-{sha}")
        await window.tap("photo-draw")
        await window.tap("draw-tool-words")
        assert "Tap where the words begin." in window.words("draw-message")
        await draw(window, (100, 100), (100, 100))
        await window.enter("draw-words", "Faded label")
        await window.tap("draw-words-add")
        assert not window.has("draw-words")
        (shown, _) = [
            one for one in window.inside("draw-surface", cv.Canvas).shapes if isinstance(one, cv.Text)
        ]
        assert shown.value == "Faded label"
        await window.tap("draw-save")
        await window.until(lambda: len(finding.photos) == 2)
        await window.until(lambda: window.has("photo-close"))
        await window.tap("photo-close")
        assert len(strip(window)) == 2

    finding.show(scenario)


def test_drawing_that_was_left_is_gone_on_with(finding: Finding) -> None:
    async def scenario(window: Window) -> None:
        (sha,) = await take(window, finding, 1)
        await window.tap(f"camera-shot-{sha}")
        await window.tap("photo-draw")
        await draw(window, (40, 40), (200, 150), (300, 200))
        await window.tap("draw-back")
        await window.tap("photo-draw")
        assert "Your drawing from before is still here." in window.words("draw-message")
        assert not window.disabled("draw-save")

    finding.show(scenario)


def test_zoom_moves_the_photo_and_not_the_pen(finding: Finding) -> None:
    async def scenario(window: Window) -> None:
        (sha,) = await take(window, finding, 1)
        await window.tap(f"camera-shot-{sha}")
        await window.tap("photo-draw")
        viewer = window.all(ft.InteractiveViewer)[-1]
        assert viewer.pan_enabled is False
        await window.tap("draw-zoom-in")
        await window.tap("draw-tool-move")
        viewer = window.all(ft.InteractiveViewer)[-1]
        assert viewer.pan_enabled is True
        assert window.inside("draw-surface", cv.Canvas).content is None
        await window.tap("draw-zoom-out")

    finding.show(scenario)


def test_blurring_says_what_it_means_and_leaves_nothing_of_the_original(finding: Finding) -> None:
    async def scenario(window: Window) -> None:
        (sha,) = await take(window, finding, 1)
        await window.tap("camera-done")
        await window.tap(f"finding-photos-{sha}")
        await window.tap("photo-blur")
        assert "gone for good once you save" in window.words("blur-what")
        assert "The server already has" not in window.words("blur-what")
        assert window.disabled("blur-save")
        await draw(window, (40, 40), (200, 150), (300, 200))
        await window.tap("blur-save")
        await window.until(lambda: sha not in finding.photos)
        await window.until(lambda: not finding.tablet.vault.has(sha))
        (new,) = finding.photos
        assert finding.photos[new].blurred
        await window.until(lambda: window.has("photo-close"))
        assert "Blurred for good." in window.words("photo-message")
        await window.tap("photo-close")
        assert window.has(f"finding-photos-{new}")

    finding.show(scenario)


def test_blurring_what_the_server_has_says_so_before(finding: Finding) -> None:
    async def scenario(window: Window) -> None:
        (sha,) = await take(window, finding, 1)
        photos.mark_received(finding.tablet.store, sha)
        await window.tap(f"camera-shot-{sha}")
        await window.tap("photo-blur")
        assert "The server already has this photo" in window.words("blur-what")

    finding.show(scenario)


def test_photo_that_is_only_here_in_small_can_not_be_changed(finding: Finding) -> None:
    async def scenario(window: Window) -> None:
        (sha,) = await take(window, finding, 1)
        await window.tap("camera-done")
        finding.tablet.vault.free(sha)
        await window.tap(f"finding-photos-{sha}")
        assert "can't be changed here" in window.words("photo-message")
        assert not window.has("photo-draw")
        assert not window.has("photo-blur")

    finding.show(scenario)
