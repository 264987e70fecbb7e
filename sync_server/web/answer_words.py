"""What typed questions were answered with, in words: readings with their units, choices, days, pieces."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import ValidationError

from checklists.form.answered import rows_of, value_of
from checklists.form.question import QuestionType
from checklists.records.answer import SampleRow

if TYPE_CHECKING:
    from pydantic import JsonValue

    from checklists.form.question import Question
    from checklists.records.answer import Answer, AnswerValue


def said_of(question: Question | None, answer: Answer) -> str:
    """Return what a question was answered with: "4.5 °C", "Yes", "3 of 5 in date"; empty for nothing."""
    if question is None:
        return ""
    if question.sample is not None:
        rows = rows_of(question, answer)
        held = sum(row.holds for row in rows.values())
        return f"{held} of {len(rows)} {question.sample.holds}" if rows else ""
    value = value_of(question, answer)
    return "" if value is None else value_words(question, value)


def value_words(question: Question, value: AnswerValue) -> str:
    """Return a value in words; one that the question does not take is shown as it is."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        plain = f"{int(value):,}" if float(value).is_integer() else f"{value:,}"
        return f"{plain}\N{NO-BREAK SPACE}{question.unit}" if question.unit else plain
    if isinstance(value, tuple):
        return ", ".join(_choice(question, one) for one in value)
    if question.type is QuestionType.DATE:
        return _day(value)
    return _choice(question, value)


def pieces_of(question: Question | None, answer: Answer) -> list[tuple[str, bool]]:
    """Return the pieces of a sample in words, each with whether it holds."""
    if question is None:
        return []
    return [
        (_piece(question, str(number), row), row.holds) for number, row in rows_of(question, answer).items()
    ]


def piece_words(question: Question | None, number: str, value: JsonValue) -> str:
    """Return one piece of a sample in words; empty for what is none."""
    try:
        return _piece(question, number, SampleRow.model_validate(value))
    except ValidationError:
        return ""


def _piece(question: Question | None, number: str, row: SampleRow) -> str:
    sample = question.sample if question else None
    name = row.item or f"{sample.what if sample else 'piece'} {number}"
    holds = sample.holds if sample else "as it is meant to be"
    return f"{name}: {holds if row.holds else f'not {holds}'}"


def _choice(question: Question, value: str) -> str:
    return next((one.text for one in question.choices if one.id == value), value)


def _day(iso: str) -> str:
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day:%a} {day.day} {day:%b} {day.year}"
