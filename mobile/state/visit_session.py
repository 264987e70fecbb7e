"""A visit as it is being walked: one observable per question, so that a tap redraws one card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.ids import parts_of_key
from checklists.journal.fold import RecordState
from checklists.records.visit import KIND, Answer, Judgement, Visit, speaks_of
from mobile.state import asking, come_back, reading
from mobile.state.clocks import told
from mobile.state.mentoring import comments_by_question
from mobile.state.pace import minutes_left
from mobile.state.question_state import QuestionState, VisitProgress, counted
from mobile.store import checklists, disagreements, findings, journal, people, visits
from mobile.text import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import JsonValue

    from checklists.form.checklist import Checklist
    from checklists.form.walked import AskedSection, Walked
    from checklists.journal.siblings import Sibling
    from checklists.records.answer import SampleRow
    from checklists.records.comment import Comment
    from checklists.records.finding import Finding
    from checklists.records.person import Person
    from checklists.records.values import PhotoRef
    from mobile.store.database import Store


class VisitSession:
    """A draft being walked: reads it once, writes every tap through to the store.

    Attributes:
        checklist: in the language that is spoken.
        walked: what is asked for now, section by section.
        questions: what is asked for now, by key, in the order of the walk.
        shape: changes when what is asked does.
        mentored: whether it is the person's own and mentors were ever asked to comment on it.
        comments: what mentors said of the whole visit, for its auditor.
        progress: how far the walk has come.
    """

    def __init__(self, store: Store, person: Person, visit: Visit, checklist: Checklist) -> None:
        self.store = store
        self.person = person
        self.visit_id = visit.id
        # As it is read; what is stored and sealed is the checklist as it was published.
        self.checklist, untranslated = reading.read(checklist)
        self.foreign = reading.foreign(checklist)
        self.title = reading.title_of_visit(visit, checklist)
        self.progress = VisitProgress()
        self.shape = asking.Shape()
        self.together = bool(visit.co_auditors)
        self._foreign = {
            question.id: reading.foreign_question(checklist, question.id, untranslated)
            for question in self.checklist.questions
        }
        self._marked = come_back.marked(store, person.id, visit.id)
        # Every question that was ever asked here: one that is hidden again keeps its answer.
        self._known: dict[str, QuestionState] = {}
        self.questions: dict[str, QuestionState] = {}
        self.comments: tuple[Comment, ...] = ()
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

    @classmethod
    def read(cls, store: Store, person: Person, visit_id: str) -> VisitSession | None:
        """Return the session of a draft that a person reads as a mentor; None where they are not asked to."""
        visit = visits.get(store, visit_id)
        if visit is None or person.id not in visit.mentors:
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

    def section_state(self, section: AskedSection) -> list[QuestionState]:
        """Return the states of a section's questions, in order."""
        return [self.questions[asked.key] for asked in section.questions]

    def section_of(self, question_id: str) -> AskedSection:
        """Return the section that asks a question by its key; LookupError where nothing asks it now."""
        section = self.walked.section_of(question_id)
        if section is None:
            raise LookupError(f"Question {question_id} is not asked for now.")
        return section

    def nearest(self, question_id: str) -> str:
        """Return a question, or the one before it where it is not asked any more; empty for none at all."""
        if question_id in self.questions or not self.questions:
            return question_id if self.questions else ""
        order = {one.id: place for place, one in enumerate(self.checklist.questions)}
        name, instance = parts_of_key(question_id)
        before = [
            key
            for key in self.questions
            for other, number in [parts_of_key(key)]
            if order[other] <= order.get(name, 0) and number <= instance
        ]
        return before[-1] if before else next(iter(self.questions))

    def judge(self, question_id: str, judgement: Judgement | None, reason: str = "") -> None:
        """Record a judgement (or take it back); a reason belongs to *not applicable*."""
        visits.judge(self.store, self.person.id, self.visit_id, question_id, judgement, reason)
        self.refresh(question_id)

    def clear(self, question_id: str) -> None:
        """Take a judgement back; a question with findings still has those."""
        self.judge(question_id, Judgement.FINDING if self._state(question_id).findings else None)

    def give_reason(self, question_id: str, reason: str, seen: Sibling | None = None) -> None:
        """Record why a question does not apply, unless the answer has become another one meanwhile.

        `seen` is what stood in the field when the typing began: what has come since is kept beside.
        """
        if self._state(question_id).answer.judgement is Judgement.NOT_APPLICABLE:
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

    def give(self, question_id: str, value: JsonValue, seen: Sibling | None = None) -> None:
        """Record what a typed question is answered with, None for nothing; `seen` as for a note."""
        name = f"answer/{question_id}/value"
        if not (isinstance(value, str) and seen and self._stands_beside(name, value, seen)):
            visits.give(self.store, self.person.id, self.visit_id, question_id, value)
        self.refresh(question_id)

    def look_at(self, question_id: str, number: int, row: SampleRow | None) -> None:
        """Record one piece of a sample by its number from 1, None to take it out."""
        visits.look_at(self.store, self.person.id, self.visit_id, question_id, number, row)
        self.refresh(question_id)

    def walk_for(self, section_id: str, number: int, name: str | None) -> None:
        """Record what one walk through a section is for; None takes that walk out and keeps its answers."""
        visits.walk_for(self.store, self.person.id, self.visit_id, section_id, number, name)
        self.read_again()

    def come_back_to(self, question_id: str, *, on: bool) -> None:
        """Mark a question to come back to, or take the mark off."""
        come_back.mark(self.store, self.person.id, self.visit_id, question_id, on=on)
        self._state(question_id).come_back = on
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
        state = self._state(question_id)
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
        state = self._state(question_id)
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
        state = self._state(question_id)
        only_good = all(one.is_good_practice for one in state.findings)
        if state.findings and not (only_good and state.answer.judgement is Judgement.CONFORMS):
            self.judge(question_id, Judgement.FINDING)

    def drop_empty_findings(self, question_id: str) -> None:
        """Take back findings of a question that say nothing yet, as after a tap beside the right button."""
        for finding in self._state(question_id).findings:
            if not (finding.text("statement") or finding.text("evidence") or finding.photos):
                self.withdraw(finding)

    def read_again(self) -> None:
        """Read everything again from the store, as after news or a text that was saved on the way out."""
        visit = self.visit
        self.together = bool(visit.co_auditors)
        self._named = {one.id: visit.repeats(one.id) for one in self.checklist.sections if one.repeat}
        for question in self.checklist.questions:
            self._state(question.id, visit.answer)
        raised = findings.of_visit(self.store, self.visit_id)
        differing = _differing(visit)
        for question_id, state in self._known.items():
            found = [one for one in raised if one.text("question") == question_id]
            self._take_in(state, visit, found, differs=question_id in differing)
        self._ask()
        self._count()
        self.mentored = speaks_of(visit.state, "mentor/") and visit.text("auditor") == self.person.id
        self.read_comments()

    def read_comments(self) -> None:
        """Read what mentors have said to the auditor, and to nobody else."""
        said = comments_by_question(self.store, self.visit_id, self._known) if self.mentored else {}
        for key, state in self._known.items():
            state.comments = said.get(key, ())
        self.comments = said.get("", ())
        self.progress.comments = sum(one.waits for group in said.values() for one in group)

    def refresh(self, question_id: str) -> None:
        """Read a question again from the store; its card follows."""
        fields = journal.fields_below(self.store, KIND, self.visit_id, f"answer/{question_id}")
        visit = Visit(RecordState(self.visit_id, KIND, fields))
        raised = findings.of_question(self.store, self.visit_id, question_id)
        differs = question_id in _differing(visit)
        self._take_in(self._state(question_id), visit, raised, differs=differs)
        if not asking.is_fixed(self.checklist):
            self._ask()
        self._count()

    def _state(self, question_id: str, answer: Callable[[str], Answer] | None = None) -> QuestionState:
        """Return a question's state, made where it is asked for the first time."""
        if question_id not in self._known:
            found = answer(question_id) if answer else visits.answer(self.store, self.visit_id, question_id)
            question = self.checklist.question(question_id)
            state = QuestionState(question_id, question, 0, found)
            state.foreign = self._foreign[question.id]
            state.come_back = question_id in self._marked
            self._known[question_id] = state
        return self._known[question_id]

    def _ask(self) -> None:
        """Work out what is asked with what has been answered, and number it."""
        given = asking.Given(lambda key: self._state(key).answer, self._named)
        self.walked: Walked = asking.ask(self.checklist, given, self.visit_id)
        self.questions = {one.key: self._state(one.key) for one in self.walked.questions}
        numbers = {key: number for number, key in enumerate(self.questions, start=1)}
        for key, state in self._known.items():
            # Told only where it changes: each that is told is drawn again.
            if state.number != numbers.get(key, 0):
                state.number = numbers.get(key, 0)
        if self.shape.asked != (asked := asking.shape_of(self.walked)):
            self.shape.asked = asked

    def _take_in(self, state: QuestionState, visit: Visit, raised: list[Finding], *, differs: bool) -> None:
        answer = state.answer = visit.answer(state.key)
        state.valued = visit.state.shown(f"answer/{state.key}/value")
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
            section.key: counted(self.section_state(section)) for section in self.walked.sections
        }
        left = progress.total - progress.done
        # The estimate is for a walk that asks all it may; one that asks less is shorter.
        most = self.checklist.most_asked
        progress.minutes_left = minutes_left(self.checklist.minutes, most, left, self._answered_at())

    def _answered_at(self) -> list[str]:
        """Return when the person gave the answers that are theirs."""
        given = [state.answer.recorded for state in self.questions.values() if state.answered]
        return [one.at for one in given if one and one.person == self.person.id]


def _differing(visit: Visit) -> set[str]:
    """Return the questions on whose answers people disagree."""
    return {name.split("/")[1] for name in visit.state.disagreements if name.startswith("answer/")}
