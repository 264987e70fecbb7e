"""Seen on the floor: a photo first, marked and blurred, raised in three taps, and read on another tablet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import ARTEFACTS, LANDSCAPE, PORTRAIT
from tests.mobile.photos.pictures import corners, saved
from tests.support.auditor import Auditor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.driver import Driver
    from tests.support.tablet import RunningTablet

pytestmark = pytest.mark.browser

PHONE = (412, 915)


def shot(driver: Driver) -> None:
    """Take a photo once the camera runs."""
    driver.button("Take a photo").wait_for(state="attached")
    driver.tap("camera-shutter")


def takes_taps(driver: Driver, identifier: str) -> None:
    """Wait until a button is no longer dead."""
    button = driver.tid(identifier)
    expect(button.locator('[aria-disabled="true"]').or_(button)).to_have_count(1)
    expect(button).not_to_have_attribute("aria-disabled", "true")


def _save(walker: Auditor, pictures: Path) -> None:
    driver = walker.driver
    # The area only this first time: afterwards the one that was used last stands there.
    with driver.at_most(3):
        driver.enter("something-words", "Labels on the top shelf can't be read")
        walker.tap("something-kind-good_practice")
        walker.tap("something-area-dock-1")
        driver.picture(pictures / "07-ready.png")
        driver.tap("something-save")
        driver.tid("something-save").wait_for(state="detached")


@pytest.mark.parametrize(
    ("size", "scheme"),
    [(LANDSCAPE, "light"), (PORTRAIT, "dark"), (PHONE, "light")],
    ids=["landscape", "portrait-dark", "phone"],
)
def test_something_seen_is_photographed_marked_blurred_and_raised(
    new_tablet: Callable[..., RunningTablet],
    window: Callable[..., Driver],
    size: tuple[int, int],
    scheme: str,
    request: pytest.FixtureRequest,
) -> None:
    pictures = ARTEFACTS / "photos" / request.node.callspec.id
    driver = window(new_tablet("Tablet 1").url, size)
    driver.page.emulate_media(color_scheme=scheme)
    walker = Auditor(driver)
    walker.sign_in("Tomasz Nowak", "2222")

    with driver.at_most(2):
        driver.tap("today-saw-something")
        driver.button("Take a photo").wait_for(state="attached")
        driver.picture(pictures / "01-camera-first.png")
        shot(driver)
        driver.tid("camera-shutter").wait_for(state="detached")
    driver.picture(pictures / "02-form.png")

    photos = driver.page.locator('[flt-semantics-identifier^="something-photos-"][role="button"]')
    driver.tap(photos.first)
    driver.tap("photo-draw")
    driver.drag("draw-surface", [(0.2, 0.2), (0.5, 0.5)])
    driver.tap("draw-tool-box")
    driver.tap("draw-ink-yellow")
    driver.drag("draw-surface", [(0.6, 0.3), (0.85, 0.6)])
    driver.tap("draw-tool-words")
    driver.sees("Tap where the words begin.")
    driver.drag("draw-surface", [(0.1, 0.8), (0.1, 0.8)])
    driver.enter("draw-words", "Label faded")
    driver.tap("draw-words-add")
    driver.tid("draw-words").wait_for(state="detached")
    driver.tap("draw-undo")
    driver.tap("draw-redo")
    takes_taps(driver, "draw-undo")
    driver.picture(pictures / "03-drawing.png")
    driver.tap("draw-save")
    driver.sees("The drawing is saved beside the original.")
    driver.picture(pictures / "04-drawn.png")

    driver.tap("photo-blur")
    driver.sees("1 other version of this photo")
    driver.drag("draw-surface", [(0.1, 0.1), (0.4, 0.4)])
    takes_taps(driver, "blur-save")
    driver.picture(pictures / "05-covering.png")
    driver.tap("blur-save")
    driver.sees("Blurred for good.")
    driver.picture(pictures / "06-blurred.png")
    driver.tap("photo-close")
    driver.tid("photo-close").wait_for(state="detached")

    _save(walker, pictures)
    driver.tap("nav-wins")
    driver.sees("Labels on the top shelf can't be read")
    driver.picture(pictures / "08-wins.png")


def test_shots_are_taken_in_a_row_one_again_and_files_are_chosen_after_a_restart(
    new_tablet: Callable[..., RunningTablet], window: Callable[..., Driver], tmp_path: Path
) -> None:
    pictures = ARTEFACTS / "photos" / "row"
    tablet = new_tablet("Tablet 1")
    driver = window(tablet.url)
    walker = Auditor(driver)
    walker.sign_in("Tomasz Nowak", "2222")
    driver.tap("today-saw-something")
    # Without waiting for the camera to start.
    driver.tap("camera-done")
    driver.tid("camera-done").wait_for(state="detached")
    driver.tap("something-photos-add")
    for count in ("1 photo", "2 photos", "3 photos"):
        shot(driver)
        driver.sees(count)
    driver.picture(pictures / "01-three.png")
    driver.tap(driver.page.locator('[flt-semantics-identifier^="camera-shot-"]').last)
    driver.tid("shot-retake").wait_for()
    driver.picture(pictures / "02-review.png")
    driver.tap("shot-retake")
    driver.sees("Take photo 1 again.")
    shot(driver)
    driver.sees("in the place of the old one")
    driver.sees("3 photos")
    driver.picture(pictures / "03-again.png")

    tablet.kill()
    tablet.start_again()
    # The same window, not loaded anew: it finds the app by itself.
    driver.tid("camera-done").wait_for(state="detached")
    driver.tap("something-photos-add")
    chosen = tmp_path / "chosen.jpg"
    chosen.write_bytes(saved(corners(400, 300)))
    driver.tid("camera-files").wait_for()
    driver.upload("camera-files", chosen)
    driver.sees("1 photo")
    driver.picture(pictures / "04-after-a-restart.png")
