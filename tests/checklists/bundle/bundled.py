"""A small sealed visit as a bundle, and bundles in which something was changed afterwards."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from checklists.bundle.check import Report, check
from checklists.bundle.form import VisitFile, bundle_files
from checklists.bundle.zipped import BundleNotReadError, Opened, zip_bytes
from checklists.files.catalog import shipped
from checklists.journal.canonical import canonical, digest
from checklists.journal.chain import START, feed_hash, make_link
from checklists.journal.fold import RecordState
from checklists.journal.op import OP_VERSION, Op
from checklists.records.finding import finding_hash
from checklists.records.visit import Seal, visit_hash

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import JsonValue

VISIT, FINDING, ADDENDUM = "1" * 32, "2" * 32, "3" * 32
ANA, DEVICE, INCARNATION = "a" * 32, "d" * 32, "e" * 32
AT = "2026-03-03T10:42:00.000Z"
CHECKLIST = next(one for one in shipped() if one.id == "five-s")
QUESTION = CHECKLIST.questions[0].id
PHOTO = b"\xff\xd8\xff\xe0 a shelf"
FINDINGS_PHOTO = b"\xff\xd8\xff\xe0 a label"


def ref(data: bytes) -> JsonValue:
    return {"bytes": len(data), "width": 4, "height": 3, "taken_at": AT}


class Walk:
    """Writes ops and keeps the states they add up to."""

    def __init__(self) -> None:
        self.ops: list[Op] = []
        self.states: dict[tuple[str, str], RecordState] = {}

    def write(self, kind: str, record: str, values: dict[str, JsonValue]) -> None:
        state = self.states.get((kind, record), RecordState(record, kind))
        replaces = state.replaces(values)
        op = Op(
            op_id=f"{len(self.ops) + 1:032x}",
            device=DEVICE,
            person=ANA,
            stamp=f"{len(self.ops) + 1:015d}:000000",
            at=AT,
            record=record,
            kind=kind,
            version=OP_VERSION,
            set={name: (value, replaces[name]) for name, value in values.items()},
        )
        self.ops.append(op)
        self.states[kind, record] = state.with_op(op)

    def seal(self, **changed: Any) -> Seal:
        """Write the seal, or one with other parts, and return it."""
        state = self.states["visit", VISIT]
        parts = {
            "visit_hash": visit_hash(state),
            "checklist_hash": CHECKLIST.content_hash(),
            "findings": {FINDING: finding_hash(self.states["finding", FINDING])},
            "photos": sorted([digest(PHOTO), digest(FINDINGS_PHOTO)]),
            "signer": ANA,
            "sealed_at": AT,
        }
        seal = Seal.model_validate({**parts, **changed})
        self.write("visit", VISIT, {"seal": json.loads(seal.model_dump_json())})
        return seal


def a_walk(*, sealed: bool = True, **changed: Any) -> Walk:
    """Return a walk with an answer, a finding, two photos, and an addendum once it is sealed."""
    walk = Walk()
    started: dict[str, JsonValue] = {
        "kind": "five_s_safety",
        "checklist": CHECKLIST.id,
        "checklist_version": CHECKLIST.version,
        "checklist_hash": CHECKLIST.content_hash(),
        "title": "5S walk",
        "auditor": ANA,
        "started_at": AT,
    }
    walk.write("visit", VISIT, started)
    walk.write(
        "visit", VISIT, {f"answer/{QUESTION}/judgement": "conforms", f"answer/{QUESTION}/note": "Tidy"}
    )
    walk.write("visit", VISIT, {f"answer/{QUESTION}/photo/{digest(PHOTO)}": ref(PHOTO)})
    said: dict[str, JsonValue] = {
        "kind": "good_practice",
        "statement": "Labels",
        "visit": VISIT,
        "raised_by": ANA,
    }
    walk.write("finding", FINDING, {**said, f"photo/{digest(FINDINGS_PHOTO)}": ref(FINDINGS_PHOTO)})
    if sealed:
        mark = walk.seal(**changed).mark
        added: dict[str, JsonValue] = {"visit": VISIT, "seal": mark, "text": "More", "author": ANA}
        walk.write("addendum", ADDENDUM, added)
    return walk


def mark(op_id: str, body_hash: str) -> str:
    """Countersign as the one server of these tests."""
    return digest(f"key {op_id} {body_hash}".encode())


def said_of(walk: Walk) -> dict[str, Any]:
    """Return what a bundle says of a walk, as JSON."""
    link, head = None, START
    links, entries = [], []
    for number, op in enumerate(walk.ops, 1):
        link = make_link(DEVICE, INCARNATION, link, op.op_id, op.body_hash())
        links.append({"device": DEVICE, "incarnation": INCARNATION, **link.model_dump()})
        after = feed_hash(head, op.op_id, op.body_hash())
        countersign = mark(op.op_id, op.body_hash())
        entries.append(
            {"seq": number, "op_id": op.op_id, "prev": head, "hash": after, "countersign": countersign}
        )
        head = after
    return {
        "form": 1,
        "visit": VISIT,
        "server": "Plant",
        "exported_at": AT,
        "records": [
            {"kind": kind, "record": record, "state": json.loads(state.to_json())}
            for (kind, record), state in walk.states.items()
        ],
        "ops": [{"op_id": one.op_id, "body": one.body().decode(), "received_at": AT} for one in walk.ops],
        "links": links,
        "entries": entries,
        "absent": [],
    }


def files_of(
    said: dict[str, Any],
    photos: tuple[bytes, ...] = (PHOTO, FINDINGS_PHOTO),
    checklist: bytes | None = canonical(CHECKLIST.model_dump(mode="json")),
) -> dict[str, bytes]:
    """Return the files of a bundle, with a manifest that fits them."""
    visit = VisitFile.model_validate(said)
    return dict(bundle_files(visit, checklist, [(digest(one), "jpg", one) for one in photos]))


def zipped(files: dict[str, bytes]) -> bytes:
    return b"".join(zip_bytes(files.items()))


def report_on(data: bytes, *, with_key: bool = False) -> Report:
    """Check the bytes of a bundle."""
    try:
        return check(Opened(io.BytesIO(data)), mark if with_key else None)
    except BundleNotReadError as error:
        return Report((str(error),), (), ())


def problems(
    change: Callable[[dict[str, Any]], object], walk: Walk | None = None, **more: Any
) -> tuple[str, ...]:
    """Return what is found when somebody changes what a bundle says and makes its manifest fit again."""
    said = said_of(walk or a_walk())
    change(said)
    return report_on(zipped(files_of(said, **more))).problems
