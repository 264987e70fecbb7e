"""Rules that look at what the record shows of each question."""

from __future__ import annotations

import pytest

from checklists.lint.rules import lint
from checklists.lint.seen import ENOUGH_VISITS, RULES, Seen
from tests.checklists.answers import a_checklist, a_section, question_table

CHECKLIST = a_checklist(a_section("all", question_table("a"), question_table("b")))
NAMES = {rule.name for rule in RULES}


def rules(*shown: Seen, off: tuple[str, ...] = ()) -> list[tuple[str, str | None]]:
    return [(one.rule, one.question) for one in lint(CHECKLIST, off, shown) if one.rule in NAMES]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (Seen("a", 40, 0, 30.0), [("never-failed", "a")]),
        (Seen("b", 40, 1, 1.9), [("in-a-blink", "b")]),
        (Seen("b", 40, 0, 0.0), [("never-failed", "b"), ("in-a-blink", "b")]),
        (Seen("a", 40, 1, 2.0), []),
        (Seen("a", 40, 1, None), []),
        (Seen("a", ENOUGH_VISITS - 1, 0, 0.5), []),
        (Seen("a", ENOUGH_VISITS, 0), [("never-failed", "a")]),
        (Seen("gone", 40, 0, 0.5), []),
    ],
)
def test_record_is_looked_at_where_it_shows_enough(shown: Seen, expected: list[tuple[str, str]]) -> None:
    assert rules(shown) == expected


def test_without_a_record_nothing_is_said() -> None:
    assert rules() == []


def test_rule_about_the_record_can_be_switched_off() -> None:
    assert rules(Seen("a", 40, 0, 0.5), off=("never-failed",)) == [("in-a-blink", "a")]


def test_remark_says_how_many_visits_it_comes_from() -> None:
    (remark,) = [one for one in lint(CHECKLIST, shown=[Seen("a", 43, 0, 9.0)]) if one.rule in NAMES]
    assert str(remark).startswith("In question “a”, 43 visits asked it and none of them found anything")
