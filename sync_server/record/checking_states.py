"""Holds every record against the changes that speak of it, those of its visit's seal among them."""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, tuple_
from sqlalchemy.exc import SQLAlchemyError

from checklists.journal.fold import RecordState
from checklists.journal.op import Op
from checklists.records import action, finding, visit
from checklists.records.action import Action
from checklists.records.finding import Finding
from checklists.records.visit import Visit
from sync_server.errors import Refused
from sync_server.record import schema
from sync_server.record.rows import in_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Row, Select

    from sync_server.record.states import Key

    _Folded = dict[Key, RecordState | None]

# Rows, and records with all that was said of them, in memory at any time.
_ROWS: Final = 500
_RECORDS: Final = 100

# Whatever a damaged record may make of a value: each is a finding and not the end of the looking.
ODD: Final = (SQLAlchemyError, Refused, ValueError, TypeError, KeyError, AttributeError, LookupError)

_OP: Final = schema.op.c
_SAID: Final = select(_OP.kind, _OP.record, _OP.body).where(_OP.refusal.is_(None))


def check_states(connection: Connection) -> Iterator[str]:
    """Yield a sentence for every record that is not what was said of it."""
    # Their ids alone: what a seal says of a finding is looked at together with its visit.
    in_seals: set[str] = set()
    for folded in _visits(connection, in_seals):
        yield from _compare(connection, folded)
    for folded in _others(connection, in_seals):
        yield from _compare(connection, folded)
    yield from _from_nowhere(connection, in_seals)


def rows_of(connection: Connection, query: Select[Any]) -> Iterator[Row[Any]]:
    """Yield the rows of a query, a few at a time: a record may be larger than the memory."""
    yield from connection.execute(query.execution_options(yield_per=_ROWS))


def _visits(connection: Connection, in_seals: set[str]) -> Iterator[_Folded]:
    """Yield visits and the findings in their seals, folded; note those findings."""
    query = _SAID.where(_OP.kind == visit.KIND).order_by(_OP.record)
    for rows in _in_groups(rows_of(connection, query)):
        folded: _Folded = {}
        _fold_into(folded, rows)
        sealed = sorted(record for kind, record in folded if kind == finding.KIND)
        for part in in_parts(sealed):
            own = _SAID.where(_OP.kind == finding.KIND, _OP.record.in_(part))
            _fold_into(folded, connection.execute(own))
        in_seals.update(sealed)
        yield folded


def _others(connection: Connection, in_seals: set[str]) -> Iterator[_Folded]:
    """Yield all other records of which changes of their own speak, folded."""
    query = _SAID.where(_OP.kind != visit.KIND).order_by(_OP.kind, _OP.record)
    rows = rows_of(connection, query)
    for group in _in_groups(row for row in rows if not (row.kind == finding.KIND and row.record in in_seals)):
        folded: _Folded = {}
        _fold_into(folded, group)
        yield folded


def _in_groups(rows: Iterable[Row[Any]]) -> Iterator[list[Row[Any]]]:
    """Yield what was said of a few records at a time; the rows of a record follow each other."""
    records = (list(group) for _, group in groupby(rows, key=lambda row: (row.kind, row.record)))
    while some := list(islice(records, _RECORDS)):
        yield [row for group in some for row in group]


def _fold_into(folded: _Folded, rows: Iterable[Row[Any]]) -> None:
    """Fold changes into the records they speak of; None is what can't be put together."""
    for row in rows:
        try:
            op = Op.read(row.body)
            for kind, record in dict.fromkeys((kind, record) for kind, record, _ in op.parts()):
                before = folded.get((kind, record), RecordState(record, kind))
                folded[kind, record] = before.with_op(op) if before else None
        except ODD:
            folded[row.kind, row.record] = None


def _compare(connection: Connection, folded: _Folded) -> Iterator[str]:
    for part in in_parts(list(folded)):
        stored, named = _stored(connection, part), _photos_named(connection, part)
        for kind, record in part:
            state = folded[kind, record]
            if (kind, record) not in stored:
                yield f"There are changes of {kind} {record} in the journal, and it is not in the record."
            elif state is None:
                yield f"The changes of {kind} {record} can't be put together."
            elif not _is_same(stored[kind, record], state):
                yield f"The record holds {kind} {record} otherwise than its changes add up to."
            elif named.get((kind, record), set()) != _photos(state):
                yield f"The list of photos of {kind} {record} is not the one its changes give."


def _stored(connection: Connection, keys: Sequence[Key]) -> dict[Key, bytes | None]:
    c = schema.record.c
    query = select(c.kind, c.id, c.state).where(tuple_(c.kind, c.id).in_(keys))
    return {(row.kind, row.id): row.state for row in connection.execute(query)}


def _is_same(stored: bytes | None, state: RecordState) -> bool:
    expected = state.to_json()
    # Where nothing is kept, the record is read from its changes.
    if stored is None or stored == expected:
        return True
    # Another version may have written the same otherwise.
    try:
        return RecordState.from_json(stored).to_json() == expected
    except ODD:
        return False


def _photos_named(connection: Connection, keys: Sequence[Key]) -> dict[Key, set[str]]:
    table = schema.photo_of
    found: dict[Key, set[str]] = {}
    query = select(table).where(tuple_(table.c.kind, table.c.record).in_(keys))
    for row in connection.execute(query):
        found.setdefault((row.kind, row.record), set()).add(row.sha256)
    return found


def _photos(state: RecordState) -> set[str]:
    if state.kind == visit.KIND:
        return set(Visit(state).photos)
    if state.kind == action.KIND:
        return set(Action(state).photos)
    return set(Finding(state).photos) if state.kind == finding.KIND else set()


def _from_nowhere(connection: Connection, in_seals: set[str]) -> Iterator[str]:
    record = schema.record
    said = select(_OP.op_id).where(
        _OP.kind == record.c.kind, _OP.record == record.c.id, _OP.refusal.is_(None)
    )
    for row in rows_of(connection, select(record.c.kind, record.c.id).where(~said.exists())):
        if not (row.kind == finding.KIND and row.id in in_seals):
            yield f"Nothing in the journal says where {row.kind} {row.id} comes from."
