"""Typed questions on their cards: a tap or a word answers, odd values are told, and it can be undone."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import flet as ft
import pytest

from checklists.files.catalog import shipped
from mobile.components import autosave
from mobile.store import findings, memory, visits
from tests.support.app_driver import ANA, Window, a_plant, a_tablet, begun, show
from tests.support.typed_checklist import every_type

if TYPE_CHECKING:
    from pathlib import Path

    from checklists.form.checklist import Checklist
    from checklists.records.visit import Answer
    from mobile.bootstrap import Tablet

Scenario = Callable[[Window, "Walked"], Coroutine[Any, Any, None]]


class Walked:
    """A visit with every type of question, and what the tablet holds of it."""

    def __init__(self, tablet: Tablet) -> None:
        self.tablet = tablet
        memory.remember(tablet.store, f"walking/{ANA.id}/steps", "seen")
        self.visit = begun(tablet, "every-type").id

    def answer(self, question: str) -> Answer:
        return visits.answer(self.tablet.store, self.visit, question)

    def value(self, question: str) -> object:
        return self.answer(question).value


@pytest.fixture
def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Scenario], None]:
    """Play a scenario on a walk with every type of question."""
    monkeypatch.setattr(autosave, "PAUSE", 0.01)

    def played(scenario: Scenario, checklist: Checklist | None = None) -> None:
        tablet = a_tablet(tmp_path, plant=a_plant(checklists=[*shipped(), checklist or every_type()]))
        walked = Walked(tablet)

        async def run(window: Window) -> None:
            await scenario(window, walked)

        show(tablet, run, route=f"/visit/{walked.visit}")

    return played


def test_one_tap_says_yes_and_the_same_tap_takes_it_back(play: Callable[[Scenario], None]) -> None:
    async def scenario(window: Window, walked: Walked) -> None:
        await window.tap("value-lorry-yes")
        assert walked.value("lorry") is True
        assert window.chosen("value-lorry-yes")
        assert "1 of 9" in window.words("progress")
        await window.tap("value-lorry-yes")
        assert walked.value("lorry") is None
        assert window.notice == "The answer is taken back."
        await window.undo()
        assert walked.value("lorry") is True

    play(scenario)


def test_answer_that_suggests_a_finding_is_recorded_with_one_tap(play: Callable[[Scenario], None]) -> None:
    async def scenario(window: Window, walked: Walked) -> None:
        await window.tap("value-lorry-no")
        assert "The answer is “No”." in window.words("suggestion-lorry")
        await window.tap("record-lorry")
        (raised,) = findings.of_question(walked.tablet.store, walked.visit, "lorry")
        assert raised.text("evidence") == "The answer is “No”."
        assert walked.value("lorry") is False
        await window.tap("back")
        assert not window.shows("suggestion-lorry")

    play(scenario)


def test_choice_and_choices_are_tapped_and_untapped(play: Callable[[Scenario], None]) -> None:
    async def scenario(window: Window, walked: Walked) -> None:
        await window.tap("value-label-old")
        assert walked.value("label") == "old"
        assert "Chosen: Hard to read." in window.words("suggestion-label")
        await window.tap("value-label-new")
        assert walked.value("label") == "new"
        assert not window.shows("suggestion-label")
        await window.tap("value-seen-bent")
        await window.tap("value-seen-ice")
        assert walked.value("seen") == ("ice", "bent")
        await window.tap("value-seen-ice")
        assert walked.value("seen") == ("bent",)
        await window.tap("value-seen-bent")
        assert walked.value("seen") is None
        await window.undo()
        assert walked.value("seen") == ("bent",)

    play(scenario)


def test_number_is_read_with_point_or_comma_and_limits_only_suggest(
    play: Callable[[Scenario], None],
) -> None:
    async def scenario(window: Window, walked: Walked) -> None:
        assert "Fine from 2 to 8\N{NO-BREAK SPACE}°C" in window.words("question-warm")
        await window.enter("value-warm", "4,5")
        await window.until(lambda: walked.value("warm") == 4.5)
        assert window.field("value-warm") == "4,5"
        assert not window.shows("suggestion-warm")
        await window.enter("value-warm", "12")
        await window.until(lambda: walked.value("warm") == 12)
        sentence = "12\N{NO-BREAK SPACE}°C is above 8\N{NO-BREAK SPACE}°C."
        assert sentence in window.words("suggestion-warm")
        assert walked.answer("warm").judgement is None
        await window.enter("value-warm", "-3")
        await window.until(lambda: walked.value("warm") == -3)
        assert "is below" in window.words("suggestion-warm")
        await window.tap("answer-warm-conforms")
        assert not window.shows("suggestion-warm")

    play(scenario)


def test_what_is_no_number_stays_in_the_field_and_is_told(play: Callable[[Scenario], None]) -> None:
    async def scenario(window: Window, walked: Walked) -> None:
        await window.enter("value-warm", "5")
        await window.until(lambda: walked.value("warm") == 5)
        for typed in ("warm", "1e300", "nan", "9" * 19, "1,2,3", "--"):
            await window.enter("value-warm", typed)
            await window.until(lambda: window.shows("value-warm-problem"))
            assert window.field("value-warm") == typed
            assert walked.value("warm") == 5
            await window.enter("value-warm", "5")
            await window.until(lambda: not window.shows("value-warm-problem"))

    play(scenario)


def test_comma_being_typed_is_not_taken_away_by_what_was_saved(play: Callable[[Scenario], None]) -> None:
    async def scenario(window: Window, walked: Walked) -> None:
        for typed, kept in (("4", 4), ("4,", 4), ("4,0", 4), ("4,05", 4.05)):
            await window.enter("value-warm", typed)
            await window.until(lambda kept=kept: walked.value("warm") == kept)
            assert window.field("value-warm") == typed

    play(scenario)


def test_words_are_saved_as_they_are_typed(play: Callable[[Scenario], None]) -> None:
    async def scenario(window: Window, walked: Walked) -> None:
        await window.enter("value-decision", "Back to the supplier")
        await window.until(lambda: walked.value("decision") == "Back to the supplier")
        await window.until(lambda: window.shows("value-decision-saved"))

    play(scenario)


def test_today_is_one_tap_and_another_day_is_picked(play: Callable[[Scenario], None]) -> None:
    async def scenario(window: Window, walked: Walked) -> None:
        today = datetime.now(UTC).date()
        await window.tap("day-oldest-today")
        await window.until(lambda: walked.value("oldest") is not None)
        assert abs((datetime.fromisoformat(str(walked.value("oldest"))).date() - today).days) < 3000
        await window.tap("day-oldest")
        picker = window.all(ft.DatePicker)[-1]
        await window.fire(picker, "change", None, value=datetime(2026, 2, 28, tzinfo=UTC))
        assert walked.value("oldest") == "2026-02-28"
        assert "Sat 28 Feb 2026" in window.words("day-oldest")
        await window.tap("clear-oldest")
        assert walked.value("oldest") is None
        await window.undo()
        assert walked.value("oldest") == "2026-02-28"

    play(scenario)


def test_sample_is_looked_at_piece_by_piece(play: Callable[[Scenario], None]) -> None:
    async def scenario(window: Window, walked: Walked) -> None:
        assert "0 of 3 looked at" in window.words("tally-gauges")
        await window.enter("item-gauges-1", "M-0412")
        assert walked.answer("gauges").sample == {}
        await window.tap("holds-gauges-1-yes")
        assert walked.answer("gauges").sample[1].model_dump() == {"item": "M-0412", "holds": True}
        await window.tap("next-gauges")
        await window.tap("holds-gauges-2-no")
        await window.enter("item-gauges-2", "M-0007")
        await window.until(lambda: walked.answer("gauges").sample[2].item == "M-0007")
        assert "1 of 2 in date" in window.words("tally-gauges")
        assert "1 of 2 not in date." in window.words("suggestion-gauges")
        await window.tap("next-gauges")
        await window.tap("holds-gauges-3-yes")
        assert "3 of 3 looked at" in window.words("tally-gauges")
        assert not window.shows("next-gauges")
        await window.tap("out-gauges-2")
        assert sorted(walked.answer("gauges").sample) == [1, 3]
        await window.undo()
        assert walked.answer("gauges").sample[2].item == "M-0007"

    play(scenario)


def test_name_of_a_piece_waits_until_it_is_said_whether_it_holds(play: Callable[[Scenario], None]) -> None:
    async def scenario(window: Window, walked: Walked) -> None:
        await window.enter("item-gauges-1", "M-0412")
        await window.tap("view-one")
        await window.tap("view-list")
        assert window.field("item-gauges-1") == "M-0412"
        await window.tap("holds-gauges-1-no")
        assert walked.answer("gauges").sample[1].item == "M-0412"

    play(scenario)


def test_condition_shows_its_question_at_once_and_hides_it_with_its_answer_kept(
    play: Callable[[Scenario], None],
) -> None:
    async def scenario(window: Window, walked: Walked) -> None:
        assert not window.shows("question-why-late")
        await window.tap("value-lorry-no")
        assert window.shows("question-why-late")
        assert "1 of 10" in window.words("progress")
        await window.enter("value-why-late", "Traffic")
        await window.until(lambda: walked.value("why-late") == "Traffic")
        await window.tap("value-lorry-yes")
        assert not window.shows("question-why-late")
        assert walked.value("why-late") == "Traffic"

    play(scenario)


def test_section_is_walked_for_another_machine_with_its_own_answers(
    play: Callable[[Scenario], None],
) -> None:
    async def scenario(window: Window, walked: Walked) -> None:
        await window.tap("section-each-rack")
        await window.enter("repeat-each-rack", "Rack A")
        await window.until(lambda: "Each rack · Rack A" in window.words("section-each-rack"))
        await window.tap("another-each-rack")
        assert window.shows("question-rack~2")
        await window.tap("value-rack~2-yes")
        await window.enter("repeat-each-rack~2", "Rack B")
        await window.until(lambda: "Rack B" in window.words("section-each-rack~2"))
        assert (walked.value("rack"), walked.value("rack~2")) == (None, True)
        assert "1 of 10" in window.words("progress")
        visit = visits.get(walked.tablet.store, walked.visit)
        assert visit
        assert visit.repeats("each-rack") == {1: "Rack A", 2: "Rack B"}

    play(scenario)


def test_other_rack_is_taken_out_again_with_an_undo(play: Callable[[Scenario], None]) -> None:
    async def scenario(window: Window, walked: Walked) -> None:
        await window.tap("section-each-rack")
        await window.tap("another-each-rack")
        assert window.shows("question-rack~2")
        await window.undo()
        assert not window.shows("section-each-rack~2")
        assert "0 of 9" in window.words("progress")

    play(scenario)


def test_view_of_one_question_walks_what_is_asked(play: Callable[[Scenario], None]) -> None:
    async def scenario(window: Window, walked: Walked) -> None:
        await window.tap("view-one")
        await window.tap("value-lorry-no")
        assert "Question 1 of 10" in window.words("place")
        await window.tap("next-question")
        assert window.shows("question-why-late")
        await window.tap("previous-question")
        await window.tap("value-lorry-yes")
        await window.tap("next-question")
        assert window.shows("question-label")

    play(scenario)


def test_required_question_keeps_the_walk_open(play: Callable[[Scenario], None]) -> None:
    async def scenario(window: Window, walked: Walked) -> None:
        assert "Needed to complete the walk" in window.words("question-warm")
        await window.go(f"/visit/{walked.visit}/close")
        assert "Needed before the walk is completed" in window.words("missing-warm")

    play(scenario)


def test_value_of_another_kind_from_elsewhere_is_shown_as_not_answered(
    play: Callable[[Scenario], None],
) -> None:
    async def scenario(window: Window, walked: Walked) -> None:
        for question in ("lorry", "label", "seen", "warm", "oldest", "gauges"):
            visits.give(walked.tablet.store, ANA.id, walked.visit, question, "purple")
        await window.news()
        assert "0 of 9" in window.words("progress")

    play(scenario)
