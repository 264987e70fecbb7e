"""Whether an answer is what its question asked for, and whether it suggests a finding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from checklists.form.question import QuestionType

if TYPE_CHECKING:
    from checklists.form.checklist import Choice, Question
    from checklists.records.answer import Answer, AnswerValue, SampleRow


def value_of(question: Question, answer: Answer) -> AnswerValue | None:
    """Return what a question was answered with, None where it is nothing that this question takes.

    Choices come in the order of the checklist; choices it does not have are left out.
    """
    value = answer.value
    if question.type in (QuestionType.CHOICE, QuestionType.CHOICES):
        return _choices_of(question, value)
    match question.type, value:
        case (QuestionType.YES_NO, bool()):
            return value
        case (QuestionType.NUMBER, int() | float()) if not isinstance(value, bool):
            return value
        case (QuestionType.TEXT, str()) if value.strip():
            return value
        case (QuestionType.DATE, str()) if _is_date(value):
            return value
        case _:
            return None


def _choices_of(question: Question, value: AnswerValue | None) -> AnswerValue | None:
    ids = [choice.id for choice in question.choices]
    if question.type is QuestionType.CHOICE:
        return value if value in ids else None
    return (tuple(one for one in ids if one in value) or None) if isinstance(value, tuple) else None


def rows_of(question: Question, answer: Answer) -> dict[int, SampleRow]:
    """Return the pieces of a sample that the question asks for, by their numbers from 1."""
    asked = question.sample.of if question.sample else 0
    return {number: row for number, row in sorted(answer.sample.items()) if 1 <= number <= asked}


def is_answered(question: Question, answer: Answer) -> bool:
    """Say whether a question is answered: by a judgement, or by what its type asks for."""
    if answer.judgement is not None:
        return True
    match question.type:
        case QuestionType.JUDGEMENT:
            return False
        case QuestionType.PHOTO:
            return bool(answer.photos)
        case QuestionType.SAMPLE:
            return question.sample is not None and len(rows_of(question, answer)) == question.sample.of
        case _:
            return value_of(question, answer) is not None


class SuggestedBy(StrEnum):
    """What suggests that something needs attention."""

    BELOW = "below"  # a number under the lowest
    ABOVE = "above"  # a number over the highest
    YES_NO = "yes_no"  # the answer named in `finding_if`
    CHOSEN = "chosen"  # a choice marked with `finding`
    NOT_HELD = "not_held"  # pieces of the sample that are not as they are meant to be


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Why an answer suggests that something needs attention; nothing is judged by it.

    Attributes:
        by: what suggests it.
        value: the number, or the yes or no; None for choices and samples.
        limit: the lowest or highest that is fine; None where it is no number.
        unit: of number and limit, empty for none.
        choices: the choices that were made and suggest it.
        rows: the pieces that do not hold, by their numbers.
        looked_at: how many pieces have been looked at so far.
    """

    by: SuggestedBy
    value: float | None = None
    limit: float | None = None
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    rows: tuple[tuple[int, SampleRow], ...] = ()
    looked_at: int = 0


def suggestion(question: Question, answer: Answer) -> Suggestion | None:
    """Return why an answer suggests that something needs attention, None where it does not."""
    match value_of(question, answer):
        case bool() as said:
            hit = question.finding_if == ("yes" if said else "no")
            return Suggestion(SuggestedBy.YES_NO, value=said) if hit else None
        case int() | float() as number:
            return _outside(question, number)
        case str() | tuple() as chosen:
            return _chosen(question, chosen)
        case _:
            return _not_held(question, answer)


def _outside(question: Question, number: float) -> Suggestion | None:
    unit = question.unit or ""
    if question.lowest is not None and number < question.lowest:
        return Suggestion(SuggestedBy.BELOW, number, question.lowest, unit)
    if question.highest is not None and number > question.highest:
        return Suggestion(SuggestedBy.ABOVE, number, question.highest, unit)
    return None


def _chosen(question: Question, chosen: str | tuple[str, ...]) -> Suggestion | None:
    ids = (chosen,) if isinstance(chosen, str) else chosen
    found = tuple(one for one in question.choices if one.id in ids and one.finding)
    return Suggestion(SuggestedBy.CHOSEN, choices=found) if found else None


def _not_held(question: Question, answer: Answer) -> Suggestion | None:
    rows = rows_of(question, answer)
    found = tuple((number, row) for number, row in rows.items() if not row.holds)
    return Suggestion(SuggestedBy.NOT_HELD, rows=found, looked_at=len(rows)) if found else None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
