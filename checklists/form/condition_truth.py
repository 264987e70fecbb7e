"""Whether a condition holds: yes, no, or not known until an earlier question is answered."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, TypeAlias

from checklists.form.answered import is_answered, value_of
from checklists.form.condition import All, AnyOf, Comparison, Not

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.form.checklist import Question
    from checklists.form.condition import Condition
    from checklists.records.answer import Answer, AnswerValue

Given: TypeAlias = "Callable[[str], tuple[Question, Answer] | None]"
"""Tells a question and its answer by the question's id; None where this visit does not ask it."""

_JUDGEMENTS = ("conforms", "finding", "not_applicable")
# Of two numbers, or of two dates as they are written.
_ORDERED: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def truth(condition: Condition, given: Given) -> bool | None:
    """Return whether a condition holds, None while that depends on a question nobody has answered."""
    match condition:
        case Comparison():
            return _holds(condition, given(condition.question))
        case Not(part):
            found = truth(part, given)
            return None if found is None else not found
        case All(parts):
            return _decided([truth(part, given) for part in parts], by=False)
        case AnyOf(parts):
            return _decided([truth(part, given) for part in parts], by=True)


def _decided(found: list[bool | None], *, by: bool) -> bool | None:
    """Return what parts come to: one value decides alone, the other only if nothing is unknown."""
    if by in found:
        return by
    return None if None in found else not by


def _holds(comparison: Comparison, known: tuple[Question, Answer] | None) -> bool | None:
    if comparison.operator == "answered":
        return known is not None and is_answered(*known)
    if known is None:
        return None
    question, answer = known
    if _is_judgement(comparison, question):
        return None if answer.judgement is None else answer.judgement == comparison.literal
    value = value_of(question, answer)
    return None if value is None else _compared(comparison, value)


def _is_judgement(comparison: Comparison, question: Question) -> bool:
    named = comparison.literal in _JUDGEMENTS and not comparison.quoted
    return (
        named
        and comparison.operator == "is"
        and not any(one.id == comparison.literal for one in question.choices)
    )


def _compared(comparison: Comparison, value: AnswerValue) -> bool:
    literal: float | str | None = comparison.literal
    if isinstance(value, bool):
        return ("yes" if value else "no") == literal
    if isinstance(value, tuple):
        return literal in value
    if not isinstance(value, str):
        literal = comparison.number
    if literal is None or comparison.operator not in _ORDERED:
        return value == literal
    return _ORDERED[comparison.operator](value, literal)
