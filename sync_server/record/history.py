"""The history of records, change by change, and the changes that were kept but not applied."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Integer, and_, func, literal, null, or_, select, union_all
from sqlalchemy import cast as as_type

from checklists.records import finding, visit
from sync_server.record import schema
from sync_server.record.paging import Paged, read_page
from sync_server.record.rows import in_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from pydantic import JsonValue
    from sqlalchemy import Connection, Row

PER_PAGE: Final = 25

# Of what could not be read at all, a page shows this much.
_RAW_SHOWN: Final = 2_000

# A record is called by this much of its statement.
_TITLE_SHOWN: Final = 140

RecordKey = tuple[str, str]
"""Kind and id of a record."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one change did to one field.

    Attributes:
        name: the field's path in its record.
        before: the values it replaces; none where there was nothing, several where people disagreed.
        after: the value it gives; None empties the field.
    """

    name: str
    before: tuple[JsonValue, ...]
    after: JsonValue


@dataclass(frozen=True, slots=True)
class Change:
    """One change as it arrived.

    Attributes:
        at: by the tablet's clock.
        received_at: by the server's clock.
        refusal: its number in the catalogue if it was kept but not applied.
        fields: what it changes, by field.
        raw: how it begins, where it could not be read as a change.
    """

    op_id: str
    kind: str
    record: str
    device: str
    person: str
    at: str
    received_at: str
    refusal: int | None
    fields: tuple[FieldChange, ...]
    raw: str = ""


def read_history(connection: Connection, kind: str, record: str, page: int) -> Paged[Change]:
    """Return the changes of a record, the latest first, those not applied among them."""
    c = schema.op.c
    wanted = select(schema.op).where(c.kind == kind, c.record == record).order_by(c.stamp.desc(), c.op_id)
    found = read_page(connection, wanted, page, PER_PAGE, lambda row: row)
    return Paged(_changes(connection, found.rows), found.page, found.pages, found.total)


def read_change(connection: Connection, op_id: str) -> Change | None:
    """Return one change, None if there is none."""
    rows = connection.execute(select(schema.op).where(schema.op.c.op_id == op_id)).all()
    return next(iter(_changes(connection, rows)), None)


def list_set_aside(connection: Connection, page: int) -> Paged[Change]:
    """Return the changes that were kept but not applied, the latest first."""
    op, kept = schema.op.c, schema.kept.c
    no_place = as_type(null(), Integer).label("n")
    refused = select(op.received_at, op.op_id, op.device, literal("").label("incarnation"), no_place).where(
        op.refusal.is_not(None)
    )
    unread = select(kept.received_at, kept.op_id, kept.device, kept.incarnation, kept.n)
    both = union_all(refused, unread).subquery()
    wanted = select(both).order_by(both.c.received_at.desc(), both.c.op_id, both.c.device, both.c.n)
    found = read_page(connection, wanted, page, PER_PAGE, lambda row: row)
    changes = {one.op_id: one for one in _changes(connection, _ops(connection, found.rows))}
    unreadable = _unreadable(connection, [row for row in found.rows if row.n is not None])
    rows = [changes[row.op_id] if row.n is None else unreadable[_place(row)] for row in found.rows]
    return Paged(rows, found.page, found.pages, found.total)


def count_set_aside(connection: Connection) -> int:
    """Return how many changes were kept but not applied."""
    refused = select(func.count()).select_from(schema.op).where(schema.op.c.refusal.is_not(None))
    unread = select(func.count()).select_from(schema.kept)
    return int(connection.execute(refused).scalar_one() + connection.execute(unread).scalar_one())


def titles(connection: Connection, records: Iterable[RecordKey]) -> dict[RecordKey, str]:
    """Return what records are called: a visit by its title, a finding by how its statement begins."""
    wanted = set(records)
    visits = select(schema.visit.c.id, schema.visit.c.title)
    beginning = func.substr(schema.finding.c.statement, 1, _TITLE_SHOWN)
    findings = select(schema.finding.c.id, beginning)
    found: dict[RecordKey, str] = {}
    for kind, query, table in ((visit.KIND, visits, schema.visit), (finding.KIND, findings, schema.finding)):
        ids = [record for its_kind, record in wanted if its_kind == kind]
        found |= {(kind, row[0]): row[1] for row in connection.execute(query.where(table.c.id.in_(ids)))}
    return found


def _ops(connection: Connection, rows: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    ids = [row.op_id for row in rows if row.n is None]
    return connection.execute(select(schema.op).where(schema.op.c.op_id.in_(ids))).all()


def _unreadable(connection: Connection, rows: Sequence[Row[Any]]) -> dict[tuple[str, str, int], Change]:
    c = schema.kept.c
    places = [and_(c.device == row.device, c.incarnation == row.incarnation, c.n == row.n) for row in rows]
    beginning = func.substr(c.body, 1, _RAW_SHOWN).label("beginning")
    wanted = select(c.device, c.incarnation, c.n, c.op_id, c.received_at, c.refusal, beginning)
    found: Iterable[Row[Any]] = connection.execute(wanted.where(or_(*places))) if places else ()
    return {_place(row): _unread(row) for row in found}


def _unread(row: Row[Any]) -> Change:
    return Change(
        op_id=row.op_id,
        kind="",
        record="",
        device=row.device,
        person="",
        at="",
        received_at=row.received_at,
        refusal=row.refusal,
        fields=(),
        raw=bytes(row.beginning).decode("utf-8", "replace"),
    )


def _place(row: Row[Any]) -> tuple[str, str, int]:
    return row.device, row.incarnation, row.n


def _changes(connection: Connection, rows: Sequence[Row[Any]]) -> list[Change]:
    sets = {row.op_id: _set(row.body) for row in rows}
    replaced = {
        earlier for fields in sets.values() for _, earlier_ones in fields.values() for earlier in earlier_ones
    }
    c = schema.op.c
    earlier: dict[str, _Set] = {}
    for part in in_parts(sorted(replaced)):
        bodies = connection.execute(select(c.op_id, c.body).where(c.op_id.in_(part)))
        earlier |= {row.op_id: _set(row.body) for row in bodies}
    return [_change(row, sets[row.op_id], earlier) for row in rows]


_Set = dict[str, tuple["JsonValue", list[str]]]


def _change(row: Row[Any], fields: _Set, earlier: dict[str, _Set]) -> Change:
    def before(name: str, op_ids: list[str]) -> tuple[JsonValue, ...]:
        return tuple(earlier[op_id][name][0] for op_id in op_ids if name in earlier.get(op_id, ()))

    return Change(
        op_id=row.op_id,
        kind=row.kind,
        record=row.record,
        device=row.device,
        person=row.person,
        at=row.at,
        received_at=row.received_at,
        refusal=row.refusal,
        fields=tuple(
            FieldChange(name, before(name, ids), value) for name, (value, ids) in sorted(fields.items())
        ),
    )


def _set(body: bytes) -> _Set:
    # Not through Op: a change that was refused for a value nobody can store is shown here too.
    raw = json.loads(body.decode("utf-8", "surrogatepass"))
    return {name: (change[0], list(change[1])) for name, change in raw["set"].items()}
