"""I saw something: words or a photo and a place are enough; nothing filled in is lost on the way."""

import asyncio
from pathlib import Path

import pytest

from checklists.records.finding import FindingKind
from checklists.records.place import Area
from mobile.store import findings, reference
from mobile.text import say
from tests.mobile.photos.pictures import corners, saved
from tests.support.app_driver import ANA, BEN, DOCK_2, LINE_4, Window, a_plant, a_tablet, show

PICTURE = saved(corners(40, 30))
CHOSEN = {"pick_files": [{"id": 0, "name": "p.jpg", "size": len(PICTURE), "path": None, "bytes": PICTURE}]}


async def add_photo(window: Window) -> None:
    await window.tap("something-photos-add")
    await window.tap("camera-files")
    await window.until(lambda: "1 photo" in window.words())
    await window.tap("camera-done")


async def first_photo(window: Window) -> None:
    """Choose a picture in the camera that opens by itself; the form follows."""
    await window.tap("camera-files")
    await window.until(lambda: not window.has("camera-files"))


def test_one_line_and_a_place_are_enough(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        await window.tap("today-saw-something")
        await window.tap("camera-done")
        await window.enter("something-words", "  A torque wrench on the rail  ")
        await window.tap("something-kind-near_miss")
        await window.tap("something-area-line-4")
        await window.tap("something-save")
        assert window.route == "/"
        assert window.notice == "Saved on this tablet. Thank you for raising it."
        (raised,) = findings.raised_by(tablet.store, ANA.id)
        assert raised.kind is FindingKind.NEAR_MISS
        assert raised.text("statement") == "A torque wrench on the rail"
        assert (raised.text("area"), raised.text("department")) == ("line-4", "production")

    show(tablet, scenario)


def test_good_practice_is_in_wins_at_once(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.enter("something-words", "A clean aisle")
        await window.tap("something-kind-good_practice")
        await window.tap("something-area-dock-2")
        await window.tap("something-save")
        assert window.notice == "Saved. Everybody sees it in Wins as soon as the tablet is online."
        assert "A clean aisle" in window.words()

    show(a_tablet(tmp_path), scenario, route="/something")


def test_photo_says_enough_without_words(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        await add_photo(window)
        await window.tap("something-kind-problem")
        await window.tap("something-area-dock-2")
        await window.tap("something-save")
        (raised,) = findings.raised_by(tablet.store, ANA.id)
        assert len(raised.photos) == 1

    show(tablet, scenario, route="/something", replies=CHOSEN)


def test_photo_is_taken_away_and_undo_puts_it_back(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await add_photo(window)
        (remove,) = [one for one in window.identifiers() if one.endswith("-remove")]
        await window.tap(remove)
        assert not window.has(remove)
        await window.undo()
        assert window.has(remove)

    show(a_tablet(tmp_path), scenario, route="/something", replies=CHOSEN)


def test_nothing_said_or_no_place_is_asked_for(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        await window.tap("something-save")
        assert "One line, or a photo" in window.words("something-problem")
        await window.enter("something-words", "A clean aisle")
        await window.tap("something-save")
        assert "Choose what it is." in window.words("something-problem")
        await window.tap("something-kind-idea")
        await window.tap("something-save")
        assert "Choose where you saw it." in window.words("something-problem")
        assert findings.raised_by(tablet.store, ANA.id) == []
        await window.tap("something-area-dock-2")
        await window.tap("something-save")
        assert len(findings.raised_by(tablet.store, ANA.id)) == 1

    show(tablet, scenario, route="/something")


def test_place_of_the_last_one_is_chosen_as_long_as_it_is_listed(tmp_path: Path) -> None:
    async def first(window: Window) -> None:
        await window.enter("something-words", "A clean aisle")
        await window.tap("something-kind-good_practice")
        await window.tap("something-area-dock-2")
        await window.tap("something-save")
        await window.go("/something")
        assert window.field("something-words") == ""
        assert window.chosen("something-area-dock-2")

    show(a_tablet(tmp_path), first, route="/something")

    async def later(window: Window) -> None:
        reference.replace(window.store, a_plant(areas=[LINE_4]), "second")
        await window.tap("today-saw-something")
        await window.enter("something-words", "Another one")
        await window.tap("something-kind-idea")
        await window.tap("something-save")
        assert "Choose where you saw it." in window.words("something-problem")

    show(a_tablet(tmp_path), later)


def test_tablet_without_areas_keeps_nobody_from_raising_something(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path, plant=a_plant(areas=[]))

    async def scenario(window: Window) -> None:
        await window.enter("something-words", "A forklift came fast")
        await window.tap("something-kind-near_miss")
        await window.tap("something-save")
        (raised,) = findings.raised_by(tablet.store, ANA.id)
        assert raised.text("area") == ""

    show(tablet, scenario, route="/something")


def test_what_is_filled_in_survives_a_restart_and_is_gone_once_saved(tmp_path: Path) -> None:
    async def begin(window: Window) -> None:
        await window.enter("something-words", "A torque wrench")
        await window.tap("something-kind-idea")
        await window.tap(f"something-area-{DOCK_2.id}")
        await add_photo(window)

    async def go_on(window: Window) -> None:
        assert window.field("something-words") == "A torque wrench"
        assert window.chosen("something-kind-idea")
        assert window.chosen("something-area-dock-2")
        await window.tap("something-save")
        (raised,) = findings.raised_by(window.store, ANA.id)
        assert len(raised.photos) == 1
        await window.go("/something")
        assert window.field("something-words") == ""

    show(a_tablet(tmp_path), begin, route="/something", replies=CHOSEN)
    show(a_tablet(tmp_path), go_on, route="/something")


def test_what_one_person_began_is_not_shown_to_another(tmp_path: Path) -> None:
    async def begin(window: Window) -> None:
        typing = window.type_on("something-words", "Hers alone")
        await window.tap("who")
        await window.sign_in(BEN)
        await typing
        await window.go("/something")
        assert window.field("something-words") == ""

    async def go_on(window: Window) -> None:
        assert window.field("something-words") == "Hers alone"

    show(a_tablet(tmp_path), begin, route="/something")
    show(a_tablet(tmp_path), go_on, route="/something")


def test_two_quick_taps_save_one_finding(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        await window.enter("something-words", "A clean aisle")
        await window.tap("something-kind-good_practice")
        await window.tap("something-area-dock-2")
        await asyncio.gather(window.tap("something-save"), window.tap("something-save"))
        assert len(findings.raised_by(tablet.store, ANA.id)) == 1

    show(tablet, scenario, route="/something")


@pytest.mark.parametrize("width", [1280, 800])
def test_it_is_at_hand_on_every_screen(tmp_path: Path, width: int) -> None:
    async def scenario(window: Window) -> None:
        for route in ("/", "/walks", "/wins", "/tablet", "/start"):
            await window.go(route)
            assert window.shows("saw-something"), route
            await window.tap("saw-something")
            assert window.route == "/something"

    show(a_tablet(tmp_path), scenario, width=width)


def test_camera_comes_first_and_its_photo_leads_to_the_form(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        await window.tap("today-saw-something")
        assert "Without a photo" in window.words("camera-done")
        await first_photo(window)
        for kind in ("good_practice", "problem", "near_miss", "idea"):
            assert not window.chosen(f"something-kind-{kind}")
        await window.tap("something-kind-good_practice")
        await window.tap("something-area-dock-2")
        await window.tap("something-save")
        assert len(findings.raised_by(tablet.store, ANA.id)) == 1

    show(tablet, scenario, replies=CHOSEN)


def test_camera_asked_for_again_before_it_has_started_stays(tmp_path: Path) -> None:
    started: list[asyncio.Future[None]] = []

    def start(_: object) -> asyncio.Future[None]:
        started.append(asyncio.get_running_loop().create_future())
        return started[-1]

    async def scenario(window: Window) -> None:
        await window.tap("camera-done")
        await window.tap("something-photos-add")
        started[0].set_result(None)
        await window.settle()
        assert say("part.camera.take") in window.words("camera-shutter")
        await window.tap("camera-shutter")
        assert "1 photo" in window.words()
        await window.tap("camera-done")
        assert not window.has("camera-done")

    camera = {"name": "back", "lens_direction": "back", "sensor_orientation": 0}
    replies = {"get_available_cameras": [camera], "initialize": start, "take_picture": PICTURE}
    show(a_tablet(tmp_path), scenario, route="/something", replies=replies)


def test_what_was_begun_before_is_gone_on_with_without_the_camera(tmp_path: Path) -> None:
    async def begin(window: Window) -> None:
        await window.tap("camera-done")
        await window.enter("something-words", "A torque wrench")

    async def go_on(window: Window) -> None:
        assert not window.has("camera-done")
        assert window.field("something-words") == "A torque wrench"

    show(a_tablet(tmp_path), begin, route="/something")
    show(a_tablet(tmp_path), go_on, route="/something")


def test_area_is_chosen_by_the_code_on_its_sign(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.tap("something-code")
        await window.enter("something-code-typed", "dock 9")
        assert "No area has this code." in " ".join(window.texts("something-code-typed"))
        await window.enter("something-code-typed", "DOCK-2")
        assert window.chosen("something-area-dock-2")
        assert "No area has this code." not in " ".join(window.texts("something-code-typed"))

    show(a_tablet(tmp_path), scenario, route="/something")


def test_among_many_areas_the_last_one_stands_alone_until_another_is_wanted(tmp_path: Path) -> None:
    many = [Area(id=f"bay-{number}", name=f"Bay {number}", department="production") for number in range(9)]

    async def scenario(window: Window) -> None:
        await window.tap("something-area-bay-3")
        assert not window.has("something-area-bay-4")
        await window.tap("something-area-others")
        await window.tap("something-area-bay-4")
        assert window.chosen("something-area-bay-4")
        assert not window.has("something-area-bay-3")

    show(a_tablet(tmp_path, plant=a_plant(areas=many)), scenario, route="/something")


def test_what_one_raised_is_listed_opened_completed_taken_back_and_brought_back(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    raised = findings.raise_finding(tablet.store, ANA.id, values={"kind": "near_miss", "statement": "Oil"})
    findings.raise_finding(tablet.store, BEN.id, values={"kind": "idea", "statement": "Not hers"})

    async def scenario(window: Window) -> None:
        assert "Details to add" in window.words(f"raised-{raised.id}")
        assert "Not hers" not in window.words()
        await window.tap(f"raised-{raised.id}")
        assert window.chosen("kind-near_miss")
        await window.tap("area-dock-2")
        await window.tap("kind-problem")
        now = findings.get(tablet.store, raised.id)
        assert now is not None
        assert (now.kind, now.text("area")) == (FindingKind.PROBLEM, "dock-2")
        assert now.text("department") == "warehouse"
        await window.tap("withdraw")
        await window.go("/something")
        assert "Taken back" in window.words(f"raised-{raised.id}")
        await window.tap(f"raised-{raised.id}")
        assert "You took this back." in window.words()
        await window.tap("bring-back")
        assert window.chosen("kind-problem")

    show(tablet, scenario, route="/something")
