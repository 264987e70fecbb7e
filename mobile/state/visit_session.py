"""A visit as it is being walked: one observable per question, so that a tap redraws one card."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import flet as ft

from checklists.journal.fold import RecordState
from checklists.records.visit import KIND, Answer, Judgement, Visit
from mobile.state import come_back, reading
from mobile.state.clocks import told
from mobile.state.pace import minutes_left
from mobile.store import checklists, disagreements, findings, journal, people, visits
from mobile.text import say
from mobile.theme import State

if TYPE_CHECKING:
    from checklists.checklist import Checklist, Question, Section
    from checklists.journal.siblings import Sibling
    from checklists.records.finding import Finding
    from checklists.records.person import Person
    from checklists.records.values import PhotoRef
    from mobile.store.database import Store


@ft.observable
@dataclass
class QuestionState:
    """One question with what the visit says of it.

    Attributes:
        question: as it is asked.
        number: its place in the walk, from 1.
        answer: what is shown.
        findings: raised on it and not taken back, good practices first.
        two_answers: whether people who were apart said different things of it.
        answered_by: who gave the answer and when, where more than one person walks; empty where one does.
        noted_by: who wrote the note, likewise.
        come_back: whether the person wants to come back to it; a private mark.
        foreign: the mark of one that is not translated, as "in English"; empty where it is.
    """

    question: Question
    number: int
    answer: Answer
    findings: tuple[Finding, ...] = ()
    two_answers: bool = False
    answered_by: str = ""
    noted_by: str = ""
    come_back: bool = False
    foreign: str = ""

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
    def answered(self) -> bool:
        """Whether the question has a judgement."""
        return self.answer.judgement is not None

    @property
    def needs_attention(self) -> bool:
        """Whether something on it needs somebody: a finding that is no good practice, or two answers."""
        return self.two_answers or any(not one.is_good_practice for one in self.findings)


@dataclass(frozen=True)
class SectionCount:
    """How a section stands, in numbers of questions.

    Attributes:
        done: with a judgement.
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
    """How far the visit has come: section id to its numbers, and about how many minutes are left."""

    sections: dict[str, SectionCount] = field(default_factory=dict)
    minutes_left: int = 0

    @property
    def done(self) -> int:
        """Questions with a judgement."""
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


class VisitSession:
    """A draft being walked: reads it once, writes every tap through to the store."""

    def __init__(self, store: Store, person: Person, visit: Visit, checklist: Checklist) -> None:
        self.store = store
        self.person = person
        self.visit_id = visit.id
        # As it is read; what is stored and sealed is the checklist as it was published.
        self.checklist, untranslated = reading.read(checklist)
        self.foreign = reading.foreign(checklist)
        self.title = reading.title_of_visit(visit, checklist)
        self.progress = VisitProgress()
        self.together = bool(visit.co_auditors)
        self.questions = {
            question.id: QuestionState(question, number, visit.answer(question.id))
            for number, question in enumerate(self.checklist.questions, start=1)
        }
        for state in self.questions.values():
            state.foreign = reading.foreign_question(checklist, state.question.id, untranslated)
        for question_id in come_back.marked(store, person.id, visit.id) & self.questions.keys():
            self.questions[question_id].come_back = True
        self.read_again()

    @classmethod
    def open(cls, store: Store, person: Person, visit_id: str) -> VisitSession | None:
        """Return the session of a person's visit on this tablet.

        None where the visit or its checklist is not here, or the visit is walked by others only.
        """
        visit = visits.get(store, visit_id)
        if visit is None or not visit.is_walked_by(person.id):
            return None
        checklist = checklists.checklist(store, *visit.checklist)
        return cls(store, person, visit, checklist) if checklist else None

    @property
    def visit(self) -> Visit:
        """The visit as it is in the store now.

        Raises:
            LookupError: it is not on this tablet any more.
        """
        visit = visits.get(self.store, self.visit_id)
        if visit is None:
            raise LookupError(f"Visit {self.visit_id} is not on this tablet.")
        return visit

    @property
    def is_mine(self) -> bool:
        """Whether the person is the visit's auditor, who signs and completes it."""
        return self.visit.text("auditor") == self.person.id

    def section_state(self, section: Section) -> list[QuestionState]:
        """Return the states of a section's questions, in order."""
        return [self.questions[question.id] for question in section.questions]

    def judge(self, question_id: str, judgement: Judgement | None, reason: str = "") -> None:
        """Record a judgement (or take it back); a reason belongs to *not applicable*."""
        visits.judge(self.store, self.person.id, self.visit_id, question_id, judgement, reason)
        self.refresh(question_id)

    def clear(self, question_id: str) -> None:
        """Take a judgement back; a question with findings still has those."""
        self.judge(question_id, Judgement.FINDING if self.questions[question_id].findings else None)

    def give_reason(self, question_id: str, reason: str, seen: Sibling | None = None) -> None:
        """Record why a question does not apply, unless the answer has become another one meanwhile.

        `seen` is what stood in the field when the typing began: what has come since is kept beside.
        """
        if self.questions[question_id].answer.judgement is Judgement.NOT_APPLICABLE:
            if not self._stands_beside(f"answer/{question_id}/reason", reason, seen):
                visits.judge(
                    self.store, self.person.id, self.visit_id, question_id, Judgement.NOT_APPLICABLE, reason
                )
            self.refresh(question_id)

    def note(self, question_id: str, text: str, seen: Sibling | None = None) -> None:
        """Record what was seen, heard or measured; `seen` as for a reason."""
        if not self._stands_beside(f"answer/{question_id}/note", text, seen):
            visits.note(self.store, self.person.id, self.visit_id, question_id, text)
        self.refresh(question_id)

    def come_back_to(self, question_id: str, *, on: bool) -> None:
        """Mark a question to come back to, or take the mark off."""
        come_back.mark(self.store, self.person.id, self.visit_id, question_id, on=on)
        self.questions[question_id].come_back = on
        self._count()

    def add_photo(self, question_id: str, sha256: str, ref: PhotoRef) -> None:
        """Put a photo, already kept in the vault, with a question."""
        visits.add_photo(self.store, self.person.id, self.visit_id, question_id, sha256, ref)
        self.refresh(question_id)

    def remove_photo(self, question_id: str, sha256: str) -> None:
        """Take a photo away from a question; its file stays."""
        visits.remove_photo(self.store, self.person.id, self.visit_id, question_id, sha256)
        self.refresh(question_id)

    def raise_finding(self, question_id: str, kind: str) -> Finding:
        """Raise a finding on a question; one that conforms and shows a good practice still conforms."""
        visit = self.visit
        state = self.questions[question_id]
        clauses = state.question.clauses
        finding = findings.raise_finding(
            self.store,
            self.person.id,
            values={
                "kind": kind,
                "visit": self.visit_id,
                "question": question_id,
                "area": visit.text("area"),
                "department": visit.text("department"),
                "clause": str(clauses[0]) if clauses else None,
            },
        )
        self.judge_by_findings(question_id)
        return finding

    def withdraw(self, finding: Finding) -> None:
        """Take a finding back; a judgement that rested on it alone goes too."""
        findings.withdraw(self.store, self.person.id, finding.id)
        question_id = finding.text("question")
        state = self.questions[question_id]
        left = findings.of_question(self.store, self.visit_id, question_id)
        if not left and state.answer.judgement is Judgement.FINDING:
            self.judge(question_id, None)
        else:
            self.refresh(question_id)

    def bring_back(self, finding: Finding) -> None:
        """Put a finding back that was taken back, and with it the judgement that rested on it."""
        findings.change(self.store, self.person.id, finding.id, {"withdrawn": None})
        self.judge_by_findings(finding.text("question"))

    def judge_by_findings(self, question_id: str) -> None:
        """Let the judgement follow the findings: where one needs attention, the question does not conform."""
        self.refresh(question_id)
        state = self.questions[question_id]
        only_good = all(one.is_good_practice for one in state.findings)
        if state.findings and not (only_good and state.answer.judgement is Judgement.CONFORMS):
            self.judge(question_id, Judgement.FINDING)

    def drop_empty_findings(self, question_id: str) -> None:
        """Take back findings of a question that say nothing yet, as after a tap beside the right button."""
        for finding in self.questions[question_id].findings:
            if not (finding.text("statement") or finding.text("evidence") or finding.photos):
                self.withdraw(finding)

    def read_again(self) -> None:
        """Read everything again from the store, as after news or a text that was saved on the way out."""
        visit = self.visit
        self.together = bool(visit.co_auditors)
        raised = findings.of_visit(self.store, self.visit_id)
        differing = _differing(visit)
        for question_id, state in self.questions.items():
            found = [one for one in raised if one.text("question") == question_id]
            self._take_in(state, visit.answer(question_id), found, differs=question_id in differing)
        self._count()

    def refresh(self, question_id: str) -> None:
        """Read a question again from the store; its card follows."""
        fields = journal.fields_below(self.store, KIND, self.visit_id, f"answer/{question_id}")
        visit = Visit(RecordState(self.visit_id, KIND, fields))
        raised = findings.of_question(self.store, self.visit_id, question_id)
        differs = question_id in _differing(visit)
        self._take_in(self.questions[question_id], visit.answer(question_id), raised, differs=differs)
        self._count()

    def _take_in(self, state: QuestionState, answer: Answer, raised: list[Finding], *, differs: bool) -> None:
        state.answer = answer
        state.findings = tuple(raised)
        state.two_answers = differs or any(one.state.disagreements for one in raised)
        state.answered_by = self._told(answer.recorded) if self.together else ""
        state.noted_by = self._who(answer.noted) if self.together else ""

    def _told(self, said: Sibling | None) -> str:
        name = self._who(said)
        when = told(self.store, KIND, self.visit_id, said)
        return say("visit.answered_by", name=name, when=when) if name else ""

    def _who(self, said: Sibling | None) -> str:
        known = people.person(self.store, said.person) if said else None
        return known.name if known else ""

    def _stands_beside(self, name: str, text: str, seen: Sibling | None) -> bool:
        """Write a text beside another that came while it was typed; say whether there was one."""
        return disagreements.beside(self.store, self.person.id, KIND, self.visit_id, name, text, seen)

    def _count(self) -> None:
        progress = self.progress
        progress.sections = {
            section.id: _counted(self.section_state(section)) for section in self.checklist.sections
        }
        left = progress.total - progress.done
        progress.minutes_left = minutes_left(
            self.checklist.minutes, progress.total, left, self._answered_at()
        )

    def _answered_at(self) -> list[str]:
        """Return when the person gave the answers that are theirs."""
        given = [state.answer.recorded for state in self.questions.values() if state.answered]
        return [one.at for one in given if one and one.person == self.person.id]


def _counted(states: list[QuestionState]) -> SectionCount:
    return SectionCount(
        done=sum(one.answered for one in states),
        total=len(states),
        attention=sum(one.needs_attention for one in states),
        come_back=sum(one.come_back for one in states),
    )


def _differing(visit: Visit) -> set[str]:
    """Return the questions on whose answers people disagree."""
    return {name.split("/")[1] for name in visit.state.disagreements if name.startswith("answer/")}
