"""Writes a condition as a form's `relevant`, so that it holds exactly where the condition does.

A condition is yes, no or not known. A form knows yes and no only, so both are written out: when it surely
holds, and when it surely does not. What is not known is neither, and stays hidden as on the tablet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklists.form.condition import All, AnyOf, Comparison, Not, parsed
from checklists.form.condition_fit import JUDGEMENTS
from checklists.form.question_fit import JUDGEMENT, NUMBER, SAMPLE
from sync_server.interchange.xlsform_words import FINDINGS, form_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checklists.form.condition import Condition


@dataclass(frozen=True, slots=True)
class Asked:
    """What a condition has to know of a question: type, ids of choices, size of the sample."""

    type: str
    choices: tuple[str, ...] = ()
    pieces: int = 0


def relevant(text: str, asked: Mapping[str, Asked]) -> str:
    """Return a condition as XPath.

    Args:
        text: the condition, which can be read and fits its questions.
        asked: every question, by id.
    """
    return _pair(parsed(text), asked)[0]


def _pair(condition: Condition, asked: Mapping[str, Asked]) -> tuple[str, str]:
    """Return when a condition surely holds, and when it surely does not."""
    match condition:
        case Comparison():
            return _compared(condition, asked[condition.question])
        case Not(part):
            yes, no = _pair(part, asked)
            return no, yes
        case All(parts):
            pairs = [_pair(part, asked) for part in parts]
            return _joined(" and ", [yes for yes, _ in pairs]), _joined(" or ", [no for _, no in pairs])
        case AnyOf(parts):
            pairs = [_pair(part, asked) for part in parts]
            return _joined(" or ", [yes for yes, _ in pairs]), _joined(" and ", [no for _, no in pairs])


def _joined(word: str, parts: list[str]) -> str:
    return f"({word.join(parts)})"


def _compared(comparison: Comparison, question: Asked) -> tuple[str, str]:
    value = f"${{{form_name(comparison.question)}}}"
    if comparison.operator == "answered":
        return _answered(comparison.question, question)
    literal = comparison.literal
    if (
        literal in JUDGEMENTS
        and comparison.operator == "is"
        and not comparison.quoted
        and (literal not in question.choices)
    ):
        return _judged(_judgement(comparison.question, question), literal)
    match question.type:
        case "choices":
            yes = f"selected({value}, '{literal}')"
        case "number" | "date":
            right = literal if question.type == NUMBER else f"date('{literal}')"
            sign = "=" if comparison.operator == "is" else comparison.operator
            # What is not answered is no number, and no comparison with that holds.
            yes = f"{value} {sign} {right}"
        case _:
            yes = f"{value} = {_quoted(literal)}"
    return yes, f"({value} != '' and not({yes}))"


def _judgement(name: str, question: Asked) -> str:
    return f"${{{form_name(name, '' if question.type == JUDGEMENT else '_judgement')}}}"


def _judged(value: str, literal: str) -> tuple[str, str]:
    words = FINDINGS if literal == "finding" else (literal,)
    yes = " or ".join(f"{value} = '{word}'" for word in words)
    yes = f"({yes})" if len(words) > 1 else yes
    return yes, f"({value} != '' and not({yes}))"


def _answered(name: str, question: Asked) -> tuple[str, str]:
    judgement = _judgement(name, question)
    if question.type == JUDGEMENT:
        return f"{judgement} != ''", f"{judgement} = ''"
    value = f"${{{form_name(name)}}}"
    if question.type == SAMPLE:
        counted = f"count-non-empty(${{{form_name(name, '_holds')}}})"
        return (
            f"({counted} >= {question.pieces} or {judgement} != '')",
            f"({counted} < {question.pieces} and {judgement} = '')",
        )
    return f"({value} != '' or {judgement} != '')", f"({value} = '' and {judgement} = '')"


def _quoted(text: str) -> str:
    # A text of a condition holds one sort of quotes at most.
    return f'"{text}"' if "'" in text else f"'{text}'"
