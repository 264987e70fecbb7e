"""Holds a seal against the records it stands for: visit, findings, photos, checklist, addenda."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from checklists.records import addendum, finding, visit
from checklists.records.finding import Finding, finding_hash
from checklists.records.visit import Seal, Visit, visit_hash

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checklists.journal.fold import RecordState

    States = Mapping[tuple[str, str], RecordState]


def check_seal(states: States, record: str, checklist_hash: str | None) -> Iterator[str]:
    """Yield a sentence for everything that is not as it was signed; nothing for a draft.

    Args:
        states: of the visit, its findings and its addenda, folded from their ops.
        record: the visit's id.
        checklist_hash: of the checklist at hand, None for none.
    """
    state = states.get((visit.KIND, record))
    if state is None:
        return
    try:
        seal = Visit(state).seal
    except ValidationError:
        yield "The seal can't be read."
        return
    if seal is None:
        if checklist_hash not in {None, state.value("checklist_hash")}:
            yield "The checklist is not the one the visit is walked with."
        return
    yield from _check_visit(state, seal, checklist_hash)
    yield from _check_findings(states, seal)
    yield from _check_photos(states, state, seal)
    for (kind, name), one in states.items():
        if kind == addendum.KIND and one.value("seal") != seal.mark:
            yield f"Addendum {name} was written to another seal."


def _check_visit(state: RecordState, seal: Seal, checklist_hash: str | None) -> Iterator[str]:
    if visit_hash(state) != seal.visit_hash:
        yield "The visit's answers are not the ones that were signed."
    if checklist_hash is None:
        yield "The checklist the visit was walked with is not in it."
    elif checklist_hash != seal.checklist_hash:
        yield "The checklist is not the one the visit was walked with."


def _check_findings(states: States, seal: Seal) -> Iterator[str]:
    here = {record: one for (kind, record), one in states.items() if kind == finding.KIND}
    for record, signed in seal.findings.items():
        if record not in here:
            yield f"Finding {record} was signed and is not in it."
        elif finding_hash(here[record]) != signed:
            yield f"Finding {record} is not as it was signed."
    for record, one in here.items():
        if record not in seal.findings and not Finding(one).withdrawn:
            yield f"Finding {record} was added after the signing."


def _check_photos(states: States, state: RecordState, seal: Seal) -> Iterator[str]:
    of_answers = set(Visit(state).photos)
    of_findings = {
        sha256 for (kind, _), one in states.items() if kind == finding.KIND for sha256 in Finding(one).photos
    }
    for sha256 in sorted(of_answers - set(seal.photos)):
        yield f"Photo {sha256} was added after the signing."
    for sha256 in sorted(set(seal.photos) - of_answers - of_findings):
        yield f"Photo {sha256} was signed and no answer or finding names it any more."
