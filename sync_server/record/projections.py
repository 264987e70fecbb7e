"""Rows for the pages, drawn from what records are; nothing here that can't be drawn again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, or_, select

from checklists.form.checklist import HIGHEST_VERSION, Checklist
from checklists.form.walked import walked
from checklists.records import action, finding, visit
from checklists.records.action import Action
from checklists.records.finding import Finding
from checklists.records.visit import Visit, speaks_of
from sync_server.record import schema
from sync_server.record.checklists import published
from sync_server.record.rows import Row, in_parts, insert_rows, keys_in, update_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklists.journal.fold import RecordState
    from checklists.records.values import PhotoRef
    from sync_server.record.records import Held


class Projections:
    """Writes the projections of the records one batch has changed."""

    def __init__(self, connection: Connection, moment: str) -> None:
        self._connection = connection
        self._moment = moment
        self._checklists: dict[tuple[str, int], Checklist | None] = {}

    def write(self, changed: Sequence[tuple[RecordState, Held]]) -> None:
        """Write the rows of visits, findings and their photos."""
        visits = [
            (self._visit_row(Visit(state), held), held) for state, held in changed if state.kind == visit.KIND
        ]
        findings = [
            (self._finding_row(Finding(state), held), held)
            for state, held in changed
            if state.kind == finding.KIND
        ]
        for table, rows in ((schema.visit, visits), (schema.finding, findings)):
            insert_rows(self._connection, table, [row for row, held in rows if not held.stored])
            update_rows(self._connection, table, [row for row, held in rows if held.stored])
        _Photos(self._connection, self._moment).write([state for state, _ in changed])

    def _visit_row(self, one: Visit, held: Held) -> Row:
        identity, version = one.checklist
        version = version if version <= HIGHEST_VERSION else 0
        checklist = self._checklist(identity, version)
        seal = one.seal
        return {
            "id": one.id,
            "kind": str(one.kind),
            "checklist": identity,
            "checklist_version": version,
            "title": one.text("title"),
            "area": one.text("area"),
            "department": one.text("department"),
            "auditor": one.text("auditor") or held.owner,
            "planned": one.text("planned") or None,
            "started_at": one.text("started_at") or self._moment,
            "sealed_at": seal.sealed_at if seal else None,
            "discarded": one.discarded,
            "answered": one.answered(checklist) if checklist else _judged(one.state),
            "questions": len(walked(checklist, one, one.id).questions) if checklist else 0,
        }

    def _finding_row(self, one: Finding, held: Held) -> Row:
        return {
            "id": one.id,
            "kind": str(one.kind),
            "grade": str(one.grade) if one.grade else None,
            "statement": one.text("statement"),
            "visit": one.text("visit") or None,
            "question": one.text("question") or None,
            "area": one.text("area"),
            "department": one.text("department"),
            "raised_by": one.text("raised_by") or held.owner,
            "raised_at": one.text("raised_at") or self._moment,
            "withdrawn": one.withdrawn,
        }

    def _checklist(self, identity: str, version: int) -> Checklist | None:
        key = (identity, version)
        if key not in self._checklists:
            self._checklists[key] = published(self._connection, identity, version)
        return self._checklists[key]


def _judged(state: RecordState) -> int:
    # The checklist is not published here: every question that has a judgement counts.
    judged = [name for name in state.names if name.startswith("answer/") and name.endswith("/judgement")]
    return len(judged) - [state.value(name) for name in judged].count(None)


class _Photos:
    """Announces photos that records name, and keeps which record names which."""

    def __init__(self, connection: Connection, moment: str) -> None:
        self._connection = connection
        self._moment = moment

    def write(self, states: Sequence[RecordState]) -> None:
        # Most batches hold no photo: only records that ever had one are looked at.
        with_photos = [one for one in states if speaks_of(one, "photo/")]
        for part in in_parts(with_photos):
            named = {(one.kind, one.record): _photos(one) for one in part}
            self._announce({sha: ref for photos in named.values() for sha, ref in photos.items()})
            self._name(named)

    def _announce(self, photos: dict[str, PhotoRef]) -> None:
        known = keys_in(self._connection, schema.photo, [(sha,) for sha in photos])
        rows = [
            {
                "sha256": sha,
                "bytes": ref.bytes,
                "width": ref.width,
                "height": ref.height,
                "announced_at": self._moment,
                "received_at": None,
            }
            for sha, ref in sorted(photos.items())
            if (sha,) not in known
        ]
        insert_rows(self._connection, schema.photo, rows)

    def _name(self, named: dict[tuple[str, str], dict[str, PhotoRef]]) -> None:
        table = schema.photo_of
        of_records = or_(*((table.c.kind == kind) & (table.c.record == record) for kind, record in named))
        stored = {tuple(row) for row in self._connection.execute(select(table).where(of_records))}
        wanted = {(sha, kind, record) for (kind, record), photos in named.items() for sha in photos}
        for sha, kind, record in sorted(stored - wanted):
            gone = (table.c.sha256 == sha) & (table.c.kind == kind) & (table.c.record == record)
            self._connection.execute(delete(table).where(gone))
        rows = [
            {"sha256": sha, "kind": kind, "record": record} for sha, kind, record in sorted(wanted - stored)
        ]
        insert_rows(self._connection, table, rows)


def _photos(state: RecordState) -> dict[str, PhotoRef]:
    if state.kind == visit.KIND:
        return Visit(state).photos
    if state.kind == action.KIND:
        return Action(state).photos
    return Finding(state).photos if state.kind == finding.KIND else {}
