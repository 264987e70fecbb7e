"""Today: what to go on with, what is due, what went well nearby."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from checklists.records.visit import Judgement
from mobile.store import findings, reference, visits
from tests.support.app_driver import (
    ANA,
    BEN,
    DOCK_2,
    LINE_4,
    LUCJA,
    NOON,
    Watch,
    Window,
    a_plant,
    a_tablet,
    begun,
    due,
    show,
)


def test_empty_day_says_what_belongs_here_and_offers_a_walk(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        words = window.words()
        assert "Nothing is due. A walk is welcome any time." in words
        assert "When somebody sees something worth sharing, it appears here." in words
        assert "Continue" not in words
        await window.tap("start-walk")
        assert window.route == "/start"

    show(a_tablet(tmp_path), scenario)


@pytest.mark.parametrize(
    ("hour", "greeting"), [(8, "Good morning, Ana"), (12, "Good afternoon, Ana"), (18, "Good evening, Ana")]
)
def test_greeting_follows_the_tablets_clock(tmp_path: Path, hour: int, greeting: str) -> None:
    watch = Watch()
    watch.moment = NOON.replace(hour=hour)

    async def scenario(window: Window) -> None:
        assert greeting in window.words()

    show(a_tablet(tmp_path, watch=watch), scenario)


def test_draft_says_what_where_how_far_and_since_when(tmp_path: Path) -> None:
    watch = Watch()
    tablet = a_tablet(tmp_path, watch=watch)
    visit = begun(tablet, "five-s", DOCK_2)
    visits.judge(tablet.store, ANA.id, visit.id, "sort-going-well", Judgement.CONFORMS)
    watch.moment += timedelta(days=1)

    async def scenario(window: Window) -> None:
        assert window.words(f"visit-{visit.id}") == "5S walk | Dock 2 · started yesterday 12:00 | 1 of 14"

    show(tablet, scenario)


def test_draft_goes_on_at_the_question_where_it_was_left(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    first, second = begun(tablet, "five-s"), begun(tablet, "close-out")

    async def scenario(window: Window) -> None:
        await window.go(f"/visit/{first.id}")
        await window.tap("section-shine")
        await window.go(f"/visit/{second.id}")
        await window.tap("answer-close-going-well-conforms")
        await window.go("/")
        await window.tap(f"visit-{first.id}")
        assert window.chosen("section-shine")
        await window.tap("back")
        await window.tap(f"visit-{second.id}")
        assert window.route.endswith("/at/close-going-well")

    show(tablet, scenario)


def test_due_visits_come_soonest_first_with_their_day(tmp_path: Path) -> None:
    planned = [
        due("later", "purchasing", LINE_4, date(2026, 3, 6)),
        due("late", "five-s", DOCK_2, date(2026, 3, 2)),
        due("next-year", "gemba-walk", DOCK_2, date(2027, 1, 4)),
        due("not-hers", "five-s", LINE_4, date(2026, 3, 4), BEN),
    ]

    async def scenario(window: Window) -> None:
        shown = [one for one in window.identifiers() if one.startswith("due-")]
        assert shown == ["due-late", "due-later", "due-next-year"]
        assert window.words("due-late") == "5S walk | Dock 2 · was due yesterday"
        assert window.words("due-later") == "Purchasing | Line 4, assembly · due Fri 6 Mar"
        assert window.words("due-next-year") == "Gemba walk | Dock 2 · due Mon 4 Jan 2027"
        await window.tap("due-later")
        assert window.route == "/start/later"

    show(a_tablet(tmp_path, plant=a_plant(planned=planned)), scenario)


def test_due_visit_whose_checklist_and_area_are_gone_is_still_shown(tmp_path: Path) -> None:
    planned = [due("odd", "not-here", DOCK_2.model_copy(update={"id": "nowhere"}), date(2026, 3, 3))]

    async def scenario(window: Window) -> None:
        assert window.words("due-odd") == "not-here | nowhere · due today"

    show(a_tablet(tmp_path, plant=a_plant(planned=planned)), scenario)


def test_wins_of_everybody_are_shown_newest_first_and_lead_to_all(tmp_path: Path) -> None:
    watch = Watch()
    tablet = a_tablet(tmp_path, watch=watch)
    for number in range(5):
        watch.moment += timedelta(minutes=1)
        said = {"kind": "good_practice", "statement": f"Seen {number}", "area": "dock-2"}
        findings.raise_finding(tablet.store, LUCJA.id, values=said)

    async def scenario(window: Window) -> None:
        shown = [words for words in window.texts() if words.startswith("Seen")]
        assert shown == ["Seen 4", "Seen 3", "Seen 2"]
        await window.tap("all-wins")
        assert window.route == "/wins"

    show(tablet, scenario)


def test_drafts_of_several_people_stay_apart(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    hers, his = begun(tablet, person=ANA), begun(tablet, person=BEN)

    async def scenario(window: Window) -> None:
        assert window.shows(f"visit-{hers.id}")
        assert not window.shows(f"visit-{his.id}")
        await window.tap("who")
        await window.sign_in(BEN)
        assert window.shows(f"visit-{his.id}")
        assert not window.shows(f"visit-{hers.id}")

    show(tablet, scenario)


def test_what_arrives_while_the_list_is_shown_appears_in_it(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        assert not window.shows("due-new")
        planned = [due("new", "five-s", DOCK_2, date(2026, 3, 4))]
        reference.replace(tablet.store, a_plant(planned=planned), "second")
        await window.news()
        assert window.words("due-new") == "5S walk | Dock 2 · due tomorrow"

    show(tablet, scenario)


def test_narrow_window_has_everything_in_one_column(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        assert "Wins nearby" in window.words()
        assert window.shows("nav-today")

    show(a_tablet(tmp_path), scenario, width=800, height=1280)
