"""Several shots in a row, files instead, and a plain sentence where there is no camera."""

from collections.abc import Callable
from pathlib import Path

import flet as ft

from mobile.components.camera_sheet import CameraSheet
from mobile.components.photo_files import PhotoFiles
from mobile.components.photo_strip import Thumb
from mobile.text import say
from tests.support.headless import Headless, Replies, run

FRONT = {"name": "front", "lens_direction": "front", "sensor_orientation": 0}
BACK = {"name": "back", "lens_direction": "back", "sensor_orientation": 0}
WITH_CAMERA: Replies = {"get_available_cameras": [FRONT, BACK], "initialize": None, "take_picture": b"shot"}


def sheet(got: list[bytes], done: Callable[[], object] = print) -> Callable[[ft.Page], None]:
    def main(page: ft.Page) -> None:
        files = PhotoFiles()

        @ft.component
        def app() -> ft.Control:
            shots, set_shots = ft.use_state(())

            async def photo(picture: bytes, mirrored: bool) -> None:  # noqa: FBT001 - as the sheet hands it out
                got.append(picture[::-1] if mirrored else picture)
                set_shots(tuple(Thumb(str(number), one) for number, one in enumerate(got)))

            return CameraSheet("Photo for question 3", photo, done, files, shots=shots)

        page.render(app)

    return main


def test_shots_in_a_row_are_handed_out_and_counted() -> None:
    got: list[bytes] = []
    done: list[str] = []

    async def scenario() -> None:
        async with Headless(sheet(got, lambda: done.append("done")), replies=WITH_CAMERA) as h:
            await h.tap("camera-shutter")
            assert "1 photo" in h.texts()
            await h.tap("camera-shutter")
            assert "2 photos" in h.texts()
            await h.tap("camera-done")

    run(scenario)
    assert got == [b"shot", b"shot"]
    assert done == ["done"]


def test_camera_on_the_back_is_used() -> None:
    asked: list[dict[str, object]] = []
    replies = {**WITH_CAMERA, "initialize": asked.append}

    async def scenario() -> None:
        async with Headless(sheet([]), replies=replies):
            pass

    run(scenario)
    assert asked[0]["description"].name == "back"  # type: ignore[attr-defined]
    assert asked[0]["enable_audio"] is False


def test_without_a_camera_a_file_can_still_be_chosen(tmp_path: Path) -> None:
    got: list[bytes] = []
    picture = tmp_path / "p.jpg"
    picture.write_bytes(b"from file")

    def none(_: object) -> object:
        raise RuntimeError("CameraException(cameraNotFound)")

    replies = {
        "get_available_cameras": none,
        "pick_files": [{"id": 0, "name": "p.jpg", "size": 9, "path": str(picture), "bytes": None}],
    }

    async def scenario() -> None:
        async with Headless(sheet(got), replies=replies) as h:
            assert say("part.camera.none") in h.texts()
            assert not h.has("camera-shutter")
            await h.tap("camera-files")
            await h.until(lambda: got)
            assert "1 photo" in h.texts()

    run(scenario)
    assert got == [b"from file"]


def test_camera_allowed_at_the_second_attempt_is_used_then() -> None:
    found: list[object] = []

    async def scenario() -> None:
        async with Headless(
            sheet([]), replies={**WITH_CAMERA, "get_available_cameras": lambda _: list(found)}
        ) as h:
            assert say("part.camera.none") in h.texts()
            found.append(BACK)
            await h.tap("camera-again")
            assert h.has("camera-shutter")
            assert say("part.camera.none") not in h.texts()

    run(scenario)


def test_tablet_without_camera_support_is_never_asked_for_one() -> None:
    async def scenario() -> None:
        async with Headless(sheet([]), platform=ft.PagePlatform.LINUX) as h:
            assert say("part.camera.none") in h.texts()
            assert not h.has("camera-again")

    run(scenario)


def test_shot_that_went_wrong_is_told_and_the_next_one_works() -> None:
    got: list[bytes] = []
    answers: list[object] = [RuntimeError("camera busy"), b"second"]

    def take(_: object) -> object:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def scenario() -> None:
        async with Headless(sheet(got), replies={**WITH_CAMERA, "take_picture": take}) as h:
            await h.tap("camera-shutter")
            assert say("error.not_done") in h.texts()
            await h.tap("camera-shutter")

    run(scenario)
    assert got == [b"second"]


def test_files_come_in_order_and_the_oversized_one_is_named() -> None:
    got: list[bytes] = []
    picked = [
        {"id": 0, "name": "a.jpg", "size": 1, "path": None, "bytes": b"a"},
        {"id": 1, "name": "giant.png", "size": 90_000_000, "path": None, "bytes": None},
        {"id": 2, "name": "b.jpg", "size": 1, "path": None, "bytes": b"b"},
    ]

    async def scenario() -> None:
        async with Headless(sheet(got), replies={**WITH_CAMERA, "pick_files": picked}, web=True) as h:
            await h.tap("camera-files")
            assert any("giant.png is too big" in words for words in h.texts("camera-message"))

    run(scenario)
    assert got == [b"a", b"b"]


def test_nothing_chosen_changes_nothing() -> None:
    got: list[bytes] = []

    async def scenario() -> None:
        async with Headless(sheet(got), replies={**WITH_CAMERA, "pick_files": []}) as h:
            await h.tap("camera-files")
            assert not h.has("camera-message")

    run(scenario)
    assert got == []


def test_webcam_in_a_browser_is_turned_back_and_a_camera_that_looks_away_is_not() -> None:
    got: list[bytes] = []
    found: list[object] = [FRONT]

    async def scenario() -> None:
        replies = {**WITH_CAMERA, "get_available_cameras": lambda _: list(found)}
        for web in (True, False):
            async with Headless(sheet(got), replies=replies, web=web) as h:
                await h.tap("camera-shutter")
        found.append(BACK)
        async with Headless(sheet(got), replies=replies, web=True) as h:
            await h.tap("camera-shutter")

    run(scenario)
    assert got == [b"tohs", b"shot", b"shot"]


def test_file_is_never_turned() -> None:
    got: list[bytes] = []
    picked = [{"id": 0, "name": "a.jpg", "size": 2, "path": None, "bytes": b"ab"}]
    replies = {**WITH_CAMERA, "get_available_cameras": [FRONT], "pick_files": picked}

    async def scenario() -> None:
        async with Headless(sheet(got), replies=replies, web=True) as h:
            await h.tap("camera-files")

    run(scenario)
    assert got == [b"ab"]


def test_each_choice_of_files_has_a_chooser_of_its_own() -> None:
    got: list[bytes] = []
    asked: list[int] = []
    picked = [{"id": 0, "name": "a.jpg", "size": 2, "path": None, "bytes": b"ab"}]

    async def scenario() -> None:
        async with Headless(sheet(got), replies={**WITH_CAMERA, "pick_files": picked}, web=True) as h:
            for _ in range(2):
                await h.tap("camera-files")
            asked.extend(
                sent.body.control_id
                for sent in h.connection.sent
                if getattr(sent.body, "name", "") == "pick_files"
            )

    run(scenario)
    assert got == [b"ab", b"ab"]
    assert len(set(asked)) == 2
