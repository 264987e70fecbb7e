"""What one visit asks: its checklist after conditions, repeats and the lot, in the order of the walk."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from checklists.form.answered import is_answered
from checklists.form.condition import parsed
from checklists.form.condition_truth import truth
from checklists.ids import question_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checklists.form.checklist import Checklist, Question, Section
    from checklists.form.condition_truth import Given
    from checklists.records.answer import Answer


class Answers(Protocol):
    """What has been answered so far; a `Visit` is one."""

    def answer(self, question: str, /) -> Answer:
        """Return the answer to a question by its key, an empty one if there is none."""

    def repeats(self, section: str, /) -> Mapping[int, str]:
        """Return what a repeated section is walked for so far: number from 1 to name."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that is asked.

    Attributes:
        key: what its answer's fields carry: its id, `slug~2` in the second walk through its section.
        question: the question itself.
    """

    key: str
    question: Question


@dataclass(frozen=True, slots=True)
class AskedSection:
    """A section that is walked, or one walk through a section that is repeated.

    Attributes:
        section: the section itself.
        instance: which walk through it this is, counted from 1; numbers may be left out.
        name: what this walk through it is for (“Press 4”), empty where nobody has said.
        questions: those that are asked; never empty.
    """

    section: Section
    instance: int
    name: str
    questions: tuple[AskedQuestion, ...]

    @property
    def key(self) -> str:
        """The section's id, `slug~2` for the second walk through it."""
        return question_key(self.section.id, self.instance)


@dataclass(frozen=True, slots=True)
class Walked:
    """What a visit asks.

    Attributes:
        sections: in the order of the walk; empty only where conditions hide everything.
    """

    sections: tuple[AskedSection, ...]

    @property
    def questions(self) -> tuple[AskedQuestion, ...]:
        """Every question that is asked, in the order of the walk."""
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, key: str) -> AskedQuestion | None:
        """Return a question by its key, None where this visit does not ask it."""
        return next((one for one in self.questions if one.key == key), None)

    def section_of(self, key: str) -> AskedSection | None:
        """Return the section of a question by the question's key, None where this visit does not ask it."""
        return next((one for one in self.sections if any(key == asked.key for asked in one.questions)), None)

    def answered(self, answers: Answers) -> int:
        """Return how many of the questions are answered."""
        return sum(is_answered(one.question, answers.answer(one.key)) for one in self.questions)

    def still_required(self, answers: Answers) -> tuple[AskedQuestion, ...]:
        """Return the required questions that are not answered yet, in the order of the walk."""
        required = (one for one in self.questions if one.question.required)
        return tuple(one for one in required if not is_answered(one.question, answers.answer(one.key)))


def walked(checklist: Checklist, answers: Answers, visit_id: str) -> Walked:
    """Return what a visit asks with what has been answered so far.

    Args:
        checklist: the version the visit is walked with, in any language.
        answers: the visit.
        visit_id: the visit's id, by which the lot is drawn: the same on every tablet, and nothing is stored.
    """
    left_out = _not_drawn(checklist, visit_id)
    asked: dict[str, AskedQuestion] = {}
    sections: list[AskedSection] = []
    for section in checklist.sections:
        if not _is_asked(section, _given(answers, asked)):
            continue
        for instance, name in _instances(section, answers):
            here = dict(asked)
            questions = tuple(_asked(section, instance, left_out, here, answers))
            if questions:
                sections.append(AskedSection(section, instance, name, questions))
            if section.repeat is None:
                asked = here
    return Walked(tuple(sections))


def _asked(
    section: Section,
    instance: int,
    left_out: frozenset[str],
    here: dict[str, AskedQuestion],
    answers: Answers,
) -> Iterator[AskedQuestion]:
    """Yield the questions of one walk through a section, and add them to those that are known here."""
    for question in section.questions:
        if question.id not in left_out and _is_asked(question, _given(answers, here)):
            one = AskedQuestion(question_key(question.id, instance), question)
            here[question.id] = one
            yield one


def _is_asked(part: Section | Question, given: Given) -> bool:
    return part.when is None or truth(parsed(part.when), given) is True


def _given(answers: Answers, asked: Mapping[str, AskedQuestion]) -> Given:
    def given(question: str) -> tuple[Question, Answer] | None:
        found = asked.get(question)
        return None if found is None else (found.question, answers.answer(found.key))

    return given


def _instances(section: Section, answers: Answers) -> Iterator[tuple[int, str]]:
    """Yield the walks through a section with their names; the first is always there."""
    if section.repeat is None:
        yield 1, ""
        return
    names = {1: "", **answers.repeats(section.id)}
    yield from ((number, names[number]) for number in sorted(names) if 1 <= number <= section.repeat.most)


def _not_drawn(checklist: Checklist, visit_id: str) -> frozenset[str]:
    """Return the questions that the lot leaves out of this visit."""
    out: set[str] = set()
    for subset in checklist.subsets:
        tagged = [one.id for one in checklist.questions if subset.tag in one.tags]
        out |= set(sorted(tagged, key=lambda question: _lot(visit_id, question))[subset.ask :])
    return frozenset(out)


def _lot(visit_id: str, question: str) -> str:
    return hashlib.sha256(f"{visit_id}/{question}".encode()).hexdigest()
