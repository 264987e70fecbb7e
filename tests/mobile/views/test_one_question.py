"""One question on the screen: the same place as in the list, big steps, swipes that only move, a guide."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from checklists.files.catalog import shipped
from checklists.records.visit import Judgement
from mobile.store import memory, visits
from tests.support.app_driver import ANA, BEN, DOCK_2, Window, a_tablet, begun, show

SECTIONS = next(one for one in shipped() if one.id == "five-s").sections
QUESTIONS = [question for section in SECTIONS for question in section.questions]
FIRST, SECOND, LAST = QUESTIONS[0].id, QUESTIONS[1].id, QUESTIONS[-1].id


def walking(
    folder: Path, scenario: Callable[[Window, str], Coroutine[Any, Any, None]], **window: object
) -> None:
    """Play a scenario on the screen of a 5S walk that shows one question; it gets the visit's id."""
    tablet = a_tablet(folder)
    visit = begun(tablet)
    memory.remember(tablet.store, f"walking/{ANA.id}/view", "one")
    show(tablet, lambda opened: scenario(opened, visit.id), route=f"/visit/{visit.id}", **window)


def question_left_at(window: Window, visit_id: str) -> str | None:
    return memory.recall(window.store, f"place/{visit_id}")


def asked(window: Window) -> list[str]:
    """Return the questions on the screen."""
    return [one.removeprefix("question-") for one in window.identifiers() if one.startswith("question-")]


async def swipe(window: Window, speed: float, way: float = 0.0) -> None:
    """Draw a finger across; to the right at a speed, and on a way, above zero."""
    begin, end = {"x": 400.0, "y": 300.0}, {"x": 400.0 + way, "y": 300.0}
    detector = window.inside("swipe", ft.GestureDetector)
    await window.fire(detector, "horizontal_drag_start", {"l": begin, "g": begin, "k": "touch"})
    data = {"l": end, "g": end, "v": {"x": speed, "y": 0.0}, "pv": speed}
    await window.fire(detector, "horizontal_drag_end", data)


def test_big_buttons_lead_on_and_back_across_sections(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        assert asked(window) == [FIRST]
        assert window.disabled("previous-question")
        assert window.words("place") == "Question 1 of 14"
        for _ in SECTIONS[0].questions:
            await window.tap("next-question")
        assert asked(window) == [SECTIONS[1].questions[0].id]
        assert window.chosen(f"section-{SECTIONS[1].id}")
        await window.tap("previous-question")
        assert asked(window) == [SECTIONS[0].questions[-1].id]

    walking(tmp_path, scenario)


def test_last_question_leads_to_the_close(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap(f"section-{SECTIONS[-1].id}")
        await window.tap("next-question")
        assert asked(window) == [LAST]
        assert not window.has("next-question")
        await window.tap("close-from-last")
        assert window.route == f"/visit/{visit_id}/close"

    walking(tmp_path, scenario)


def test_both_views_are_at_the_same_question_and_the_choice_is_kept(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)
    scrolled: list[dict[str, object]] = []

    async def there_and_back(window: Window) -> None:
        await window.tap(f"section-{SECTIONS[1].id}")
        touched = SECTIONS[1].questions[2].id
        await window.tap(f"answer-{touched}-conforms")
        await window.tap("view-one")
        assert asked(window) == [touched]
        await window.tap("previous-question")
        await window.tap("view-list")
        assert asked(window) == [one.id for one in SECTIONS[1].questions]
        await window.until(lambda: scrolled and scrolled[-1].get("scroll_key") == SECTIONS[1].questions[1].id)
        await window.tap("view-one")

    async def later(window: Window) -> None:
        assert asked(window) == [SECTIONS[1].questions[1].id]
        assert window.has("view-list")

    async def somebody_else(window: Window) -> None:
        await window.walk("five-s", DOCK_2)
        assert window.has("view-one")

    replies = {"scroll_to": scrolled.append}
    show(tablet, there_and_back, route=f"/visit/{visit.id}", replies=replies)
    show(a_tablet(tmp_path), later, person=None)
    show(a_tablet(tmp_path), somebody_else, person=BEN)


@pytest.mark.parametrize("speed", [-900.0, 900.0], ids=["on", "back"])
def test_swipe_moves_and_keeps_what_was_tapped_and_half_typed(tmp_path: Path, speed: float) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap("next-question")
        await window.tap(f"answer-{SECOND}-not_applicable")
        typing = window.type_on(f"note-{SECOND}", "Three rec")
        await swipe(window, speed)
        await typing
        # Saved as it left the screen, which is no reason to go back to it.
        assert question_left_at(window, visit_id) == asked(window)[0]
        assert asked(window) == [QUESTIONS[2].id if speed < 0 else FIRST]
        answer = visits.answer(window.store, visit_id, SECOND)
        assert (answer.judgement, answer.note) == (Judgement.NOT_APPLICABLE, "Three rec")
        await swipe(window, -speed)
        assert window.field(f"note-{SECOND}") == "Three rec"

    walking(tmp_path, scenario)


def test_long_way_counts_where_the_tablet_could_not_tell_the_speed(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await swipe(window, 0.0, -200.0)
        assert asked(window) == [SECOND]
        await swipe(window, 0.0, 200.0)
        assert asked(window) == [FIRST]

    walking(tmp_path, scenario)


def test_slow_finger_and_a_swipe_before_the_first_question_stay(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await swipe(window, -60.0, -30.0)
        await swipe(window, 900.0)
        assert asked(window) == [FIRST]

    walking(tmp_path, scenario)


def test_arrow_keys_move_where_nothing_is_typed(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        held = {"shift": False, "ctrl": False, "alt": False, "meta": False}
        await window.fire(window.page, "keyboard_event", {"key": "Arrow Right", **held})
        assert asked(window) == [SECOND]
        await window.fire(window.inside(f"note-{SECOND}", ft.TextField), "focus")
        await window.fire(window.page, "keyboard_event", {"key": "Arrow Left", **held})
        assert asked(window) == [SECOND]

    walking(tmp_path, scenario)


def test_guide_says_why_what_good_looks_like_three_questions_and_evidence(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        question = QUESTIONS[0]
        assert question.why in window.words("guide-why")
        assert all(line in window.words("guide-good") for line in question.look_for)
        assert f"“{question.ask}”" in window.words("guide-ask")
        assert len(window.texts("guide-ask")) == len(window.texts("guide-evidence")) + 1 == 4
        general = window.texts("guide-ask")[2:]
        await window.tap("next-question")
        assert window.texts("guide-ask")[2:] != general

    walking(tmp_path, scenario)


def test_guide_is_put_away_and_stays_away(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        assert not window.has(f"why-{FIRST}")
        await window.tap("guide")
        assert not window.has("guide-why")
        assert window.has(f"why-{FIRST}")
        await window.tap("next-question")
        assert not window.has("guide-why")
        await window.go("/")
        await window.go(f"/visit/{visit_id}")
        assert not window.has("guide-why")

    walking(tmp_path, scenario)


def test_word_of_an_audit_is_explained_with_a_tap(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap("term-nonconformity")
        assert "never who" in window.words("term-means")
        await window.tap("term-auditee")
        assert "A host" in window.words("term-means")
        await window.tap("term-auditee")
        assert not window.has("term-means")

    walking(tmp_path, scenario)


def test_raising_something_in_between_leads_back_to_the_same_question(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap("next-question")
        await window.tap("next-question")
        await window.tap("saw-something")
        await window.tap("back")
        assert asked(window) == [QUESTIONS[2].id]

    walking(tmp_path, scenario)


def test_back_from_a_question_saves_what_is_half_typed(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        typing = window.type_on(f"note-{FIRST}", "Three rec")
        await window.tap("back")
        await typing
        assert window.route == "/"
        assert visits.answer(window.store, visit_id, FIRST).note == "Three rec"

    walking(tmp_path, scenario)
