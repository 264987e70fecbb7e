"""Starting a walk: what and where, what is planned comes chosen, one's own department asks for a reason."""

from datetime import date
from pathlib import Path

from mobile.store import reference, visits
from tests.support.app_driver import (
    ANA,
    DOCK_2,
    LAB,
    LINE_4,
    LUCJA,
    Window,
    a_plant,
    a_tablet,
    begun,
    due,
    show,
)


def test_walk_starts_once_checklist_and_area_are_chosen(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        assert window.disabled("start-go")
        assert "Choose what and where, then start." in window.words()
        await window.tap("checklist-five-s")
        assert window.disabled("start-go")
        await window.tap("area-dock-2")
        assert "5S walk · Dock 2" in window.words()
        await window.tap("start-go")
        (visit,) = visits.drafts(tablet.store, ANA.id)
        assert window.route == f"/visit/{visit.id}"
        assert (visit.text("area"), visit.text("department")) == ("dock-2", "warehouse")

    show(tablet, scenario, route="/start")


def test_checklists_say_how_long_they_are_and_areas_stand_with_their_department(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        assert "Gemba walk · 5 questions · about 10 min" in window.words("checklist-gemba-walk")
        words = window.words()
        assert words.index("Quality |") < words.index("Measuring room")
        assert words.index("Warehouse and logistics") < words.index("Dock 2")

    show(a_tablet(tmp_path), scenario, route="/start")


def test_chosen_checklist_makes_room_for_the_places_until_another_is_wanted(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.tap("checklist-production")
        assert window.shows("checklist-production")
        assert not window.shows("checklist-gemba-walk")
        await window.tap("other-checklist")
        assert window.shows("checklist-gemba-walk")
        assert not window.chosen("checklist-production")

    show(a_tablet(tmp_path), scenario, route="/start")


def test_leader_is_not_offered_internal_audits(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        assert window.shows("checklist-gemba-walk")
        assert window.shows("checklist-five-s")
        assert not window.shows("checklist-purchasing")

    show(a_tablet(tmp_path), scenario, person=LUCJA, route="/start")


def test_audit_of_ones_own_department_asks_for_a_reason_and_keeps_it(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        await window.tap("checklist-purchasing")
        await window.tap(f"area-{LAB.id}")
        assert "This is your own department." in window.words("own-department")
        assert window.disabled("start-go")
        await window.enter("peer-review-reason", "  Two of us, and Ben can't come  ")
        await window.tap("start-go")
        (visit,) = visits.drafts(tablet.store, ANA.id)
        assert visit.text("peer_review_reason") == "Two of us, and Ben can't come"

    show(tablet, scenario, route="/start")


def test_reason_is_not_kept_where_another_area_is_chosen_after_all(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        await window.tap("checklist-purchasing")
        await window.tap(f"area-{LAB.id}")
        await window.enter("peer-review-reason", "Nobody else is there")
        await window.tap(f"area-{DOCK_2.id}")
        assert not window.has("own-department")
        await window.tap("start-go")
        (visit,) = visits.drafts(tablet.store, ANA.id)
        assert visit.text("peer_review_reason") == ""

    show(tablet, scenario, route="/start")


def test_walk_in_ones_own_department_that_is_no_audit_asks_for_nothing(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.tap("checklist-five-s")
        await window.tap(f"area-{LAB.id}")
        assert not window.has("own-department")
        assert not window.disabled("start-go")

    show(a_tablet(tmp_path), scenario, route="/start")


def test_planned_visit_comes_with_both_chosen_and_is_due_no_more(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path, plant=a_plant(planned=[due("march", "five-s", LINE_4, date(2026, 3, 6))]))

    async def scenario(window: Window) -> None:
        await window.tap("due-march")
        assert window.chosen("checklist-five-s")
        assert window.chosen("area-line-4")
        await window.tap("start-go")
        (visit,) = visits.drafts(tablet.store, ANA.id)
        assert visit.text("planned") == "march"
        await window.go("/")
        assert not window.shows("due-march")

    show(tablet, scenario)


def test_planned_visit_that_is_no_longer_there_leaves_the_choice_open(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        assert window.disabled("start-go")
        await window.tap("checklist-five-s")
        await window.tap("area-dock-2")
        assert not window.disabled("start-go")

    show(a_tablet(tmp_path), scenario, route="/start/unknown")


def test_tablet_without_checklists_says_when_they_come_and_they_appear(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path, plant=a_plant(checklists=[]))

    async def scenario(window: Window) -> None:
        assert "No checklists have arrived from the server yet." in window.words()
        await window.tap("first-step")
        assert tablet.sync._wake.is_set()
        reference.replace(tablet.store, a_plant(), "second")
        await window.news()
        assert window.shows("checklist-five-s")

    show(tablet, scenario, route="/start")


def test_tablet_without_areas_says_when_they_come(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        assert "No areas have arrived from the server yet." in window.words()

    show(a_tablet(tmp_path, plant=a_plant(areas=[])), scenario, route="/start")


def test_news_leave_what_was_chosen_as_it_is(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        await window.tap("checklist-five-s")
        await window.tap("area-dock-2")
        begun(tablet)
        await window.news()
        assert window.chosen("checklist-five-s")
        assert window.chosen("area-dock-2")

    show(tablet, scenario, route="/start")
