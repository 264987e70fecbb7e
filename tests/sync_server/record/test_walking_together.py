"""Two on one visit: who walks together answers and finds; its auditor alone signs, seals and asks along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklists.ids import new_id
from checklists.journal.fold import RecordState
from checklists.protocol import refusals
from checklists.records import finding, visit
from checklists.records.finding import finding_hash
from checklists.records.person import Role
from checklists.records.visit import Seal, visit_hash
from sync_server.record.permissions import OWNER_FIELD, refusal_for
from sync_server.sample.pen import Pen
from tests.support.sending import ANA, AT, GEMBA, LARS, TOMASZ

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import JsonValue

    from checklists.journal.op import Op
    from checklists.protocol.refusals import Refusal

VISIT = "1" * 32
SIGNATURE: JsonValue = {"name": "Lars", "signed_at": "2026-03-03T10:42:00.000Z", "strokes": [[[1, 2]]]}


class Record:
    """Records in a dictionary: what was written and taken so far."""

    def __init__(self) -> None:
        self.pen = Pen(new_id())
        self.states: dict[tuple[str, str], RecordState] = {}
        self.owners: dict[tuple[str, str], str] = {}

    def state(self, kind: str, record: str) -> RecordState | None:
        return self.states.get((kind, record))

    def owner(self, kind: str, record: str) -> str | None:
        return self.owners.get((kind, record))

    def findings_of(self, visit_id: str) -> Sequence[RecordState]:
        every = [state for (kind, _), state in self.states.items() if kind == finding.KIND]
        return [one for one in every if one.value("visit") == visit_id]

    def write(
        self, person: str, kind: str, record: str, values: Mapping[str, JsonValue], role: Role = Role.AUDITOR
    ) -> Refusal | None:
        """Write an op; return why it is not taken, None where it is."""
        op = self.pen.write(person, kind, record, AT, values)
        return self.take(op, role)

    def take(self, op: Op, role: Role = Role.AUDITOR) -> Refusal | None:
        """Apply an op; return why it is not taken, None where it is."""
        refusal = refusal_for(op, role, self, fits=True)
        if refusal is None:
            for kind, record, changes in op.parts():
                key = kind, record
                said = changes.get(OWNER_FIELD[kind])
                self.owners.setdefault(key, str(said[0]) if said else op.person)
                self.states[key] = self.states.get(key, RecordState(record, kind)).with_op(op)
        return refusal

    def seal(self, person: str) -> Op:
        """Write the op that holds the whole visit, as the pen knows it."""
        walked = self.pen.state(visit.KIND, VISIT)
        seal = Seal(
            visit_hash=visit_hash(walked),
            checklist_hash=str(walked.value("checklist_hash")),
            findings={one.record: finding_hash(one) for one in self.pen.states(finding.KIND)},
            photos=[],
            signer=person,
            sealed_at="2026-03-03T11:30:00.000Z",
        )
        self.pen.seal(person, VISIT, AT, seal.model_dump(mode="json"))
        return self.pen.take()[-1][1]

    def find(self, person: str, record: str) -> Refusal | None:
        """Raise a finding on the visit."""
        values = {"raised_by": person, "kind": "opportunity", "statement": "Seen", "visit": VISIT}
        return self.write(person, finding.KIND, record, values)


@pytest.fixture
def record() -> Record:
    """Tomasz's visit, which Ana walks together with him."""
    known = Record()
    assert known.write(TOMASZ, visit.KIND, VISIT, {**GEMBA, "auditor": TOMASZ}) is None
    assert known.write(TOMASZ, visit.KIND, VISIT, {f"co_auditor/{ANA}": True}) is None
    return known


def test_who_walks_together_answers_notes_and_photographs(record: Record) -> None:
    photo: JsonValue = {"bytes": 1, "width": 1, "height": 1, "taken_at": "2026-03-03T10:42:00.000Z"}
    for name, value in (("judgement", "conforms"), ("note", "Seen"), (f"photo/{'7' * 64}", photo)):
        assert record.write(ANA, visit.KIND, VISIT, {f"answer/q-1/{name}": value}) is None


def test_change_by_who_walks_together_may_take_signatures_off(record: Record) -> None:
    values: dict[str, JsonValue] = {
        "answer/q-1/note": "Seen",
        "signature/auditor": None,
        "signature/auditee": None,
    }
    assert record.write(ANA, visit.KIND, VISIT, values) is None


@pytest.mark.parametrize(
    "values",
    [
        {"signature/auditor": SIGNATURE},
        {"answer/q-1/note": "Seen", "signature/auditee": SIGNATURE},
        {"discarded": True},
        {f"co_auditor/{LARS}": True},
        {f"co_auditor/{ANA}": None},
        {"auditor": ANA},
        {"title": "Another"},
        {"a_field_of_a_newer_version": 1},
    ],
)
def test_the_rest_is_its_auditors(record: Record, values: dict[str, JsonValue]) -> None:
    assert record.write(ANA, visit.KIND, VISIT, values) is refusals.NOT_YOURS


def test_seal_is_its_auditors(record: Record) -> None:
    seal: JsonValue = {
        "visit_hash": "0" * 64,
        "checklist_hash": "0" * 64,
        "findings": {},
        "photos": [],
        "signer": ANA,
        "sealed_at": "2026-03-03T10:42:00.000Z",
    }
    assert record.write(ANA, visit.KIND, VISIT, {"seal": seal}) is refusals.NOT_YOURS


def test_each_raises_findings_and_goes_on_with_the_others(record: Record) -> None:
    hers, his = "2" * 32, "3" * 32
    assert record.find(ANA, hers) is None
    assert record.find(TOMASZ, his) is None
    assert record.write(TOMASZ, finding.KIND, hers, {"statement": "Seen by both"}) is None
    assert record.write(ANA, finding.KIND, his, {"withdrawn": True}) is None
    assert record.write(ANA, finding.KIND, his, {"raised_by": ANA}) is refusals.NOT_YOURS


def test_finding_outside_the_visit_stays_its_raisers(record: Record) -> None:
    alone = "4" * 32
    values = {"raised_by": TOMASZ, "kind": "problem", "statement": "Oil"}
    assert record.write(TOMASZ, finding.KIND, alone, values) is None
    assert record.write(ANA, finding.KIND, alone, {"statement": "Water"}) is refusals.NOT_YOURS
    # Nor does it become hers by being put on a visit she walks.
    assert record.write(ANA, finding.KIND, alone, {"visit": VISIT}) is refusals.NOT_YOURS


def test_nobody_else_writes_in_it(record: Record) -> None:
    assert record.write(LARS, visit.KIND, VISIT, {"answer/q-1/note": "Seen"}) is refusals.NOT_YOURS
    assert record.find(LARS, "5" * 32) is refusals.NOT_YOURS


def test_what_was_recorded_before_hearing_of_the_end_is_taken(record: Record) -> None:
    assert record.write(TOMASZ, visit.KIND, VISIT, {f"co_auditor/{ANA}": None}) is None
    assert record.write(ANA, visit.KIND, VISIT, {"answer/q-1/note": "Seen"}) is None


def test_role_counts_for_who_walks_together_too(record: Record) -> None:
    audit = "6" * 32
    begun = {**GEMBA, "kind": "internal_audit", "auditor": TOMASZ, f"co_auditor/{LARS}": True}
    assert record.write(TOMASZ, visit.KIND, audit, begun) is None
    answer: dict[str, JsonValue] = {"answer/q-1/note": "Seen"}
    assert record.write(LARS, visit.KIND, audit, answer, Role.LEADER) is refusals.ROLE_MAY_NOT


def test_nothing_is_answered_after_the_seal(record: Record) -> None:
    record.states[visit.KIND, VISIT] = record.states[visit.KIND, VISIT].with_op(
        record.pen.write(TOMASZ, visit.KIND, VISIT, AT, {"seal": {"by": TOMASZ}})
    )
    assert record.write(ANA, visit.KIND, VISIT, {"answer/q-1/note": "Late"}) is refusals.SEALED


@pytest.mark.parametrize("is_known", [True, False])
def test_auditor_signs_for_what_the_other_has_found(record: Record, is_known: bool) -> None:  # noqa: FBT001 - both ways
    """Whether it was sent as a draft before, or comes with the seal alone."""
    hers = "2" * 32
    assert record.find(ANA, hers) is None
    server = record if is_known else Record()
    if is_known:
        record.pen.take()
    record.pen.write(TOMASZ, visit.KIND, VISIT, AT, {"answer/q-1/note": "Later"})
    op = record.seal(TOMASZ)
    assert (len(op.also), server.take(op)) == (1, None)
    assert server.owner(finding.KIND, hers) == ANA
    raised = server.states[finding.KIND, hers].shown("statement")
    assert raised is not None
    assert raised.person == ANA


def test_auditor_does_not_sign_for_what_anybody_else_has_found(record: Record) -> None:
    values = {"raised_by": LARS, "kind": "opportunity", "statement": "Seen", "visit": VISIT}
    record.pen.write(LARS, finding.KIND, "2" * 32, AT, values)
    server = Record()
    assert server.take(record.seal(TOMASZ)) is refusals.NOT_YOURS
