"""Conditions: read by their own small grammar, and true, false or not known yet."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from checklists.form.condition import All, AnyOf, Comparison, Condition, ConditionError, Not, mentions, parsed
from checklists.form.condition_truth import truth
from tests.checklists.answers import a_question, an_answer

CHOICES = [{"id": "new", "text": "New"}, {"id": "12", "text": "Twelve"}, {"id": "finding", "text": "Find"}]
QUESTIONS = {
    "flag": a_question("flag", type="yes_no"),
    "warm": a_question("warm", type="number"),
    "one": a_question("one", type="choice", choices=CHOICES),
    "many": a_question("many", type="choices", choices=CHOICES),
    "words": a_question("words", type="text"),
    "day": a_question("day", type="date"),
    "plain": a_question("plain"),
}


def holds(text: str, **said: dict[str, Any]) -> bool | None:
    return truth(
        parsed(text), lambda name: (QUESTIONS[name], an_answer(name, **said[name])) if name in said else None
    )


def comparison(
    question: str, operator: str, literal: str, column: int, *, quoted: bool = False
) -> Comparison:
    return Comparison(question, operator, literal, quoted, column)


def test_and_binds_more_tightly_than_or_and_not_most_tightly() -> None:
    a, b, c = (comparison(name, "is", "yes", column) for name, column in (("a", 1), ("b", 13), ("c", 26)))
    assert parsed("a is yes or b is yes and c is yes") == AnyOf((a, All((b, c))))
    assert parsed("not a is yes") == Not(comparison("a", "is", "yes", 5))


def test_brackets_change_what_belongs_together() -> None:
    found = parsed("(a is yes or b < 2) and c includes x-1")
    assert isinstance(found, All)
    assert isinstance(found.parts[0], AnyOf)
    assert found.parts[1] == comparison("c", "includes", "x-1", 25)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("warm>8", comparison("warm", ">", "8", 1)),
        ("warm <= -2.5", comparison("warm", "<=", "-2.5", 1)),
        ('words is "a or (b)"', comparison("words", "is", "a or (b)", 1, quoted=True)),
        ("words is 'it'", comparison("words", "is", "it", 1, quoted=True)),
        ("  12 is not_applicable", comparison("12", "is", "not_applicable", 3)),
        ("5s-1 is answered", comparison("5s-1", "answered", "", 1)),
        ("a is not answered", Not(comparison("a", "answered", "", 1))),
        ("a is not yes", Not(comparison("a", "is", "yes", 1))),
    ],
)
def test_comparison_is_read(text: str, expected: Condition) -> None:
    assert parsed(text) == expected


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("", 1),
        ("a", 2),
        ("a is", 5),
        ("a is yes b is no", 10),
        ("(a is yes", 10),
        ("a is yes)", 9),
        ("is yes", 4),
        ("a = yes", 3),
        ("a is yes && b is no", 10),
        ("a is “yes”", 6),
        ('a is "yes', 6),
        ("and is yes", 1),
        ("a < < 3", 5),
        ("not " * 20 + "a is yes", 41),
        ("__import__('os')", 1),
    ],
)
def test_condition_that_can_not_be_read_is_told_the_column(text: str, column: int) -> None:
    with pytest.raises(ConditionError) as refused:
        parsed(text)
    assert refused.value.column == column
    assert f"column {column}" in refused.value.reason
    assert refused.value.remedy


@given(st.text(max_size=200))
@example("(" * 500)
@example("a is " + "9" * 480)
def test_any_text_is_read_or_refused_with_a_column_inside_it(text: str) -> None:
    column = 1
    try:
        parsed(text)
    except ConditionError as refused:
        column = refused.column
    assert 1 <= column <= len(text) + 1


def test_every_comparison_is_mentioned_from_left_to_right() -> None:
    found = mentions(parsed("not (b is yes or a > 1) and c is answered"))
    assert [one.question for one in found] == ["b", "a", "c"]


YES, NO = {"value": True}, {"value": False}


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        ("flag is yes", {"flag": YES}, True),
        ("flag is no", {"flag": YES}, False),
        ("flag is not yes", {"flag": NO}, True),
        ("warm > 8", {"warm": {"value": 8.1}}, True),
        ("warm > 8", {"warm": {"value": 8}}, False),
        ("warm >= 8", {"warm": {"value": 8}}, True),
        ("warm is 8", {"warm": {"value": 8.0}}, True),
        ("one is new", {"one": {"value": "new"}}, True),
        ("one is 12", {"one": {"value": "12"}}, True),
        ('one is "12"', {"one": {"value": "12"}}, True),
        ("one is finding", {"one": {"value": "new", "judgement": "finding"}}, False),
        ("many includes new", {"many": {"value": ("new", "12")}}, True),
        ("many includes finding", {"many": {"value": ("new",)}}, False),
        ('words is "so"', {"words": {"value": "so"}}, True),
        ('day < "2026-03-01"', {"day": {"value": "2026-02-28"}}, True),
        ("plain is finding", {"plain": {"judgement": "finding"}}, True),
        ("plain is conforms", {"plain": {"judgement": "finding"}}, False),
        ("warm is not_applicable", {"warm": {"judgement": "not_applicable"}}, True),
        ("plain is answered", {}, False),
        ("plain is not answered", {}, True),
        ("flag is answered", {"flag": NO}, True),
    ],
)
def test_condition_on_an_answer_holds_or_does_not(text: str, said: dict[str, Any], expected: bool) -> None:  # noqa: FBT001 - what is expected is a truth
    assert holds(text, **said) is expected


@pytest.mark.parametrize(
    "text",
    [
        "flag is yes",
        "flag is not yes",
        "not flag is yes",
        "warm > 8",
        "plain is finding",
        "flag is yes and warm > 8",
        "flag is yes or warm > 8",
        "flag is yes and plain is not answered",
    ],
)
def test_nothing_is_known_before_an_answer(text: str) -> None:
    assert holds(text) is None
    assert holds(text, flag={}, warm={}, plain={}) is None


def test_one_answer_may_decide_alone() -> None:
    assert holds("flag is yes or warm > 8", flag=YES) is True
    assert holds("flag is yes or warm > 8", flag=NO) is None
    assert holds("flag is yes and warm > 8", flag=NO) is False
    assert holds("flag is yes and warm > 8", flag=YES) is None


def test_value_of_another_sort_is_no_answer() -> None:
    assert holds("warm > 8", warm={"value": "9"}) is None
    assert holds("flag is yes", flag={"value": 1}) is None
    assert holds("one is new", one={"value": "gone"}) is None
