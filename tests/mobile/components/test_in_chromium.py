"""What only a real client can show: a finger's line, a camera's picture, a file chosen, a keyboard's PIN."""

import re
from pathlib import Path

import flet as ft
import pytest
from playwright.sync_api import Browser

from mobile.components.camera_sheet import CameraSheet
from mobile.components.photo_files import PhotoFiles
from mobile.components.photo_strip import Thumb
from mobile.components.pin_pad import PinPad
from mobile.components.signature_pad import SignaturePad
from mobile.photos.prepare import PreparedPhoto, prepare
from tests.mobile.photos.pictures import corners, saved
from tests.support.driver import Driver, served, tablet
from tests.support.showing import showing

pytestmark = pytest.mark.browser


def test_finger_draws_in_every_direction_on_a_page_that_scrolls(browser: Browser) -> None:
    def build() -> ft.Control:
        strokes, set_strokes = ft.use_state(())
        points = [sum(map(len, strokes))]
        below = [ft.Text(f"line {number}") for number in range(60)]
        pad = SignaturePad("sign", (), set_strokes, width=700)
        said = ft.Text(f"{len(strokes)} strokes, {points[0]} points")
        return ft.Column([pad, said, *below], scroll=ft.ScrollMode.AUTO, expand=True)

    with served(showing(build)) as address, tablet(browser) as context:
        driver = Driver(context.new_page()).open(address)
        driver.drag("sign", [(0.1, 0.6), (0.2, 0.2), (0.3, 0.7), (0.5, 0.4)])
        driver.sees(re.compile("^1 strokes"))
        driver.drag("sign", [(0.7, 0.2), (0.7, 0.8)])
        driver.sees(re.compile("^2 strokes"))
        box = driver.tid("sign").bounding_box()
        assert box is not None
        driver.page.mouse.click(box["x"] + 0.9 * box["width"], box["y"] + 0.3 * box["height"])
        driver.sees(re.compile("^3 strokes"))
        driver.tap("sign-clear")
        driver.sees("0 strokes, 0 points")


def test_camera_and_file_give_photos(browser: Browser, tmp_path: Path) -> None:
    taken: list[PreparedPhoto] = []

    def main(page: ft.Page) -> None:
        files = PhotoFiles()

        @ft.component
        def app() -> ft.Control:
            shots, set_shots = ft.use_state(())

            def photo(picture: bytes, mirrored: bool) -> None:  # noqa: FBT001 - as the sheet hands it out
                taken.append(prepare(picture, mirrored=mirrored))
                set_shots(tuple(Thumb(one.sha256, one.jpeg) for one in taken))

            return CameraSheet("Photo for question 3", photo, print, files, shots=shots)

        page.render(app)

    sideways = tmp_path / "sideways.jpg"
    sideways.write_bytes(saved(corners(1200, 800), orientation=6))
    with served(main) as address, tablet(browser) as context:
        driver = Driver(context.new_page()).open(address)
        driver.button("Take a photo").wait_for(state="attached")
        driver.tap("camera-shutter")
        driver.sees("1 photo")
        driver.upload("camera-files", sideways)
        driver.sees("2 photos")
    shot, chosen = taken
    assert shot.width >= 640
    assert (chosen.width, chosen.height) == (800, 1200)


def test_pin_is_typed_on_a_keyboard(browser: Browser) -> None:
    def build() -> ft.Control:
        pin, set_pin = ft.use_state("none")
        return ft.Column([PinPad(set_pin), ft.Text(f"PIN {pin}")])

    with served(showing(build)) as address, tablet(browser) as context:
        driver = Driver(context.new_page()).open(address)
        driver.tap("pin-4")
        for key in ("9", "Backspace", "0", "7", "1"):
            driver.page.keyboard.press(key)
        driver.sees("PIN 4071")
