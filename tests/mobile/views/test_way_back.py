"""The system's back button does as the arrow on the screen: one step towards Today, never out of a walk."""

from pathlib import Path

import pytest

from mobile.bootstrap import Tablet
from mobile.state.visit_session import VisitSession
from mobile.store import findings, visits
from tests.support.app_driver import ANA, BEN, Window, a_tablet, begun, complete, show


def a_finding(tablet: Tablet) -> tuple[str, str]:
    """Return the ids of a draft and of a finding on its first question."""
    walk = VisitSession.open(tablet.store, ANA, begun(tablet).id)
    assert walk is not None
    return walk.visit_id, walk.raise_finding("sort-going-well", "opportunity").id


async def back(window: Window) -> str:
    """Press the system's back button and return where one is then."""
    await window.fire(window.page, "view_pop", {"route": window.route})
    return window.route


def test_finding_leads_to_its_question_and_the_walk_to_today(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id, finding_id = a_finding(tablet)

    async def scenario(window: Window) -> None:
        assert await back(window) == f"/visit/{visit_id}/at/sort-going-well"
        assert window.shows("close-walk")
        assert await back(window) == "/"

    show(tablet, scenario, route=f"/finding/{finding_id}")


def test_closing_leads_to_the_walk(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id, _ = a_finding(tablet)

    async def scenario(window: Window) -> None:
        assert await back(window) == f"/visit/{visit_id}"

    show(tablet, scenario, route=f"/visit/{visit_id}/close")


def test_what_is_listed_under_walks_leads_there(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    done, aside = begun(tablet), begun(tablet)
    complete(tablet, done.id)
    visits.discard(tablet.store, ANA.id, aside.id)

    async def scenario(window: Window) -> None:
        for visit in (done, aside):
            await window.go(f"/visit/{visit.id}")
            assert await back(window) == "/walks"

    show(tablet, scenario)


@pytest.mark.parametrize(
    "route", ["/walks", "/wins", "/tablet", "/start", "/something", "/finding/none", "/x/y"]
)
def test_everything_else_leads_to_today(tmp_path: Path, route: str) -> None:
    async def scenario(window: Window) -> None:
        assert await back(window) == "/"

    show(a_tablet(tmp_path), scenario, route=route)


def test_finding_without_a_visit_leads_to_today(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    raised = findings.raise_finding(tablet.store, ANA.id, values={"kind": "idea", "statement": "Hooks"})

    async def scenario(window: Window) -> None:
        assert await back(window) == "/"

    show(tablet, scenario, route=f"/finding/{raised.id}")


def test_text_still_being_typed_is_saved_on_the_way_back(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    _, finding_id = a_finding(tablet)

    async def scenario(window: Window) -> None:
        typing = window.type_on("finding-statement", "Labels are faded")
        await back(window)
        assert "Labels are faded" in window.words(f"finding-{finding_id}")
        await typing

    show(tablet, scenario, route=f"/finding/{finding_id}")


def test_raising_something_leads_back_to_where_one_was(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id, _ = a_finding(tablet)

    async def scenario(window: Window) -> None:
        await window.tap("saw-something")
        assert await back(window) == f"/visit/{visit_id}"
        await window.tap("saw-something")
        await window.enter("something-words", "A clean aisle")
        await window.tap("something-kind-good_practice")
        await window.tap("something-area-dock-2")
        await window.tap("something-save")
        assert window.route == f"/visit/{visit_id}"

    show(tablet, scenario, route=f"/visit/{visit_id}")


def test_whoever_takes_over_is_not_led_back_into_the_others_walk(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id, _ = a_finding(tablet)

    async def scenario(window: Window) -> None:
        await window.tap("saw-something")
        await window.tap("who")
        await window.sign_in(BEN)
        await window.go("/something")
        assert await back(window) == "/"

    show(tablet, scenario, route=f"/visit/{visit_id}")


@pytest.mark.parametrize(
    ("route", "leads_to"),
    [
        ("/visit/none/close", "/visit/none"),
        ("/visit/none/together", "/visit/none"),
        ("/visit/none/two", "/visit/none/close"),
        ("/visit/none/two/sort-going-well", "/visit/none/at/sort-going-well"),
        ("/finding/none/two", "/finding/none"),
    ],
)
def test_what_lies_over_a_screen_leads_back_to_it(tmp_path: Path, route: str, leads_to: str) -> None:
    async def scenario(window: Window) -> None:
        assert await back(window) == leads_to

    show(a_tablet(tmp_path), scenario, route=route)
