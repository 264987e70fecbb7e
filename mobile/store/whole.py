"""Records held whole: a sealed visit of somebody else is one op, and its fields are read when it is opened.

What lists need of such a record is one row in `part`. As soon as another op speaks of it, or somebody changes
it, its fields become rows like those of any record; what is read is the same either way.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Any

from pydantic_core import from_json

from checklists.ids import is_id
from checklists.journal.canonical import digest
from checklists.journal.fold import RecordState
from checklists.journal.siblings import Field, Sibling
from checklists.journal.stamp import read_stamp
from checklists.records import finding, visit
from checklists.records.finding import FindingKind
from mobile.store import ops
from mobile.store.database import Store

Key = tuple[str, str]
"""A record's kind and id."""

# Kind, record and fields of the visit or a finding; Any: a change as it came.
_Part = tuple[str, str, Mapping[str, Any]]

# A value and what it replaces, and perhaps who gave it when.
_WITH_ORIGIN = 3
_CHANGE_LENGTHS = {2, _WITH_ORIGIN}
_PERSON_AND_AT = 2

_HEAD = ("op_id", "kind", "record", "device", "person", "stamp", "at")


@dataclass(frozen=True, slots=True)
class Sealed:
    """An op that seals a visit, read as far as lists need it: this is done for thousands at a time.

    Attributes:
        head: op id, kind, record, device, person, stamp and moment.
        body: as it came.
        rows: for the visit and each finding what lists need of it, as in `part`.
    """

    head: tuple[str, ...]
    body: bytes
    rows: tuple[tuple[str | int, ...], ...]

    @property
    def op_id(self) -> str:
        """The op's id."""
        return self.head[0]

    @property
    def device(self) -> str:
        """The tablet it was said on."""
        return self.head[3]

    @property
    def stamp(self) -> str:
        """The op's place in time."""
        return self.head[5]

    @property
    def keys(self) -> set[Key]:
        """The records it speaks of."""
        return {(str(row[0]), str(row[1])) for row in self.rows}


def read(body: bytes) -> Sealed | None:
    """Return the seal a body is; None for any other op, and for one that is in any way unusual."""
    if b'"seal":' not in body:
        return None
    try:
        raw = from_json(body, cache_strings="keys", allow_inf_nan=False)
        head = tuple(raw[name] for name in _HEAD)
        parts = [(raw["kind"], raw["record"], raw["set"])]
        parts += [(part["kind"], part["record"], part["set"]) for part in raw.get("also", ())]
        # What was read is let go of at once: thousands of them in memory cost more than all the rest.
        return Sealed(head, body, tuple(_rows(head[0], parts))) if _is_usual(head, parts) else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _is_usual(head: Sequence[Any], parts: Sequence[_Part]) -> bool:
    (kind, record, fields), *others = parts
    return (
        all(type(one) is str for one in head)
        and is_id(head[0])
        and _is_stamp(head[5])
        and kind == visit.KIND
        and all(type(part) is dict for _, _, part in parts)
        # The seal alone, of a visit too large for one op, is an op like any other.
        and "seal" in fields
        and len(fields) > 1
        and all(one == finding.KIND for one, _, _ in others)
        and all(type(one) is str and is_id(one) for _, one, _ in parts)
        and len({one for _, one, _ in parts}) == len(parts)
        and _are_changes(list(chain.from_iterable(part.values() for _, _, part in parts)), head[0])
        and fields["seal"][0] is not None
        and all(_text(part, "visit") == record for _, _, part in others)
    )


def _is_stamp(text: str) -> bool:
    try:
        read_stamp(text)
    except ValueError:
        return False
    return True


def _are_changes(changes: Sequence[Any], op_id: str) -> bool:
    # A million of them in a year's visits: each question is asked of all at once, in C.
    if not (set(map(type, changes)) <= {list} and set(map(len, changes)) <= _CHANGE_LENGTHS):
        return False
    replaced = list(map(itemgetter(1), changes))
    if not set(map(type, replaced)) <= {list} or any(op_id in ops for ops in filter(None, replaced)):
        return False
    # The moment alone where the op's author gave it.
    origins = [change[2] for change in changes if len(change) == _WITH_ORIGIN]
    if set(map(type, origins)) <= {str}:
        return True
    return {len(origin) for origin in origins if type(origin) is not str} <= {_PERSON_AND_AT}


def hold(store: Store, sealed: Sequence[Sealed]) -> None:
    """Keep sealed visits of whose records nothing is known here yet; part of a transaction."""
    store.execute_many(
        """insert into op(op_id, kind, record, device, person, stamp, at, body, body_hash)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        ((*one.head, one.body, digest(one.body)) for one in sealed),
    )
    list_parts(store, sealed)


def list_parts(store: Store, sealed: Iterable[Sealed]) -> None:
    """Hold the records of seals whole that are in the journal already; part of a transaction."""
    store.execute_many(_HOLD, [row for one in sealed for row in one.rows])


def known(store: Store, records: Iterable[Key]) -> set[Key]:
    """Return those of the records of which an op speaks already."""
    parameters = {"records": json.dumps([*records])}
    return {(row["kind"], row["record"]) for row in store.rows(_KNOWN, parameters)}


def holds(store: Store, kind: str, record: str) -> bool:
    """Say whether a record is held whole."""
    row = store.row("select 1 from part where kind = ? and record = ? and whole", (kind, record))
    return row is not None


def forget(store: Store, sealed: Sequence[Sealed]) -> None:
    """Take seals out of the journal with what lists need of their records; part of a transaction."""
    store.execute_many(
        "delete from part where kind = ? and record = ?", [key for one in sealed for key in one.keys]
    )
    ops.forget(store, [one.op_id for one in sealed])


def let_rows_in(store: Store, kind: str, record: str) -> bool:
    """Hold a record whole no longer; say whether it was, so that its rows have to be worked out."""
    changed = store.execute(
        "update part set whole = 0 where kind = ? and record = ? and whole", (kind, record)
    )
    return changed > 0


def states(store: Store, kind: str, records: Sequence[str]) -> dict[str, RecordState]:
    """Return what is known of those of the records that are held whole."""
    found: dict[str, RecordState] = {}
    for row in store.rows(_BODIES, {"kind": kind, "records": json.dumps(records)}):
        wanted = set(json.loads(row["records"]))
        found |= {one.record: one for one in _states(row["body"], kind, wanted)}
    return found


def _states(body: bytes, kind: str, wanted: set[str]) -> Iterable[RecordState]:
    """Give what a seal says of some of its records, as `fold` does for an op that is known to be usual."""
    raw = from_json(body, cache_strings="keys")
    op_id, by = raw["op_id"], (raw["person"], raw["at"])
    for part in (raw, *raw.get("also", ())):
        if part["kind"] != kind or part["record"] not in wanted:
            continue
        fields = {}
        for name, change in part["set"].items():
            origin = change[2] if len(change) == _WITH_ORIGIN else by
            person, at = (by[0], origin) if isinstance(origin, str) else origin
            said = Sibling(op_id, change[0], raw["stamp"], person, raw["device"], at)
            fields[name] = Field({op_id: said}, frozenset(change[1]))
        yield RecordState(part["record"], kind, fields)


def _rows(op_id: str, parts: Sequence[_Part]) -> Iterable[tuple[str | int, ...]]:
    """Give what lists need: the visit first, then its findings."""
    (kind, record, fields), *others = parts
    about = (_text(fields, "auditor"), _text(fields, "started_at"), _text(fields, "planned"))
    walked = f"{_text(fields, 'area')} {_text(fields, 'checklist')}"
    yield kind, record, op_id, len(others), *about, 0, "[]", walked
    for kind, record, fields in others:
        photos = [] if _text(fields, "withdrawn") else _photos(fields)
        good = _text(fields, "kind") == FindingKind.GOOD_PRACTICE and not _text(fields, "withdrawn")
        win = good and bool(photos or _text(fields, "statement"))
        about = (_text(fields, "raised_by"), _text(fields, "raised_at"), "")
        yield kind, record, op_id, 0, *about, int(win), json.dumps(photos) if photos else "[]", ""


def _photos(fields: Mapping[str, Any]) -> list[str]:
    """Return the photos of what was found and of how it was put right."""
    return [
        name.rpartition("/")[2]
        for name in fields
        if name.startswith(("photo/", "corrected/photo/")) and fields[name][0] is not None
    ]


def _text(fields: Mapping[str, Any], name: str) -> str:
    """Return a field's text; its name for any other value that is not empty."""
    value = fields[name][0] if name in fields else None
    return value if isinstance(value, str) else name if value else ""


_HOLD = """
    insert into part(kind, record, op_id, findings, person, since, planned, win, photos, walked, whole)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
"""

_KNOWN = """
    with wanted as (
        select json_extract(value, '$[0]') as kind, json_extract(value, '$[1]') as record
        from json_each(:records))
    select kind, record from wanted where
        exists (select 1 from op where op.kind = wanted.kind and op.record = wanted.record)
        or exists (select 1 from part where part.kind = wanted.kind and part.record = wanted.record)
"""

_BODIES = """
    select op.body, json_group_array(part.record) as records
    from part join op using (op_id)
    where part.whole and part.kind = :kind and part.record in (select value from json_each(:records))
    group by op.op_id
"""
