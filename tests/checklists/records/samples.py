"""Small records to read: a visit and a finding, built op by op as a tablet would."""

from collections.abc import Sequence
from typing import Any

from checklists.journal.fold import RecordState
from checklists.journal.op import OP_VERSION, Op

AT = "2026-03-03T10:42:00.000Z"
LATER = "2026-03-03T11:05:30.500Z"
PERSON = "e" * 32
SHA = "ab" * 32
PHOTO = {"bytes": 612_345, "width": 2048, "height": 1536, "taken_at": AT}
SIGNATURE = {"name": "Ada Nowak", "signed_at": LATER, "strokes": [[[0, 0], [1000, 400]], [[500, 200]]]}
SEAL = {
    "visit_hash": "1" * 64,
    "checklist_hash": "2" * 64,
    "findings": {"f" * 32: "3" * 64},
    "photos": [SHA],
    "signer": PERSON,
    "sealed_at": LATER,
}


def changes(
    kind: str, fields: dict[str, Any], number: int = 1, at: str = AT, replaces: Sequence[str] = ()
) -> Op:
    """Return the op that gives fields, by their paths, their values."""
    return Op(
        op_id=f"{number:032x}",
        device="d" * 32,
        person=PERSON,
        stamp=f"{number:015d}:000000",
        at=at,
        record="0f" * 16,
        kind=kind,
        version=OP_VERSION,
        set={name: (value, list(replaces)) for name, value in fields.items()},
    )


def state(kind: str, fields: dict[str, Any]) -> RecordState:
    """Return the state of a record whose fields have been given once."""
    empty = RecordState("0f" * 16, kind)
    return empty.with_op(changes(kind, fields)) if fields else empty
