"""Whether a change may be applied, decided from what is known and nothing else.

Each rule is one branch with its reason; what is refused is kept with the refusal's number and never folded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from checklists.journal.said_once import after as state_after
from checklists.protocol import refusals
from checklists.records import action, addendum, comment, finding, thanks, visit
from checklists.records.finding import Finding, finding_hash
from checklists.records.person import Role, may_walk
from checklists.records.visit import Seal, Visit, visit_hash
from checklists.records.vocabulary import VOCABULARIES
from sync_server.record import action_rules, comment_rules
from sync_server.record.named import mentors_of, people_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import JsonValue

    from checklists.journal.fold import RecordState
    from checklists.journal.op import Op, Part
    from checklists.protocol.refusals import Refusal

# In each kind of record, the field that names who it belongs to.
OWNER_FIELD = {
    visit.KIND: "auditor",
    finding.KIND: "raised_by",
    addendum.KIND: "author",
    action.KIND: "proposed_by",
    thanks.KIND: "from",
    comment.KIND: "author",
}

# The year 30489. No clock is that wrong; taken on by other tablets it would leave their stamps no room.
_LAST_STAMP = "900000000000000:000000"


class Known(Protocol):
    """What the server knows of records, with everything applied so far."""

    def state(self, kind: str, record: str, /) -> RecordState | None:
        """Return a record's state, None if there is none."""

    def owner(self, kind: str, record: str, /) -> str | None:
        """Return the person of the record's first op."""

    def findings_of(self, visit: str, /) -> Sequence[RecordState]:
        """Return the findings that name a visit."""


def refusal_for(op: Op, role: Role | None, known: Known, *, fits: bool) -> Refusal | None:
    """Return why an op may not be applied, None if it may; one about several records is taken as a whole.

    Args:
        op: read, clean, and made on the tablet that sent it.
        role: of its person; None if the person is unknown or no longer active.
        known: the records as they are before this op.
        fits: whether every value is one its field takes.
    """
    # Somebody nobody has introduced can't change the record.
    if role is None:
        return refusals.PERSON_UNKNOWN
    form = refusal_of_form(op, fits=fits)
    if form is not None:
        return form
    # The op that begins a record names its owner. Where it was refused, what follows is no entry of its own.
    if known.owner(op.kind, op.record) is None and OWNER_FIELD[op.kind] not in op.set:
        return refusals.BEGINNING_NOT_TAKEN
    if op.kind in {action.KIND, comment.KIND}:
        return _of_several(op, role, known)
    # What somebody else began is theirs or theirs together, and nobody writes in another's name.
    if not _is_own(op, known) and not _is_together(op, known):
        return _not_yours(op.person, _visit_of(op, known), known)
    return _of_kind(op, role, known)


def _of_several(op: Op, role: Role, known: Known) -> Refusal | None:
    # A comment is two people's: one writes it, the other answers.
    if op.kind == comment.KIND:
        return comment_rules.refusal_for(op, known)
    # An action is several people's: one proposes it, one does it, another says whether it holds.
    return action_rules.refusal_for(op, role, known)


def refusal_of_form(op: Op, *, fits: bool) -> Refusal | None:
    """Return why an op can't be applied whoever made it, None if it can; `fits` as in `refusal_for`."""
    # An app newer than this server writes kinds it can't fold yet.
    if any(kind not in VOCABULARIES for kind, _, _ in op.parts()):
        return refusals.UNKNOWN_KIND
    # A value that no screen or table could show.
    if op.stamp > _LAST_STAMP or not fits:
        return refusals.VALUE_NOT_TAKEN
    # Only a seal speaks of several records: of its visit and of that visit's findings, each of them once.
    if op.also and not _is_whole_visit(op):
        return refusals.VALUE_NOT_TAKEN
    return None


def _is_whole_visit(op: Op) -> bool:
    seal = op.set.get("seal")
    records = {part.record for part in op.also if part.kind == finding.KIND}
    return op.kind == visit.KIND and seal is not None and seal[0] is not None and len(records) == len(op.also)


def _of_kind(op: Op, role: Role, known: Known) -> Refusal | None:
    if op.kind == visit.KIND:
        return _visit(op, role, known)
    if op.kind == finding.KIND:
        return _finding(op, known)
    # Thanks lean on nothing: anybody gives them, in their own name.
    return _addendum(op, known) if op.kind == addendum.KIND else None


def _is_own(op: Op, known: Known) -> bool:
    said = op.set.get(OWNER_FIELD[op.kind])
    return known.owner(op.kind, op.record) in {None, op.person} and (said is None or said[0] == op.person)


def _is_together(op: Op, known: Known) -> bool:
    """Say whether an op goes on with what another began on a visit that both walk."""
    if op.kind == finding.KIND:
        state = known.state(finding.KIND, op.record)
        visit_id = state.value("visit") if state else None
        return OWNER_FIELD[op.kind] not in op.set and _walks(op.person, visit_id, known)
    # Answers are everybody's, and what a section is walked for; that somebody changes one takes the
    # signatures off. The rest is its auditor's.
    return (
        op.kind == visit.KIND
        and _walks(op.person, op.record, known)
        and all(
            name.startswith(("answer/", "repeat/")) or (name.startswith("signature/") and change[0] is None)
            for name, change in op.set.items()
        )
    )


def _walks(person: str, visit_id: JsonValue, known: Known) -> bool:
    """Say whether a visit is a person's, or was ever walked together with them.

    Ever: what they recorded before they heard that they no longer do is not lost.
    """
    if not isinstance(visit_id, str):
        return False
    state = known.state(visit.KIND, visit_id)
    return known.owner(visit.KIND, visit_id) == person or (state is not None and person in people_of(state))


def _visit_of(op: Op, known: Known) -> JsonValue:
    if op.kind == visit.KIND:
        return op.record
    state = known.state(op.kind, op.record)
    return state.value("visit") if state else None


def _not_yours(person: str, visit_id: JsonValue, known: Known) -> Refusal:
    """Return why somebody may not write in a visit that others walk."""
    state = known.state(visit.KIND, visit_id) if isinstance(visit_id, str) else None
    is_mentor = state is not None and person in mentors_of(state)
    return refusals.MENTOR_COMMENTS if is_mentor else refusals.NOT_YOURS


def _visit(op: Op, role: Role, known: Known) -> Refusal | None:
    before = known.state(visit.KIND, op.record)
    # It was signed as it was; what comes after is an addendum.
    if _is_sealed(before) and visit.VOCABULARY.touches_sealed(op.set):
        return refusals.SEALED
    # Most ops answer a question, which changes neither what kind of visit it is nor what is sealed.
    is_answer = before is not None and op.set.keys().isdisjoint({"kind", "seal"})
    after = before if before and is_answer else state_after(before, op, visit.KIND, op.record)
    # A leader goes and sees; an audit is left to auditors.
    if not may_walk(role, Visit(after).kind):
        return refusals.ROLE_MAY_NOT
    sealing = op.set.get("seal")
    people = op.people()
    # It gives values only of people who walked the visit.
    if len(people) > 1 and not people <= {op.person, *people_of(after)}:
        return refusals.NOT_YOURS
    if sealing is None or sealing[0] is None:
        return None
    return _seal(Seal.model_validate(sealing[0]), op, after, known)


def _seal(seal: Seal, op: Op, after: RecordState, known: Known) -> Refusal | None:
    # One signs for oneself.
    if seal.signer != op.person:
        return refusals.NOT_YOURS
    # What was signed is what the server has, down to the last letter.
    if seal.visit_hash != visit_hash(after) or seal.checklist_hash != after.value("checklist_hash"):
        return refusals.SEAL_DOES_NOT_MATCH
    findings = {one.record: one for one in known.findings_of(op.record)}
    people = {op.person, *people_of(after)}
    for part in op.also:
        findings[part.record] = state_after(known.state(part.kind, part.record), op, part.kind, part.record)
        refusal = _finding_in_seal(part, findings[part.record], op, people, known)
        if refusal is not None:
            return refusal
    if any(
        name not in findings or finding_hash(findings[name]) != signed
        for name, signed in seal.findings.items()
    ):
        return refusals.SEAL_DOES_NOT_MATCH
    # A finding the signer had not seen; one that was withdrawn need not be listed.
    if any(name not in seal.findings and not Finding(one).withdrawn for name, one in findings.items()):
        return refusals.SEAL_DOES_NOT_MATCH
    return None if _photos_match(seal, after, list(findings.values())) else refusals.SEAL_DOES_NOT_MATCH


def _finding_in_seal(
    part: Part, after: RecordState, op: Op, people: set[str], known: Known
) -> Refusal | None:
    owner, said = known.owner(part.kind, part.record), part.set.get(OWNER_FIELD[part.kind])
    # The op that begins a finding names who raised it.
    if owner is None and said is None:
        return refusals.BEGINNING_NOT_TAKEN
    # Whoever signs answers for what those who walked with them have raised, and for nobody else's.
    if (owner is not None and owner not in people) or (said is not None and said[0] not in people):
        return refusals.NOT_YOURS
    # It is this visit's, and was no other's.
    before = known.state(part.kind, part.record)
    was = before.value("visit") if before else None
    return (
        None if after.value("visit") == op.record and was in {None, op.record} else refusals.VALUE_NOT_TAKEN
    )


def _photos_match(seal: Seal, after: RecordState, findings: Sequence[RecordState]) -> bool:
    of_answers = set(Visit(after).photos)
    of_findings = {name for one in findings for name in Finding(one).photos}
    return of_answers <= set(seal.photos) <= of_answers | of_findings


def _finding(op: Op, known: Known) -> Refusal | None:
    before = known.state(finding.KIND, op.record)
    named = [before.value("visit") if before else None, op.set.get("visit", (None, []))[0]]
    for name in {one for one in named if isinstance(one, str)}:
        state = known.state(visit.KIND, name)
        # The visit comes first in every chain; without it the finding has no place.
        if state is None:
            return refusals.VISIT_UNKNOWN
        # Findings are part of what the auditor signs: their own, or of who walks together with them.
        if not _walks(op.person, name, known):
            return _not_yours(op.person, name, known)
        # The visit was signed with its findings as they were.
        if _is_sealed(state) and finding.VOCABULARY.touches_sealed(op.set):
            return refusals.SEALED
    return None


def _addendum(op: Op, known: Known) -> Refusal | None:
    after = state_after(known.state(addendum.KIND, op.record), op, addendum.KIND, op.record)
    name = after.value("visit")
    state = known.state(visit.KIND, name) if isinstance(name, str) else None
    seal = Visit(state).seal if state else None
    # It adds to a visit as it was sealed; it can't stand alone.
    if seal is None or after.value("seal") != seal.mark:
        return refusals.VISIT_UNKNOWN
    return None


def _is_sealed(state: RecordState | None) -> bool:
    return state is not None and state.value("seal") is not None
