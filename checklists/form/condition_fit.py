"""Whether a condition fits the questions before it: asked earlier, and of a type it can be compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from checklists.form.condition import ConditionError, mentions, parsed
from checklists.form.misfit import Misfit
from checklists.form.question_fit import CHOICES, NUMBER, TYPES, choice_ids, type_of
from checklists.own_words import closest, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checklists.form.condition import Comparison
    from checklists.form.misfit import Table

JUDGEMENTS = ("conforms", "finding", "not_applicable")
_ORDERED = ("<", "<=", ">", ">=")
_IS_ANSWERED = "is answered"


@dataclass(frozen=True, slots=True)
class Before:
    """A question that a condition may mention.

    Attributes:
        question: as it stands in the file.
        repeated: the place of its section, where that is walked several times.
    """

    question: Table
    repeated: int | None


def condition_misfits(
    text: object, before: Mapping[str, Before], every: frozenset[str], section: int, own: str | None
) -> Iterator[Misfit]:
    """Yield what does not fit in one condition.

    Args:
        text: the condition; one that can't be read is somebody else's to say.
        before: the questions asked earlier, by id.
        every: the ids of all questions.
        section: the place of the section it is in.
        own: the id of the question it is a condition of, None for a section.
    """
    if not isinstance(text, str):
        return
    try:
        condition = parsed(text)
    except ConditionError:
        return
    for comparison in mentions(condition):
        found = before.get(comparison.question)
        if found is None:
            yield _not_before(comparison, before, every, own)
        elif found.repeated is not None and found.repeated != section:
            yield _misfit(
                comparison,
                f'names "{comparison.question}", which is asked several times',
                "name a question outside the repeated section",
            )
        elif said := _unlike(comparison, found.question):
            yield _misfit(comparison, *said)


def _not_before(
    comparison: Comparison, before: Mapping[str, Before], every: frozenset[str], own: str | None
) -> Misfit:
    name = comparison.question
    if name == own:
        return _misfit(comparison, "names its own question", "name a question that is asked earlier")
    if name in every:
        return _misfit(comparison, f'names "{name}", which is asked later', "move that question further up")
    close = closest(name, before)
    remedy = f"write {close} if that is what you meant" if close else "write the id of an earlier question"
    return _misfit(comparison, f'names "{name}", which is no question here', remedy)


def _unlike(comparison: Comparison, question: Table) -> tuple[str, str] | None:
    """What a comparison can't ask of a question, and what to write instead; None where it can."""
    operator, literal, kind = comparison.operator, comparison.literal, type_of(question)
    if operator == "answered" or (operator == "is" and literal in JUDGEMENTS and not comparison.quoted):
        return None
    if kind not in TYPES:  # which is said of the question itself
        return None
    name = comparison.question
    if operator in _ORDERED and kind not in (NUMBER, "date"):
        return (
            f'asks whether "{name}" is more or less, and it is no number',
            f'write "{name} is …", or give it type = "number"',
        )
    if operator == "includes" and kind != CHOICES:
        return f'asks what "{name}" includes, and it takes one answer', f'write "{name} is …"'
    if kind == CHOICES and operator == "is":
        return f'compares "{name}", which takes several answers', f'write "{name} includes …"'
    return _unlike_literal(comparison, question)


def _unlike_literal(comparison: Comparison, question: Table) -> tuple[str, str] | None:
    literal, name, kind = comparison.literal, comparison.question, type_of(question)
    match kind:
        case "yes_no":
            fits, known = literal in ("yes", "no"), "yes or no"
        case "choice" | "choices":
            ids = choice_ids(question)
            fits, known = literal in ids, ", ".join(ids)
        case "number":
            fits, known = comparison.number is not None, "a number"
        case "date":
            fits, known = comparison.quoted and _is_date(literal), 'a date such as "2026-02-28"'
        case "text":
            fits, known = comparison.quoted, "a text in quotes"
        case _:
            fits, known = False, f"{_IS_ANSWERED}, {', '.join(JUDGEMENTS)}"
    if fits:
        return None
    return f'compares "{name}" with {quoted(literal)}, which is no answer to it', f"compare it with {known}"


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _misfit(comparison: Comparison, reason: str, remedy: str) -> Misfit:
    return Misfit(("when",), f"{reason}, at column {comparison.column}", remedy)
