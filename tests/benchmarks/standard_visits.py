"""The standard workload's audits as this product keeps them: each one the op that seals a visit."""

from __future__ import annotations

import hashlib
import json
import random
from typing import TYPE_CHECKING, Any

from checklists.journal import draft_history
from checklists.journal.canonical import as_text
from checklists.journal.fold import RecordState, fold
from checklists.journal.gather import gather
from checklists.journal.op import OP_VERSION, Op
from checklists.records import finding, visit
from checklists.records.finding import finding_hash
from checklists.records.visit import Seal, visit_hash

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import JsonValue

_JUDGEMENTS = {"conform": "conforms", "minor": "finding", "major": "finding", "n/a": "not_applicable"}
_KINDS: dict[str, dict[str, JsonValue]] = {
    "positive": {"kind": "good_practice"},
    "minor": {"kind": "nonconformity", "grade": "minor"},
    "major": {"kind": "nonconformity", "grade": "major"},
    "observation": {"kind": "opportunity"},
}
_CHECKLIST_HASH = "c" * 64


def seal_op(audit: Mapping[str, Any], device: str, person: str) -> Op:
    """Return the op that holds a whole audit, as the tablet that folds its draft would write it."""
    return sealed(audit, device, person)[0]


def sealed(audit: Mapping[str, Any], device: str, person: str) -> tuple[Op, str]:
    """Return the same with its draft history as it travels."""
    ops = list(_draft(audit, device, person))
    states = fold(ops)
    record = _id(audit["id"])
    head = states[visit.KIND, record]
    findings = [state for (kind, _), state in states.items() if kind == finding.KIND]
    at = audit["completed_at"]
    seal = Seal(
        visit_hash=visit_hash(head),
        checklist_hash=_CHECKLIST_HASH,
        findings={one.record: finding_hash(one) for one in findings},
        photos=[],
        signer=person,
        sealed_at=at,
    )
    gathered = gather([head, *findings], ops, person, at)
    packed = draft_history.pack([as_text(one.body()) for one in ops])
    assert packed is not None
    return _op(
        audit,
        device,
        person,
        len(ops) + 1,
        at,
        visit.KIND,
        record,
        {**gathered.set, "seal": (seal.model_dump(mode="json"), [])},
        also=gathered.also,
        draft=draft_history.mark(packed, len(ops)),
    ), draft_history.to_wire(packed)


def _draft(audit: Mapping[str, Any], device: str, person: str) -> Iterator[Op]:
    """Give the ops of the walk: one for each tap and each note, as a tablet writes them."""
    record, area = _id(audit["id"]), audit["site"]
    places: dict[str, JsonValue] = {"area": area, "department": "assembly"}
    began: dict[str, JsonValue] = {
        "kind": "internal_audit",
        "checklist": audit["template"],
        "checklist_version": audit["template_version"],
        "checklist_hash": _CHECKLIST_HASH,
        "title": audit["title"],
        **places,
        "auditor": person,
        "started_at": audit["started_at"],
    }
    said: list[tuple[str, str, str, dict[str, JsonValue]]] = [
        (audit["started_at"], visit.KIND, record, began)
    ]
    for answer in audit["answers"]:
        path = f"answer/{_slug(answer['question_id'])}"
        judged: dict[str, JsonValue] = {f"{path}/judgement": _JUDGEMENTS[answer["value"]]}
        if answer["value"] == "n/a":
            judged[f"{path}/reason"] = "Not done here."
        said.append((answer["answered_at"], visit.KIND, record, judged))
        if "note" in answer:
            said.append((answer["answered_at"], visit.KIND, record, {f"{path}/note": answer["note"]}))
    for one in audit["findings"]:
        raised: dict[str, JsonValue] = {
            **_KINDS[one["kind"]],
            "statement": f"{one['title']} {one['description']}",
            "visit": record,
            "question": _slug(one["question_id"]),
            **places,
            "raised_by": person,
            "raised_at": one["created_at"],
        }
        said.append((one["created_at"], finding.KIND, _id(one["id"]), raised))
    at = audit["completed_at"]
    for who in ("auditor", "auditee"):
        drawn: JsonValue = {"name": "Ana Horvat", "signed_at": at, "strokes": _strokes(record + who)}
        said.append((at, visit.KIND, record, {f"signature/{who}": drawn}))
    for number, (when, kind, about, values) in enumerate(said, start=1):
        changes: dict[str, Any] = {name: (value, []) for name, value in values.items()}
        yield _op(audit, device, person, number, when, kind, about, changes)


def _op(
    audit: Mapping[str, Any],
    device: str,
    person: str,
    number: int,
    at: str,
    kind: str,
    record: str,
    changes: dict[str, Any],
    **other: Any,
) -> Op:
    return Op(
        op_id=hashlib.md5(f"{audit['id']}{number}".encode(), usedforsecurity=False).hexdigest(),
        device=device,
        person=person,
        stamp=f"{1_767_000_000_000 + number:015d}:000000",
        at=at,
        record=record,
        kind=kind,
        version=OP_VERSION,
        set=changes,
        **other,
    )


def _strokes(seed: str) -> JsonValue:
    # Short: the workload's audits have no signatures, and the documents are to have its size.
    rng = random.Random(seed)  # noqa: S311 - the same every time
    return [[[rng.randint(0, 1000), rng.randint(0, 400)] for _ in range(12)] for _ in range(2)]


def _id(uuid: str) -> str:
    return uuid.replace("-", "")


def _slug(question: str) -> str:
    return question.lower().replace(".", "-")


def state_of(op: Op, kind: str, record: str) -> RecordState:
    """Return what one op says of a record."""
    return fold([op])[kind, record]


def size_of(document: object) -> int:
    """Return how many bytes a document has as JSON."""
    return len(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())
