"""One question of a walk as a card shows it, and how many of them stand how: what is drawn again on a tap."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import flet as ft

from checklists.form.answered import is_answered, suggestion
from checklists.records.visit import Answer, Judgement
from mobile.theme import State

if TYPE_CHECKING:
    from checklists.form.answered import Suggestion
    from checklists.form.checklist import Question
    from checklists.journal.siblings import Sibling
    from checklists.records.comment import Comment
    from checklists.records.finding import Finding


@ft.observable
@dataclass
class QuestionState:
    """One question with what the visit says of it.

    Attributes:
        key: what its answer's fields carry: the question's id, `slug~2` in a section's second walk.
        question: as it is asked.
        number: its place in the walk, from 1; 0 while it is not asked.
        answer: what is shown.
        findings: raised on it and not taken back, good practices first.
        two_answers: whether people who were apart said different things of it.
        answered_by: who gave the answer and when, where more than one person walks; empty where one does.
        valued: the value that is shown, with who gave it when; None for none.
        noted_by: who wrote the note, likewise.
        come_back: whether the person wants to come back to it; a private mark.
        foreign: the mark of one that is not translated, as "in English"; empty where it is.
        comments: what mentors said of it or of a finding on it, for the visit's auditor.
    """

    key: str
    question: Question
    number: int
    answer: Answer
    findings: tuple[Finding, ...] = ()
    two_answers: bool = False
    answered_by: str = ""
    noted_by: str = ""
    valued: Sibling | None = None
    come_back: bool = False
    foreign: str = ""
    comments: tuple[Comment, ...] = ()

    @property
    def chosen(self) -> frozenset[State]:
        """The answers that are marked on the card."""
        marks: set[State] = set()
        if self.answer.judgement is Judgement.CONFORMS:
            marks.add(State.CONFORMS)
        if self.answer.judgement is Judgement.NOT_APPLICABLE:
            marks.add(State.NOT_APPLICABLE)
        for finding in self.findings:
            marks.add(State.WORTH_SHARING if finding.is_good_practice else State.NEEDS_ATTENTION)
        return frozenset(marks)

    @property
    def marks(self) -> tuple[State, ...]:
        """The states to show of it at a glance; none for one that its value alone answers."""
        open_ = () if self.answered else (State.UNANSWERED,)
        return tuple(one for one in State if one in self.chosen) or open_

    @property
    def answered(self) -> bool:
        """Whether the question has a judgement, or what its type asks for."""
        return is_answered(self.question, self.answer)

    @property
    def suggested(self) -> Suggestion | None:
        """Why the answer suggests that something needs attention; None also where somebody judged."""
        return None if self.answer.judgement or self.findings else suggestion(self.question, self.answer)

    @property
    def needs_attention(self) -> bool:
        """Whether something on it needs somebody: a finding that is no good practice, or two answers."""
        return self.two_answers or any(not one.is_good_practice for one in self.findings)


@dataclass(frozen=True)
class SectionCount:
    """How a section stands, in numbers of questions.

    Attributes:
        done: answered.
        total: all of them.
        attention: on which something needs attention.
        come_back: that the person wants to come back to.
    """

    done: int
    total: int
    attention: int = 0
    come_back: int = 0


@ft.observable
@dataclass
class VisitProgress:
    """How far the visit has come: section key to its numbers, and about how many minutes are left.

    `comments` are those of mentors that the auditor has neither answered nor taken in.
    """

    sections: dict[str, SectionCount] = field(default_factory=dict)
    minutes_left: int = 0
    comments: int = 0

    @property
    def done(self) -> int:
        """Questions that are answered."""
        return sum(one.done for one in self.sections.values())

    @property
    def total(self) -> int:
        """All questions."""
        return sum(one.total for one in self.sections.values())

    @property
    def attention(self) -> int:
        """Questions on which something needs attention."""
        return sum(one.attention for one in self.sections.values())

    @property
    def come_back(self) -> int:
        """Questions the person wants to come back to."""
        return sum(one.come_back for one in self.sections.values())


def counted(states: list[QuestionState]) -> SectionCount:
    """Return how questions stand, in numbers."""
    return SectionCount(
        done=sum(one.answered for one in states),
        total=len(states),
        attention=sum(one.needs_attention for one in states),
        come_back=sum(one.come_back for one in states),
    )
