"""The history of records, change by change, and the changes that were kept but not applied."""

from __future__ import annotations

import json
from dataclasses import dataclass
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Integer, and_, func, literal, null, or_, select, union_all
from sqlalchemy import cast as as_type

from checklists.records import finding, visit
from sync_server.record import schema
from sync_server.record.draft_changes import DraftOp, draft_op, draft_ops, seals_about
from sync_server.record.paging import Paged, page_of, read_page
from sync_server.record.rows import in_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
        fields: what it changes, by field; of a seal not what it says again.
        raw: how it begins, where it could not be read as a change.
        draft_of: the seal it was folded into, empty for a change that was sent by itself.
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
    draft_of: str = ""


def read_history(connection: Connection, kind: str, record: str, page: int) -> Paged[Change]:
    """Return the changes of a record, the latest first, with those not applied and those of its draft."""
    c = schema.op.c
    about = ((c.kind == kind) & (c.record == record)) | c.op_id.in_(seals_about(connection, kind, record))
    drafts = {one.op.op_id: one for one in draft_ops(connection, kind, record)}
    places = [(row.stamp, row.op_id) for row in connection.execute(select(c.stamp, c.op_id).where(about))]
    places += [
        (one.op.stamp, op_id) for op_id, one in drafts.items() if op_id not in {place[1] for place in places}
    ]
    # The latest first, and of one moment in the order of their ids.
    ids = [op_id for _, op_id in sorted(sorted(places, key=itemgetter(1)), key=itemgetter(0), reverse=True)]
    found = page_of(ids, page, PER_PAGE)
    rows = connection.execute(select(schema.op).where(c.op_id.in_(found.rows))).all()
    changes = {one.op_id: one for one in _changes(connection, rows, (kind, record), drafts)}
    drafted = {
        op_id: _drafted(connection, drafts[op_id], (kind, record), drafts)
        for op_id in found.rows
        if op_id in drafts
    }
    return Paged(
        [{**drafted, **changes}[op_id] for op_id in found.rows], found.page, found.pages, found.total
    )


def read_change(connection: Connection, op_id: str, draft_of: str = "") -> Change | None:
    """Return one change, None if there is none; `draft_of` is the seal it was folded into, if it was."""
    if draft_of:
        one = draft_op(connection, draft_of, op_id)
        return _drafted(connection, one, (one.op.kind, one.op.record), {}) if one else None
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
        # SQLite says of the beginning of no bytes that there is none.
        raw=bytes(row.beginning or b"").decode("utf-8", "replace"),
    )


def _place(row: Row[Any]) -> tuple[str, str, int]:
    return row.device, row.incarnation, row.n


def _changes(
    connection: Connection,
    rows: Sequence[Row[Any]],
    about: RecordKey | None = None,
    drafts: Mapping[str, DraftOp] = MappingProxyType({}),
) -> list[Change]:
    """Return ops as changes of one record, of their own if none is given."""
    sets = {row.op_id: _set(row.body, about or (row.kind, row.record)) for row in rows}
    without = {row.op_id for row in rows if _history_is_missing(connection, row)}
    told = {
        op_id: {
            name: change for name, change in fields.items() if op_id in without or not _is_said_again(change)
        }
        for op_id, fields in sets.items()
    }
    earlier = _earlier(connection, told.values(), about, drafts)
    return [_change(row, told[row.op_id], earlier, about) for row in rows]


def _is_said_again(change: list[Any]) -> bool:
    # It has the person and the moment of when it was said first; that is a change of its own.
    return len(change) > len(("value", "replaces"))


def _history_is_missing(connection: Connection, row: Row[Any]) -> bool:
    c = schema.draft_history.c
    if b'"draft"' not in row.body:
        return False
    return connection.execute(select(c.op_id).where(c.op_id == row.op_id)).one_or_none() is None


def _earlier(
    connection: Connection, sets: Iterable[_Set], about: RecordKey | None, drafts: Mapping[str, DraftOp]
) -> dict[str, _Set]:
    """Return what the ops said that others replace."""
    replaced = {op_id for fields in sets for change in fields.values() for op_id in change[1]}
    c = schema.op.c
    earlier = {op_id: _set(drafts[op_id].op.body(), about) for op_id in replaced if op_id in drafts}
    for part in in_parts(sorted(replaced - earlier.keys())):
        bodies = connection.execute(select(c.op_id, c.body, c.kind, c.record).where(c.op_id.in_(part)))
        earlier |= {row.op_id: _set(row.body, about or (row.kind, row.record)) for row in bodies}
    return earlier


def _drafted(connection: Connection, one: DraftOp, about: RecordKey, drafts: Mapping[str, DraftOp]) -> Change:
    op, said = one.op, _set(one.op.body(), about)
    return Change(
        op_id=op.op_id,
        kind=about[0],
        record=about[1],
        device=op.device,
        person=op.person,
        at=op.at,
        received_at=one.received_at,
        refusal=None,
        fields=_fields(said, _earlier(connection, [said], about, drafts)),
        draft_of=one.seal,
    )


_Set = dict[str, list[Any]]
"""Field to change, as it stands in a body."""


def _fields(said: _Set, earlier: dict[str, _Set]) -> tuple[FieldChange, ...]:
    def before(name: str, op_ids: list[str]) -> tuple[JsonValue, ...]:
        return tuple(earlier[op_id][name][0] for op_id in op_ids if name in earlier.get(op_id, ()))

    return tuple(FieldChange(name, before(name, one[1]), one[0]) for name, one in sorted(said.items()))


def _change(row: Row[Any], fields: _Set, earlier: dict[str, _Set], about: RecordKey | None) -> Change:
    kind, record = about or (row.kind, row.record)
    return Change(
        op_id=row.op_id,
        kind=kind,
        record=record,
        device=row.device,
        person=row.person,
        at=row.at,
        received_at=row.received_at,
        refusal=row.refusal,
        fields=_fields(fields, earlier),
    )


def _set(body: bytes, about: RecordKey | None) -> _Set:
    # Not through Op: a change that was refused for a value nobody can store is shown here too.
    raw = json.loads(body.decode("utf-8", "surrogatepass"))
    found: _Set = {}
    for part in (raw, *raw.get("also", ())):
        if about is None or (part["kind"], part["record"]) == about:
            found |= part["set"]
    return found
