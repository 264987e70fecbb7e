"""Finding a question again: by words, or among those not answered, needing attention, or marked."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import flet as ft

from checklists.files.catalog import shipped
from checklists.records.visit import Judgement
from mobile.store import outbox, visits
from mobile.views.find_question import LINES
from tests.support.app_driver import ANA, Window, a_plant, a_tablet, begun, show
from tests.support.tablet_samples import a_checklist

SECTIONS = next(one for one in shipped() if one.id == "five-s").sections
Q = SECTIONS[0].questions[0].id
LAST = SECTIONS[-1].questions[-1]


def walking(
    folder: Path, scenario: Callable[[Window, str], Coroutine[Any, Any, None]], **window: object
) -> None:
    """Play a scenario on the screen of a 5S walk; it gets the visit's id."""
    tablet = a_tablet(folder)
    visit = begun(tablet)
    show(tablet, lambda opened: scenario(opened, visit.id), route=f"/visit/{visit.id}", **window)


def lines(window: Window) -> list[str]:
    """Return the questions that were found."""
    others = {"find-question", "find-words", "find-close", "find-more"}
    found = [one for one in window.identifiers() if one.startswith("find-") and one not in others]
    return [one.removeprefix("find-") for one in found]


def key(name: str, **held: bool) -> dict[str, object]:
    return {"key": name, "shift": False, "ctrl": False, "alt": False, "meta": False, **held}


def test_words_find_a_question_in_another_section_and_open_it_there(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap("find-question")
        await window.enter("find-words", LAST.text.upper()[:30])
        assert lines(window) == [LAST.id]
        assert window.words("found") == "1 question"
        await window.tap(f"find-{LAST.id}")
        assert window.has(f"question-{LAST.id}")
        assert window.chosen(f"section-{SECTIONS[-1].id}")
        assert not window.has("find-words")

    walking(tmp_path, scenario)


def test_accents_make_no_difference_and_notes_are_searched_too(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.enter(f"note-{Q}", "Gęś at gate 4")
        await window.tap("find-question")
        await window.enter("find-words", "ges 4")
        assert lines(window) == [Q]
        await window.enter("find-words", "nothing like it anywhere")
        assert lines(window) == []
        assert window.words("found") == "No question here holds these words."

    walking(tmp_path, scenario)


def test_enter_opens_the_first_that_was_found(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap("find-question")
        await window.enter("find-words", LAST.text[:30])
        await window.submit("find-words")
        assert window.has(f"question-{LAST.id}")

    walking(tmp_path, scenario)


def test_unanswered_questions_are_two_taps_away_and_counted(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap(f"answer-{Q}-conforms")
        assert window.words("wanted-unanswered") == "Not answered 13"
        await window.tap("wanted-unanswered")
        assert len(lines(window)) == 13
        assert Q not in lines(window)
        await window.tap(f"find-{LAST.id}")
        assert window.has(f"question-{LAST.id}")

    walking(tmp_path, scenario)


def test_flagged_questions_are_counted_in_their_section_and_found(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        assert not window.has("wanted-attention")
        await window.tap(f"answer-{Q}-needs_attention")
        await window.enter("finding-statement", "Labels are faded")
        await window.tap("finding-done")
        assert window.words("wanted-attention") == "Needs attention 1"
        assert "1 needs attention" in window.words(f"section-{SECTIONS[0].id}")
        await window.tap("wanted-attention")
        assert lines(window) == [Q]

    walking(tmp_path, scenario)


def test_question_to_come_back_to_is_marked_on_the_tablet_alone(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        waiting = outbox.counts(window.store)
        await window.tap(f"come-back-{Q}")
        assert window.words(f"marked-{Q}") == "You want to come back to this"
        assert "1 to come back to" in window.words(f"section-{SECTIONS[0].id}")
        assert outbox.counts(window.store) == waiting
        await window.tap("wanted-come-back")
        assert lines(window) == [Q]
        await window.tap(f"find-{Q}")
        await window.tap(f"come-back-{Q}")
        assert not window.has("wanted-come-back")
        assert not window.has(f"marked-{Q}")

    walking(tmp_path, scenario)


def test_empty_group_says_so(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap("find-question")
        await window.tap("among-come-back")
        assert window.words("found").startswith("Nothing here.")
        await window.tap("among-all")
        assert len(lines(window)) == 14

    walking(tmp_path, scenario)


def test_long_list_comes_in_parts(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path, plant=a_plant(checklists=[a_checklist(questions=60)]))
    visit = begun(tablet, "purchasing")
    visits.judge(tablet.store, ANA.id, visit.id, "q1", Judgement.CONFORMS)

    async def scenario(window: Window) -> None:
        await window.tap("wanted-unanswered")
        assert len(lines(window)) == LINES
        await window.tap("find-more")
        await window.tap("find-more")
        assert len(lines(window)) == 59
        assert not window.has("find-more")

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_slash_opens_the_search_and_escape_closes_it(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.fire(window.page, "keyboard_event", key("/"))
        assert window.has("find-words")
        await window.fire(window.page, "keyboard_event", key("Escape"))
        assert not window.has("find-words")
        await window.fire(window.page, "keyboard_event", key("/", ctrl=True))
        assert not window.has("find-words")

    walking(tmp_path, scenario)


def test_slash_in_a_note_is_only_a_slash(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        field = window.inside(f"note-{Q}", ft.TextField)
        await window.fire(field, "focus")
        await window.fire(window.page, "keyboard_event", key("/"))
        assert not window.has("find-words")
        await window.fire(field, "blur")
        await window.fire(window.page, "keyboard_event", key("/"))
        assert window.has("find-words")

    walking(tmp_path, scenario)


def test_search_that_is_closed_leads_back_to_the_same_question(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap(f"section-{SECTIONS[2].id}")
        await window.tap("find-question")
        await window.tap("find-close")
        assert window.has(f"question-{SECTIONS[2].questions[0].id}")

    walking(tmp_path, scenario)
