"""What records are, from the state that is kept of them or, where none is kept, from the ops about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, tuple_

from checklists.journal.fold import RecordState
from checklists.journal.op import Op
from checklists.journal.said_once import after
from checklists.records import finding, visit
from sync_server.record import schema
from sync_server.record.rows import in_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import ColumnElement, Connection

Key = tuple[str, str]
"""A record's kind and id."""


def read_state(connection: Connection, kind: str, record: str) -> RecordState | None:
    """Return the state of a record, None if there is none."""
    return read_states(connection, [(kind, record)]).get((kind, record))


def read_states(connection: Connection, keys: Iterable[Key]) -> dict[Key, RecordState]:
    """Return the states of those of the records that there are."""
    c = schema.record.c
    kept: dict[Key, bytes | None] = {}
    for part in in_parts(sorted(set(keys))):
        query = select(c.kind, c.id, c.state).where(tuple_(c.kind, c.id).in_(part))
        kept.update(((row.kind, row.id), row.state) for row in connection.execute(query))
    return unfolded(connection, kept)


def unfolded(connection: Connection, kept: Mapping[Key, bytes | None]) -> dict[Key, RecordState]:
    """Return states, those of which nothing is kept folded from their ops.

    Args:
        connection: reads the record.
        kept: the column `state` of some records.
    """
    states = {key: RecordState.from_json(state) for key, state in kept.items() if state is not None}
    wanted = {key for key, state in kept.items() if state is None}
    for op in ops_about(connection, wanted):
        for key in {(kind, record) for kind, record, _ in op.parts()} & wanted:
            states[key] = after(states.get(key), op, *key)
    return states


def ops_about(connection: Connection, keys: set[Key]) -> list[Op]:
    """Return the applied ops that speak of records, in the order of their stamps.

    A finding may be in the seal of its visit alone.
    """
    op, found = schema.op, schema.finding
    ids = {record for kind, record in keys if kind == finding.KIND}
    ops: dict[str, Op] = {}
    for part in in_parts(sorted(ids)):
        visits = select(found.c.visit).where(found.c.id.in_(part), found.c.visit.is_not(None))
        _read_into(ops, connection, (op.c.kind == visit.KIND) & op.c.record.in_(visits))
    for part in in_parts(sorted(keys)):
        _read_into(ops, connection, tuple_(op.c.kind, op.c.record).in_(part))
    about = [one for one in ops.values() if any((kind, record) in keys for kind, record, _ in one.parts())]
    return sorted(about, key=lambda one: (one.stamp, one.op_id))


def _read_into(ops: dict[str, Op], connection: Connection, which: ColumnElement[bool]) -> None:
    c = schema.op.c
    query = select(c.op_id, c.body).where(which, c.refusal.is_(None))
    ops.update((row.op_id, Op.read(row.body)) for row in connection.execute(query) if row.op_id not in ops)
