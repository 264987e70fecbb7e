"""What a typed question was answered with, in the words of the language that is spoken."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from checklists.form.answered import SuggestedBy, rows_of, value_of
from checklists.form.question import QuestionType
from mobile.text import say
from mobile.text.numbers import number

if TYPE_CHECKING:
    from checklists.form.answered import Suggestion
    from checklists.form.question import Question
    from checklists.records.answer import Answer, AnswerValue

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def said_of(question: Question, answer: Answer) -> str:
    """Return what a question was answered with: "4.5 °C", "Yes", "3 of 5 in date"; empty for nothing."""
    if question.sample is not None:
        rows = rows_of(question, answer)
        held = sum(row.holds for row in rows.values())
        return say("typed.held", n=held, seen=len(rows), holds=question.sample.holds) if rows else ""
    value = value_of(question, answer)
    return "" if value is None else value_words(question, value)


def value_words(question: Question, value: AnswerValue) -> str:
    """Return a value that a question takes, in words."""
    match value:
        case bool():
            return say("typed.yes" if value else "typed.no")
        case int() | float():
            return measured(value, question)
        case tuple():
            return ", ".join(_choice(question, one) for one in value)
        case str() if question.type is QuestionType.CHOICE:
            return _choice(question, value)
        case str() if question.type is QuestionType.DATE:
            return day_words(value)
        case _:
            return value


def measured(value: float, question: Question) -> str:
    """Return a number with its unit: "4.5 °C"."""
    plain = number(int(value) if float(value).is_integer() and not question.decimals else value)
    # Number and unit stay on one line.
    return f"{plain}\N{NO-BREAK SPACE}{question.unit}" if question.unit else plain


def limits(question: Question) -> str:
    """Return between which numbers a reading is fine, empty where nothing is said of it."""
    lowest, highest = question.lowest, question.highest
    if lowest is not None and highest is not None:
        return say("typed.fine_between", lowest=number(lowest), highest=measured(highest, question))
    if lowest is not None:
        return say("typed.fine_from", lowest=measured(lowest, question))
    return say("typed.fine_to", highest=measured(highest, question)) if highest is not None else ""


def day_words(iso: str) -> str:
    """Return an ISO date in words: "Tue 3 Mar 2026"."""
    that = date.fromisoformat(iso)
    weekday, month = say(f"day.{_DAYS[that.weekday()]}"), say(f"month.{that.month}")
    return say("day.date_with_year", weekday=weekday, day=that.day, month=month, year=that.year)


def suggestion_words(question: Question, suggested: Suggestion) -> str:
    """Return why an answer may need attention: "12 °C is above 8 °C."."""
    match suggested.by:
        case SuggestedBy.BELOW | SuggestedBy.ABOVE:
            value, limit = measured(suggested.value or 0, question), measured(suggested.limit or 0, question)
            below = suggested.by is SuggestedBy.BELOW
            return say("typed.below" if below else "typed.above", value=value, limit=limit)
        case SuggestedBy.YES_NO:
            return say("typed.said", value=say("typed.yes" if suggested.value else "typed.no"))
        case SuggestedBy.CHOSEN:
            return say("typed.chosen", value=", ".join(one.text for one in suggested.choices))
        case SuggestedBy.NOT_HELD:
            holds = question.sample.holds if question.sample else ""
            return say("typed.not_held", n=len(suggested.rows), seen=suggested.looked_at, holds=holds)


def _choice(question: Question, choice: str) -> str:
    return next((one.text for one in question.choices if one.id == choice), choice)
