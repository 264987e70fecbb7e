"""Everything the record holds of one visit, as a bundle says it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, tuple_

from checklists.bundle.form import (
    FORM,
    BundledContext,
    BundledDraft,
    BundledEntry,
    BundledLink,
    BundledOp,
    BundledRecord,
    VisitFile,
)
from checklists.form.checklist import HIGHEST_VERSION
from checklists.journal.chain import START
from checklists.journal.draft_history import to_wire
from checklists.moments import write_moment
from checklists.records import addendum, finding, visit
from sync_server.record import schema
from sync_server.record.actions import what_came_of
from sync_server.record.findings import findings_of
from sync_server.record.rows import in_parts
from sync_server.record.visits import addenda_of, read_visit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from checklists.journal.fold import RecordState
    from checklists.records.finding import Finding
    from checklists.records.visit import Visit
    from sync_server.record.records import Key


@dataclass(frozen=True, slots=True)
class VisitSaid:
    """What the record holds of a visit.

    Attributes:
        said: without what is known of photos' bytes.
        checklist: canonical JSON of the version it was walked with, None if the record has none.
        photos: every photo that the visit, its seal or its findings name, in order.
    """

    said: VisitFile
    checklist: bytes | None
    photos: list[str]


def visit_said(connection: Connection, record: str, server: str, now: datetime) -> VisitSaid | None:
    """Return what the record holds of a visit, None if it has no such visit.

    Args:
        connection: reads one moment of the record.
        record: the visit's id.
        server: what this server is called.
        now: the moment of the export.
    """
    walked = read_visit(connection, record)
    if walked is None:
        return None
    findings = findings_of(connection, record)
    states = [walked.state, *(one.state for one in findings), *addenda_of(connection, record)]
    ops = _ops(connection, [(one.kind, one.record) for one in states])
    ids = [one.op_id for one in ops]
    said = VisitFile(
        form=FORM,
        visit=record,
        server=server,
        exported_at=write_moment(now),
        records=[_record(one) for one in sorted(states, key=_in_order)],
        ops=ops,
        drafts=_drafts(connection, ids),
        links=_links(connection, ids),
        entries=_entries(connection, ids),
        absent=[],
        context=_context(connection, record),
    )
    return VisitSaid(said, _checklist(connection, walked), _photos(walked, findings))


def _context(connection: Connection, record: str) -> BundledContext:
    states = what_came_of(connection, record)
    ops = _ops(connection, [(one.kind, one.record) for one in states])
    return BundledContext(
        records=[_record(one) for one in sorted(states, key=lambda one: (one.kind, one.record))],
        ops=ops,
        entries=_entries(connection, [one.op_id for one in ops]),
    )


# The visit, then what was found, then what was added.
_ORDER = (visit.KIND, finding.KIND, addendum.KIND)


def _in_order(state: RecordState) -> tuple[int, str]:
    return _ORDER.index(state.kind), state.record


def _record(state: RecordState) -> BundledRecord:
    return BundledRecord(kind=state.kind, record=state.record, state=json.loads(state.to_json()))


def _ops(connection: Connection, keys: Sequence[Key]) -> list[BundledOp]:
    c = schema.op.c
    found: list[BundledOp] = []
    for part in in_parts(keys):
        applied = select(c.op_id, c.body, c.received_at).where(
            tuple_(c.kind, c.record).in_(part), c.refusal.is_(None)
        )
        for row in connection.execute(applied.order_by(c.stamp, c.op_id)):
            body = row.body.decode("utf-8", "surrogatepass")
            found.append(BundledOp(op_id=row.op_id, body=body, received_at=row.received_at))
    return found


def _drafts(connection: Connection, ops: Sequence[str]) -> list[BundledDraft]:
    c = schema.draft_history.c
    found: list[BundledDraft] = []
    for part in in_parts(ops):
        rows = connection.execute(select(c.op_id, c.blob).where(c.op_id.in_(part)))
        found += [BundledDraft(op_id=row.op_id, packed=to_wire(row.blob)) for row in rows]
    return sorted(found, key=lambda one: one.op_id)


def _links(connection: Connection, ops: Sequence[str]) -> list[BundledLink]:
    c = schema.link.c
    found: list[BundledLink] = []
    for part in in_parts(ops):
        rows = connection.execute(select(schema.link).where(c.op_id.in_(part)))
        found += [BundledLink.model_validate(dict(row._mapping)) for row in rows]  # noqa: SLF001 - its public name
    return sorted(found, key=lambda one: (one.device, one.incarnation, one.n))


def _entries(connection: Connection, ops: Sequence[str]) -> list[BundledEntry]:
    feed, before = schema.feed, schema.feed.alias()
    query = select(feed, before.c.hash.label("prev")).outerjoin(before, before.c.seq == feed.c.seq - 1)
    found: list[BundledEntry] = []
    for part in in_parts(ops):
        for row in connection.execute(query.where(feed.c.op_id.in_(part))):
            entry = BundledEntry(
                seq=row.seq,
                op_id=row.op_id,
                prev=row.prev or START,
                hash=row.hash,
                countersign=row.countersign,
            )
            found.append(entry)
    return sorted(found, key=lambda one: one.seq)


def _checklist(connection: Connection, walked: Visit) -> bytes | None:
    identity, version = walked.checklist
    if not 0 < version <= HIGHEST_VERSION:
        return None
    c = schema.checklist.c
    found = select(c.document).where(c.id == identity, c.version == version)
    return connection.execute(found).scalar_one_or_none()


def _photos(walked: Visit, findings: Sequence[Finding]) -> list[str]:
    seal = walked.seal
    of_findings = (sha256 for one in findings for sha256 in one.photos)
    return sorted({*walked.photos, *(seal.photos if seal else ()), *of_findings})
