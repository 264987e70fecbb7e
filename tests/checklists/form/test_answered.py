"""Each type of question: when it is answered, and what suggests that something needs attention."""

from __future__ import annotations

from typing import Any

import pytest

from checklists.form.answered import SuggestedBy, Suggestion, is_answered, suggestion, value_of
from checklists.form.checklist import Choice, Question
from checklists.records.answer import SampleRow, value_in
from tests.checklists.answers import a_question, an_answer

CHOICES = [{"id": "whole", "text": "Whole"}, {"id": "broken", "text": "Broken", "finding": True}]
TYPES: dict[str, Question] = {
    "judgement": a_question(),
    "yes_no": a_question(type="yes_no", finding_if="no"),
    "choice": a_question(type="choice", choices=CHOICES),
    "choices": a_question(type="choices", choices=CHOICES),
    "number": a_question(type="number", unit="°C", lowest=2, highest=8),
    "text": a_question(type="text"),
    "date": a_question(type="date"),
    "photo": a_question(type="photo"),
    "sample": a_question(type="sample", sample={"what": "gauge", "of": 2, "holds": "in date"}),
}
every_type = pytest.mark.parametrize("name", TYPES)


@every_type
def test_judgement_answers_a_question_of_any_type(name: str) -> None:
    assert not is_answered(TYPES[name], an_answer())
    assert is_answered(TYPES[name], an_answer(judgement="not_applicable"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("yes_no", False),
        ("choice", "whole"),
        ("choices", ("broken", "whole")),
        ("number", 0),
        ("number", -2.5),
        ("text", "Fine"),
        ("date", "2026-02-28"),
    ],
)
def test_value_answers_a_question_of_its_type(name: str, value: Any) -> None:
    assert is_answered(TYPES[name], an_answer(value=value))
    assert value_of(TYPES[name], an_answer(value=value)) in (value, ("whole", "broken"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("judgement", "text"),
        ("yes_no", "yes"),
        ("yes_no", 1),
        ("choice", "gone"),
        ("choice", ("whole",)),
        ("choices", ()),
        ("choices", ("gone",)),
        ("choices", "whole"),
        ("number", True),
        ("number", "8"),
        ("text", "  "),
        ("text", 8),
        ("date", "2026-02-30"),
        ("date", "tomorrow"),
        ("photo", "x"),
        ("sample", "x"),
    ],
)
def test_value_of_another_sort_answers_nothing(name: str, value: Any) -> None:
    assert value_of(TYPES[name], an_answer(value=value)) is None
    assert not is_answered(TYPES[name], an_answer(value=value))


def test_choice_that_is_no_longer_there_is_left_out() -> None:
    assert value_of(TYPES["choices"], an_answer(value=("gone", "whole"))) == ("whole",)


def test_photo_is_answered_by_one_and_a_sample_by_every_piece() -> None:
    assert is_answered(TYPES["photo"], an_answer(photos=1))
    assert not is_answered(TYPES["sample"], an_answer(sample=[("1", True)]))
    assert is_answered(TYPES["sample"], an_answer(sample=[("1", True), ("2", False)]))
    assert is_answered(TYPES["sample"], an_answer(sample=[("1", True), ("2", False), ("3", True)]))


def test_note_alone_answers_nothing() -> None:
    assert not is_answered(TYPES["number"], an_answer(note="About eight."))


@pytest.mark.parametrize(
    ("name", "said", "expected"),
    [
        ("number", {"value": 12}, Suggestion(SuggestedBy.ABOVE, 12, 8, "°C")),
        ("number", {"value": 1.5}, Suggestion(SuggestedBy.BELOW, 1.5, 2, "°C")),
        ("yes_no", {"value": False}, Suggestion(SuggestedBy.YES_NO, value=False)),
        (
            "choice",
            {"value": "broken"},
            Suggestion(SuggestedBy.CHOSEN, choices=(Choice(id="broken", text="Broken", finding=True),)),
        ),
        (
            "choices",
            {"value": ("whole", "broken")},
            Suggestion(SuggestedBy.CHOSEN, choices=(Choice(id="broken", text="Broken", finding=True),)),
        ),
        (
            "sample",
            {"sample": [("4417", False)]},
            Suggestion(SuggestedBy.NOT_HELD, rows=((1, SampleRow(item="4417", holds=False)),), looked_at=1),
        ),
    ],
)
def test_answer_outside_of_what_is_fine_suggests_a_finding(
    name: str, said: dict[str, Any], expected: Suggestion
) -> None:
    assert suggestion(TYPES[name], an_answer(**said)) == expected


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("number", {"value": 2}),
        ("number", {"value": 8.0}),
        ("yes_no", {"value": True}),
        ("choice", {"value": "whole"}),
        ("choices", {"value": ("whole",)}),
        ("sample", {"sample": [("1", True), ("2", True), ("3", False)]}),
        *((name, {}) for name in TYPES),
        *((name, {"judgement": "finding"}) for name in TYPES),
        ("text", {"value": "no"}),
        ("photo", {"photos": 3}),
    ],
)
def test_answer_that_is_fine_suggests_nothing(name: str, said: dict[str, Any]) -> None:
    assert suggestion(TYPES[name], an_answer(**said)) is None


@pytest.mark.parametrize(
    ("said", "value"),
    [
        (None, None),
        (True, True),
        (8.5, 8.5),
        (["a", "b"], ("a", "b")),
        ([], ()),
        (["a", 1], None),
        ({"a": 1}, None),
        (1e300, None),
    ],
)
def test_field_of_a_newer_version_reads_as_no_value(said: Any, value: Any) -> None:
    assert value_in(said) == value
