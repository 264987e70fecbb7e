"""One visit: strengths first, then findings, every answer in its section, the signatures and the seal."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from checklists.form.answered import is_answered
from checklists.form.checklist import Checklist, Question
from checklists.form.walked import AskedSection, Walked, walked
from checklists.ids import is_id, parts_of_key
from checklists.records.finding import Finding
from checklists.records.visit import Answer, SignedBy, Visit
from sync_server.record.background import checklist_of
from sync_server.record.database import reading
from sync_server.record.findings import findings_of
from sync_server.record.names import read_names
from sync_server.record.visits import addenda_of, read_visit
from sync_server.web import moments
from sync_server.web.answer_words import pieces_of, said_of
from sync_server.web.field_words import FieldWords
from sync_server.web.photos import Photos
from sync_server.web.rendering import show
from sync_server.web.seal_check import check_seal
from sync_server.web.states import Shown, State, of_answer
from sync_server.web.strokes import svg_path
from sync_server.web.trouble import FriendlyRoute, NotHereError
from sync_server.web.two_answers import TwoAnswers, two_answers
from sync_server.web.viewer import SignedIn

router = APIRouter(route_class=FriendlyRoute)


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """One question of a visit with its answer.

    Attributes:
        number: its place in the walk, from 1; 0 for a question the checklist no longer has.
        question: as it was asked; None if the record has no such question.
        said: what a typed question was answered with, in words; empty for nothing.
        pieces: of a sample, each in words and whether it holds.
        shown: states at a glance.
        findings: raised on it and not taken back.
        two_answers: what people who were apart answered differently.
    """

    number: int
    question: Question | None
    answer: Answer
    said: str
    pieces: list[tuple[str, bool]]
    shown: list[Shown]
    findings: list[Finding]
    two_answers: list[TwoAnswers]


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A section of the checklist with its answers."""

    title: str
    answers: list[AnswerShown]


@dataclass(frozen=True, slots=True)
class SignatureShown:
    """A signature as a page draws it; `drawn` is None where it is still to come."""

    who: str
    name: str
    signed_at: str
    drawn: str | None


@router.get("/visits/{record}")
def visit_page(record: str, request: Request, reader: SignedIn) -> Response:  # noqa: ARG001 - anybody signed in
    """Show one visit."""
    if not is_id(record):
        raise NotHereError
    with reading(request.app.state.engine) as connection:
        visit = read_visit(connection, record)
        if visit is None:
            raise NotHereError
        checklist = checklist_of(connection, visit)
        every_finding = findings_of(connection, record)
        names, addenda = read_names(connection), addenda_of(connection, record)
    findings = [one for one in every_finding if not one.withdrawn]
    differing = two_answers(visit.state, FieldWords(names, moments.now(), moments.moment_words, checklist))
    sections = _sections(visit, checklist, findings, differing)
    published_hash = checklist.content_hash() if checklist else None
    seal = visit.seal
    return show(
        request,
        "visit.html",
        visit=visit,
        checklist=checklist,
        strengths=[one for one in findings if one.is_good_practice],
        findings=[one for one in findings if not one.is_good_practice],
        sections=sections,
        tally=_tally(sections),
        signatures=[_signature(visit, who) for who in SignedBy],
        check=check_seal(visit, seal, every_finding, published_hash, request.app.state.objects)
        if seal
        else None,
        addenda=addenda,
        names=names,
        photos=Photos(request),
    )


def _sections(
    visit: Visit, checklist: Checklist | None, findings: list[Finding], differing: list[TwoAnswers]
) -> list[SectionShown]:
    def shown(identity: str, question: Question | None) -> AnswerShown:
        answer = visit.answer(identity)
        own = [one for one in findings if one.text("question") == identity]
        by_value = answer.judgement is None and question is not None and is_answered(question, answer)
        return AnswerShown(
            number=numbers.get(identity, 0),
            question=question,
            answer=answer,
            said=said_of(question, answer),
            pieces=pieces_of(question, answer),
            shown=[] if by_value and not own else of_answer(answer.judgement, own),
            findings=own,
            two_answers=[one for one in differing if one.question == identity],
        )

    asked = walked(checklist, visit, visit.id) if checklist else Walked(())
    numbers = {one.key: number for number, one in enumerate(asked.questions, 1)}
    sections = [
        SectionShown(_title(section), [shown(one.key, one.question) for one in section.questions])
        for section in asked.sections
    ]
    left = {name.split("/")[1] for name in visit.state.values() if name.startswith("answer/")} - set(numbers)
    known = _known(checklist, left)
    if known:
        # Answered before an earlier answer was changed: kept, and no longer part of the walk.
        sections.append(SectionShown("Answered, then not asked any more", [shown(*one) for one in known]))
    others = sorted(left - {identity for identity, _ in known})
    if others:
        answers = [shown(one, None) for one in others]
        sections.append(SectionShown("Questions the record has no checklist for", answers))
    return sections


def _title(section: AskedSection) -> str:
    title = section.section.title
    name = section.name or (str(section.instance) if section.instance > 1 else "")
    return f"{title} · {name}" if name else title


def _known(checklist: Checklist | None, answered: set[str]) -> list[tuple[str, Question]]:
    """Return what was answered and is not asked, in the order of the checklist."""
    if checklist is None:
        return []
    order = {one.id: place for place, one in enumerate(checklist.questions)}
    keys = sorted(
        (one for one in answered if parts_of_key(one)[0] in order),
        key=lambda one: (order[parts_of_key(one)[0]], parts_of_key(one)[1]),
    )
    return [(one, checklist.question(one)) for one in keys]


def _tally(sections: list[SectionShown]) -> list[tuple[Shown, int]]:
    """Count answers by what they show, in the order of the states; what nothing shows is left out."""
    shown = [one for section in sections for answer in section.answers for one in answer.shown]
    first = {one.state: one for one in reversed(shown)}
    return [(first[state], sum(one.state is state for one in shown)) for state in State if state in first]


def _signature(visit: Visit, who: SignedBy) -> SignatureShown:
    signature = visit.signature(who)
    if signature is None:
        return SignatureShown(who.capitalize(), "", "", None)
    return SignatureShown(who.capitalize(), signature.name, signature.signed_at, svg_path(signature.strokes))
