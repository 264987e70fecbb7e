"""Puts the report of a completed visit together from what is on the tablet, in the language spoken."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from checklists.form.walked import walked
from checklists.records.answer import Judgement
from checklists.records.finding import strengths_first
from checklists.records.visit import KIND, SignedBy
from mobile.report.contents import Answered, Found, Mark, Part, Report, Signed
from mobile.state import reading
from mobile.store import actions, checklists, findings, people, places, visits
from mobile.store.clock import offsets
from mobile.text import say
from mobile.text.labels import graded, label
from mobile.text.moments import day, told, when
from mobile.text.said import said_of

if TYPE_CHECKING:
    from checklists.form.checklist import Checklist, Question
    from checklists.form.walked import AskedSection
    from checklists.journal.siblings import Sibling
    from checklists.records.action import Action
    from checklists.records.answer import Answer
    from checklists.records.finding import Finding
    from checklists.records.visit import Visit
    from mobile.store.database import Store

# People compare marks by their beginning.
_MARK_SHOWN: Final = 8

# A report is read again years later: its days are seen from no day near them, and so have their year.
_ANOTHER_YEAR: Final = datetime(1, 6, 1, tzinfo=UTC)


def report_of(store: Store, visit: Visit) -> Report | None:
    """Return the report of a visit, None for a draft."""
    if visit.seal is None:
        return None
    published = checklists.checklist(store, *visit.checklist)
    checklist = reading.read(published)[0] if published else None
    raised = sorted(findings.of_visit(store, visit.id), key=strengths_first)
    asked = (
        {one.key: one.question.text for one in walked(checklist, visit, visit.id).questions}
        if checklist
        else {}
    )
    found = {one.id: _found(store, one, asked.get(one.text("question"), "")) for one in raised}
    return Report(
        title=reading.title_of_visit(visit, published),
        kind=label(visit.kind),
        purpose=checklist.purpose if checklist else "",
        facts=_facts(store, visit),
        mark=visit.seal.mark[:_MARK_SHOWN],
        strengths=tuple(found[one.id] for one in raised if one.is_good_practice),
        findings=tuple(found[one.id] for one in raised if not one.is_good_practice),
        parts=_parts(checklist, visit, raised) if checklist else (),
        signatures=tuple(_signatures(store, visit)),
        addenda=tuple(
            (
                one.text,
                say("wins.by", name=_name(store, one.author), when=when(one.written_at, _ANOTHER_YEAR)),
            )
            for one in visits.addenda(store, visit.id)
        ),
    )


def _facts(store: Store, visit: Visit) -> tuple[tuple[str, str], ...]:
    area, department = (
        places.area(store, visit.text("area")),
        places.department(store, visit.text("department")),
    )
    where = [area.name if area else visit.text("area"), department.name if department else ""]
    walkers = [visit.text("auditor"), *visit.co_auditors]
    auditee = visit.signature(SignedBy.AUDITEE)
    begun = _on(store, visit.id, visit.state.shown("started_at"), visit.text("started_at"))
    seal = visit.seal
    done = _on(store, visit.id, visit.state.shown("seal"), seal.sealed_at) if seal else ""
    return (
        (say("report.place"), " · ".join(one for one in where if one)),
        (say("report.walked_by"), ", ".join(_name(store, one) for one in walkers)),
        (say("report.talked_with"), auditee.name if auditee else ""),
        (say("report.begun"), begun),
        (say("report.completed"), done),
    )


def _on(store: Store, visit_id: str, said: Sibling | None, moment: str) -> str:
    """Return a moment of the visit with its year, put right where the clock it was said by was off."""
    off = offsets(store, KIND, visit_id).get(said.op_id, 0) if said else 0
    return told(moment, _ANOTHER_YEAR, off) if moment else ""


def _name(store: Store, person_id: str) -> str:
    known = people.person(store, person_id)
    return known.name if known else say("wins.somebody")


def _found(store: Store, finding: Finding, question: str) -> Found:
    return Found(
        id=finding.id,
        mark=_mark(finding),
        label=say("answer.worth_sharing")
        if finding.is_good_practice
        else graded(finding.kind, finding.grade),
        statement=finding.text("statement"),
        question=question,
        evidence=finding.text("evidence"),
        clause=finding.text("clause"),
        photos=tuple(finding.photos_before),
        corrected=finding.corrected,
        correction=finding.text("correction"),
        photos_after=tuple(finding.photos_after) if finding.corrected else (),
        agreed=tuple(
            (one.text("text"), who_when(store, one, _ANOTHER_YEAR))
            for one in actions.of_finding(store, finding.id)
        ),
    )


def who_when(store: Store, action: Action, now: datetime) -> str:
    """Return whose an action is, and until which day, seen from now."""
    name = _name(store, action.owner)
    return say("agreed.until", name=name, day=day(action.due, now)) if action.due else name


def _mark(finding: Finding) -> Mark:
    if finding.is_good_practice:
        return Mark.WORTH_SHARING
    return Mark.MAJOR if finding.grade == "major" else Mark.NEEDS_ATTENTION


def _parts(checklist: Checklist, visit: Visit, raised: list[Finding]) -> tuple[Part, ...]:
    parts: list[Part] = []
    count = 0
    for section in walked(checklist, visit, visit.id).sections:
        answers = []
        for one in section.questions:
            count += 1
            here = [finding for finding in raised if finding.text("question") == one.key]
            answers.append(_answer(count, one.question, visit.answer(one.key), here))
        parts.append(Part(_title(section), tuple(answers)))
    return tuple(parts)


def _title(section: AskedSection) -> str:
    title = section.section.title
    return f"{title}: {section.name}" if section.name else title


def _answer(place: int, question: Question, answer: Answer, raised: list[Finding]) -> Answered:
    value = said_of(question, answer)
    marks = [_JUDGED[answer.judgement]] if answer.judgement in _JUDGED else []
    marks += list(dict.fromkeys(_mark(one) for one in raised))
    if not marks and not value and not answer.photos:
        marks = [Mark.UNANSWERED]
    return Answered(
        number=place,
        question=question.text,
        marks=tuple((one, say(_WORDS[one])) for one in marks),
        value=value,
        texts=tuple(text for text in (answer.reason, answer.note) if text),
        photos=tuple(answer.photos),
    )


_JUDGED = {Judgement.CONFORMS: Mark.CONFORMS, Judgement.NOT_APPLICABLE: Mark.NOT_APPLICABLE}

_WORDS = {
    Mark.CONFORMS: "answer.conforms",
    Mark.WORTH_SHARING: "answer.worth_sharing",
    Mark.NEEDS_ATTENTION: "answer.needs_attention",
    Mark.MAJOR: "answer.major",
    Mark.NOT_APPLICABLE: "answer.not_applicable",
    Mark.UNANSWERED: "answer.unanswered",
}


def _signatures(store: Store, visit: Visit) -> list[Signed]:
    signed: list[Signed] = []
    for who, role in ((SignedBy.AUDITOR, "close.auditor"), (SignedBy.AUDITEE, "close.auditee")):
        signature = visit.signature(who)
        if signature:
            drawn = visit.state.shown(f"signature/{who}")
            moment = _on(store, visit.id, drawn, signature.signed_at)
            words = say("sealed.signed", name=signature.name, when=moment)
            signed.append(Signed(say(role), words, tuple(signature.strokes)))
    return signed
