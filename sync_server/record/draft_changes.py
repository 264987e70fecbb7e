"""The changes of a draft that were folded into its seal, read again from the history that came with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError
from sqlalchemy import select

from checklists.journal.canonical import as_bytes
from checklists.journal.draft_history import HistoryNotRead, unpack
from checklists.journal.op import Op
from checklists.records import finding, visit
from sync_server.record import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Connection, Select


@dataclass(frozen=True, slots=True)
class DraftOp:
    """One op of a draft.

    Attributes:
        op: what it says.
        seal: the id of the op it was folded into.
        received_at: when that one was received.
    """

    op: Op
    seal: str
    received_at: str


def draft_ops(connection: Connection, kind: str, record: str) -> list[DraftOp]:
    """Return the folded ops that speak of a record; none where no history came or it can't be read."""
    if kind not in {visit.KIND, finding.KIND}:
        return []
    c = schema.draft_history.c
    return [
        one for one in _ops(connection, c.visit.in_(_visits(kind, record))) if _is_about(one, kind, record)
    ]


def draft_op(connection: Connection, seal: str, op_id: str) -> DraftOp | None:
    """Return one folded op, None if the seal's history has none of that id."""
    ops = _ops(connection, schema.draft_history.c.op_id == seal)
    return next((one for one in ops if one.op.op_id == op_id), None)


def seals_about(connection: Connection, kind: str, record: str) -> list[str]:
    """Return the ids of the ops of other records that speak of a record: a finding is in its visit's seal."""
    if kind != finding.KIND:
        return []
    c = schema.op.c
    rows = connection.execute(
        select(c.op_id, c.body).where(c.kind == visit.KIND, c.record.in_(_visits(kind, record)))
    )
    # Most ops of a visit speak of nothing else; they are not read.
    return [row.op_id for row in rows if b'"also"' in row.body and record.encode() in row.body]


def _visits(kind: str, record: str) -> Select[str]:
    c = schema.finding.c if kind == finding.KIND else schema.visit.c
    visits = select(c.visit) if kind == finding.KIND else select(c.id)
    return visits.where(c.id == record)


def _ops(connection: Connection, which: ColumnElement[bool]) -> Iterator[DraftOp]:
    history, op = schema.draft_history, schema.op
    query = select(history.c.op_id, history.c.blob, op.c.received_at).join(op, op.c.op_id == history.c.op_id)
    for row in connection.execute(query.where(which)):
        for body in _bodies(row.blob):
            try:
                read = Op.read(as_bytes(body))
            except ValidationError:
                # It was never looked at before it was packed; what can be read is shown.
                continue
            yield DraftOp(read, row.op_id, row.received_at)


def _bodies(packed: bytes) -> list[str]:
    try:
        return unpack(packed)
    except HistoryNotRead:
        return []


def _is_about(one: DraftOp, kind: str, record: str) -> bool:
    return any((its_kind, its_record) == (kind, record) for its_kind, its_record, _ in one.op.parts())
