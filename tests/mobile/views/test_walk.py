"""The walk: one tap answers and is in the database before it shows; nothing blocks, most can be undone."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from checklists.records.visit import Judgement
from mobile.bootstrap import Tablet
from mobile.store import findings, outbox, visits
from tests.support.app_driver import ANA, BEN, LINE_4, Window, a_plant, a_tablet, begun, show
from tests.support.tablet_samples import a_checklist

# The first question of the 5S walk.
Q = "sort-going-well"


def walking(
    tablet: Tablet, scenario: Callable[[Window, str], Coroutine[Any, Any, None]], **window: object
) -> None:
    """Play a scenario on the screen of a 5S walk; it gets the visit's id."""
    visit = begun(tablet)
    show(tablet, lambda opened: scenario(opened, visit.id), route=f"/visit/{visit.id}", **window)


def judgement(window: Window, visit_id: str, question: str = Q) -> Judgement | None:
    return visits.answer(window.store, visit_id, question).judgement


def test_conforms_is_kept_marked_and_counted(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap(f"answer-{Q}-conforms")
        assert judgement(window, visit_id) is Judgement.CONFORMS
        assert window.chosen(f"answer-{Q}-conforms")
        assert "1 of 14" in window.words("progress")
        assert window.words("section-sort").endswith("1/3")

    walking(a_tablet(tmp_path), scenario)


def test_tap_reaches_the_sync_line_at_once(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap(f"answer-{Q}-conforms")
        assert window.tablet.sync.status.waiting == outbox.counts(window.store).changes == 2
        assert "On this tablet" in window.words("sync")

    walking(a_tablet(tmp_path), scenario)


def test_second_tap_takes_the_answer_back_and_undo_brings_it_again(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap(f"answer-{Q}-conforms")
        await window.tap(f"answer-{Q}-conforms")
        assert judgement(window, visit_id) is None
        assert window.notice == "The answer is taken back."
        await window.undo()
        assert judgement(window, visit_id) is Judgement.CONFORMS
        assert window.chosen(f"answer-{Q}-conforms")

    walking(a_tablet(tmp_path), scenario)


def test_not_applicable_asks_why_and_undo_brings_the_reason_again(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap(f"answer-{Q}-not_applicable")
        await window.enter(f"reason-{Q}", "First walk here")
        assert visits.answer(window.store, visit_id, Q).reason == "First walk here"
        assert "saved 12:00" in window.words()
        await window.tap(f"answer-{Q}-not_applicable")
        assert not window.has(f"reason-{Q}")
        await window.undo()
        assert window.field(f"reason-{Q}") == "First walk here"

    walking(a_tablet(tmp_path), scenario)


def test_reason_still_being_typed_does_not_turn_the_next_answer_back(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap(f"answer-{Q}-not_applicable")
        typing = window.type_on(f"reason-{Q}", "First walk")
        await window.tap(f"answer-{Q}-conforms")
        await typing
        assert judgement(window, visit_id) is Judgement.CONFORMS

    walking(a_tablet(tmp_path), scenario)


def test_needs_attention_opens_a_finding_and_the_card_shows_it(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap(f"answer-{Q}-needs_attention")
        (finding,) = findings.of_visit(window.store, visit_id)
        assert window.route == f"/finding/{finding.id}"
        await window.enter("finding-statement", "Labels are faded")
        await window.tap("finding-done")
        assert window.route == f"/visit/{visit_id}/at/{Q}"
        assert window.words(f"finding-{finding.id}") == "Opportunity | Labels are faded"
        assert window.chosen(f"answer-{Q}-needs_attention")
        assert "1 of 14" in window.words("progress")

    walking(a_tablet(tmp_path), scenario)


def test_worth_sharing_opens_a_finding_and_keeps_conforms(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap(f"answer-{Q}-conforms")
        await window.tap(f"answer-{Q}-worth_sharing")
        await window.enter("finding-statement", "One sample of every label")
        await window.tap("finding-done")
        assert judgement(window, visit_id) is Judgement.CONFORMS
        assert window.chosen(f"answer-{Q}-conforms")
        assert window.chosen(f"answer-{Q}-worth_sharing")

    walking(a_tablet(tmp_path), scenario)


def test_same_answer_tapped_again_opens_the_finding_that_is_there(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap(f"answer-{Q}-needs_attention")
        first = window.route
        await window.tap("finding-done")
        await window.tap(f"answer-{Q}-needs_attention")
        assert window.route == first
        await window.tap("finding-done")
        await window.tap(f"another-{Q}")
        assert window.route != first
        assert len(findings.of_visit(window.store, visit_id)) == 2

    walking(a_tablet(tmp_path), scenario)


def test_empty_finding_of_a_mistap_is_dropped_by_the_right_answer(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap(f"answer-{Q}-needs_attention")
        await window.tap("finding-done")
        await window.tap(f"answer-{Q}-conforms")
        assert findings.of_visit(window.store, visit_id) == []
        assert judgement(window, visit_id) is Judgement.CONFORMS
        assert not window.chosen(f"answer-{Q}-needs_attention")

    walking(a_tablet(tmp_path), scenario)


@pytest.mark.parametrize("field", ["finding-statement", "finding-evidence"])
def test_finding_that_says_something_is_kept_and_told(tmp_path: Path, field: str) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap(f"answer-{Q}-needs_attention")
        await window.enter(field, "Two of five")
        await window.tap("finding-done")
        await window.tap(f"answer-{Q}-conforms")
        assert window.notice.startswith("There is a finding on this question.")
        assert judgement(window, visit_id) is Judgement.FINDING
        assert len(findings.of_visit(window.store, visit_id)) == 1

    walking(a_tablet(tmp_path), scenario)


def test_question_with_a_good_practice_stays_answered_when_conforms_is_taken_back(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap(f"answer-{Q}-conforms")
        await window.tap(f"answer-{Q}-worth_sharing")
        await window.enter("finding-statement", "One sample of every label")
        await window.tap("finding-done")
        await window.tap(f"answer-{Q}-conforms")
        assert judgement(window, visit_id) is Judgement.FINDING
        assert "1 of 14" in window.words("progress")

    walking(a_tablet(tmp_path), scenario)


def test_note_is_saved_while_it_is_typed_and_says_so(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.enter(f"note-{Q}", "Three receipts checked")
        assert visits.answer(window.store, visit_id, Q).note == "Three receipts checked"
        assert window.words(f"note-{Q}-saved") == "saved 12:00"
        assert judgement(window, visit_id) is None

    walking(a_tablet(tmp_path), scenario)


def test_note_half_typed_when_the_screen_is_left_is_saved(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        typing = window.type_on(f"note-{Q}", "Three rec")
        await window.tap("close-walk")
        assert visits.answer(window.store, visit_id, Q).note == "Three rec"
        await typing
        await window.tap("back")
        assert window.field(f"note-{Q}") == "Three rec"

    walking(a_tablet(tmp_path), scenario)


def test_note_half_typed_survives_turning_the_tablet(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        typing = window.type_on(f"note-{Q}", "Three rec")
        await window.resize(800, 1280)
        await typing
        assert window.field(f"note-{Q}") == "Three rec"
        assert visits.answer(window.store, visit_id, Q).note == "Three rec"

    walking(a_tablet(tmp_path), scenario)


def test_card_shows_a_statement_typed_just_before_it_was_left(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap(f"answer-{Q}-needs_attention")
        typing = window.type_on("finding-statement", "Labels are faded")
        await window.tap("finding-done")
        await typing
        (finding,) = findings.of_visit(window.store, visit_id)
        assert "Labels are faded" in window.words(f"finding-{finding.id}")

    walking(a_tablet(tmp_path), scenario)


def test_help_opens_in_place_one_at_a_time(tmp_path: Path) -> None:
    question = a_checklist().questions[0]
    tablet = a_tablet(tmp_path, plant=a_plant(checklists=[a_checklist()]))
    visit = begun(tablet, "purchasing")

    async def scenario(window: Window) -> None:
        assert question.why not in window.words()
        await window.tap("why-q1")
        assert question.why in window.words()
        await window.tap("look-for-q1")
        assert question.look_for[0] in window.words()
        assert question.why not in window.words()
        await window.tap("ask-q1")
        assert f"“{question.ask}”" in window.words()
        await window.tap("ask-q1")
        assert question.ask not in window.words()

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_progress_counts_every_answer_of_eighteen(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path, plant=a_plant(checklists=[a_checklist(questions=18)]))
    visit = begun(tablet, "purchasing")
    for number in range(1, 12):
        visits.judge(tablet.store, ANA.id, visit.id, f"q{number}", Judgement.CONFORMS)

    async def scenario(window: Window) -> None:
        assert window.words("progress") == "11 of 18 | about 12 min left"
        await window.tap("later-part")
        await window.tap("answer-q12-conforms")
        assert window.words("progress") == "12 of 18 | about 10 min left"

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_walk_of_somebody_else_is_not_walked_and_says_whose_it_is(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet, person=BEN)

    async def scenario(window: Window) -> None:
        assert "This walk is Ben Okafor's." in window.words()
        assert not window.shows(f"answer-{Q}-conforms")
        await window.go(f"/visit/{visit.id}/close")
        assert "This walk is Ben Okafor's." in window.words()
        assert not window.shows("complete")

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_walk_that_is_not_here_leads_to_today(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        assert "This walk is not on this tablet." in window.words()
        await window.tap("first-step")
        assert window.route == "/"

    show(a_tablet(tmp_path), scenario, route=f"/visit/{'0' * 32}")


def test_answer_the_server_did_not_take_is_shown_as_it_now_stands(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.tap(f"answer-{Q}-conforms")
        await window.refuse_last(visit_id)
        assert not window.chosen(f"answer-{Q}-conforms")
        assert "0 of 14" in window.words("progress")
        assert "Needs you: 1 entry" in window.words("sync")

    walking(a_tablet(tmp_path), scenario)


def test_started_on_today_it_is_walked_at_once(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        visit = await window.walk("close-out", LINE_4)
        await window.tap("answer-close-going-well-conforms")
        assert judgement(window, visit.id, "close-going-well") is Judgement.CONFORMS

    show(a_tablet(tmp_path), scenario)


def beside_each_other(window: Window) -> int:
    """Return how many answers stand in the first row of a question's card."""
    return len(window.all(ft.Row, intrinsic_height=True)[0].controls)


@pytest.mark.parametrize(
    ("width", "columns"), [(1280, 4), (1100, 4), (1099, 2), (960, 2), (800, 2), (412, 2)]
)
def test_four_answers_are_in_a_row_only_where_their_words_fit(
    tmp_path: Path, width: int, columns: int
) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        assert beside_each_other(window) == columns

    walking(a_tablet(tmp_path), scenario, width=width)


def test_answers_find_their_places_anew_when_the_window_changes(tmp_path: Path) -> None:
    async def scenario(window: Window, visit_id: str) -> None:
        await window.resize(960, 600)
        assert beside_each_other(window) == 2
        await window.tap(f"answer-{Q}-conforms")
        await window.resize(1280, 800)
        assert beside_each_other(window) == 4
        assert window.chosen(f"answer-{Q}-conforms")

    walking(a_tablet(tmp_path), scenario)
