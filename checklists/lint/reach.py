"""Finds questions that no answers ever lead to, by trying those answers that make a difference."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from checklists.form.checklist import QuestionType
from checklists.form.condition import mentions, parsed
from checklists.form.condition_truth import truth
from checklists.records.answer import Answer, Judgement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checklists.form.checklist import Checklist, Question
    from checklists.form.condition import Comparison
    from checklists.records.answer import AnswerValue

# Beyond these nobody waits for an answer, and nothing is said of the question.
_MOST_MENTIONED = 8
_MOST_TRIED = 20_000
# Over a whole checklist.
_MOST_TRIED_IN_ALL = 200_000


def never_asked(checklist: Checklist) -> set[str]:
    """Return the ids of the questions that are hidden whatever anybody answers, as far as can be told."""
    reach = _Reach(checklist)
    return {question.id for question in checklist.questions if reach.is_never_asked(question.id)}


@dataclass(frozen=True, slots=True)
class _Place:
    question: Question
    conditions: tuple[str, ...]


class _Reach:
    """Tries the answers that a checklist's conditions tell apart."""

    def __init__(self, checklist: Checklist) -> None:
        self._places = {
            question.id: _Place(question, tuple(one for one in (section.when, question.when) if one))
            for section in checklist.sections
            for question in section.questions
        }
        self._left = _MOST_TRIED_IN_ALL

    def is_never_asked(self, question: str) -> bool:
        """Say whether no answers lead to a question; no where there are too many to try."""
        mentioned = self._mentioned(question)
        if not mentioned or len(mentioned) > _MOST_MENTIONED:
            return False
        said = {name: tuple(self._answers(name, found)) for name, found in mentioned.items()}
        tries = math.prod(map(len, said.values()))
        self._left -= tries
        if tries > _MOST_TRIED or self._left < 0:
            return False
        return not any(
            self._is_asked(question, dict(zip(said, tried, strict=True)))
            for tried in itertools.product(*said.values())
        )

    def _mentioned(self, question: str) -> dict[str, list[Comparison]]:
        """Return the questions it depends on, also through others, with what each is compared with."""
        found: dict[str, list[Comparison]] = {}
        waiting = [question]
        while waiting and len(found) <= _MOST_MENTIONED:
            for text in self._places[waiting.pop()].conditions:
                for one in mentions(parsed(text)):
                    if one.question not in found:
                        waiting.append(one.question)
                    found.setdefault(one.question, []).append(one)
        return found

    def _is_asked(self, question: str, said: Mapping[str, Answer]) -> bool:
        def given(name: str) -> tuple[Question, Answer] | None:
            return (self._places[name].question, said[name]) if self._is_asked(name, said) else None

        return all(truth(parsed(text), given) is True for text in self._places[question].conditions)

    def _answers(self, name: str, compared: list[Comparison]) -> Iterator[Answer]:
        """Yield one answer for each way in which the comparisons can tell answers apart."""
        question = self._places[name].question
        judged = any(one.literal in list(Judgement) for one in compared)
        judgements = (None, *Judgement) if judged else (None,)
        values = tuple(dict.fromkeys([None, *_values(question, compared)]))
        for judgement, value in itertools.product(judgements, values):
            yield Answer(name, judgement, "", "", {}, None, value=value)
        if not any(value is not None for value in values):  # “is answered” of a photo or a sample
            yield Answer(name, Judgement.CONFORMS, "", "", {}, None)


def _values(question: Question, compared: list[Comparison]) -> Iterator[AnswerValue]:
    match question.type:
        case QuestionType.YES_NO:
            yield from (True, False)
        case QuestionType.CHOICE:
            yield from (choice.id for choice in question.choices)
        case QuestionType.CHOICES:
            yield from _combinations(question, compared)
        case QuestionType.NUMBER:
            yield from _around([one.number for one in compared if one.number is not None], question.decimals)
        case QuestionType.DATE:
            yield from _days_around([one.literal for one in compared])
        case QuestionType.TEXT:
            yield from ("something else", *(one.literal for one in compared))
        case _:
            return


def _combinations(question: Question, compared: list[Comparison]) -> Iterator[tuple[str, ...]]:
    named = sorted({one.literal for one in compared if one.operator == "includes"})[:_MOST_MENTIONED]
    other = next((choice.id for choice in question.choices if choice.id not in named), None)
    for count in range(len(named) + 1):
        for some in itertools.combinations(named, count):
            yield some
            if other is not None:
                yield (*some, other)


def _around(limits: list[float], decimals: int | None) -> Iterator[float]:
    """Yield each limit, something on either side of it, and something between two of them."""
    step = 10.0 ** -(decimals if decimals is not None else 6)
    yield 0
    for limit in sorted(set(limits)):
        yield from (limit - step, limit, limit + step)


def _days_around(literals: list[str]) -> Iterator[str]:
    yield "2000-01-01"
    for literal in literals:
        try:
            day = date.fromisoformat(literal)
        except ValueError:  # a judgement
            continue
        for days in (-1, 0, 1):
            if date.min < day < date.max:
                yield (day + timedelta(days=days)).isoformat()
