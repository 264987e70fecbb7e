"""The journal: every change is an op, saved together with its effect and its place in the outbox."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from pydantic import JsonValue

from checklists.journal.draft_history import HistoryNotRead
from checklists.journal.fold import RecordState
from checklists.journal.op import OP_BYTES_LIMIT, OP_FIELDS_LIMIT, OP_VERSION, Change, Op
from checklists.journal.siblings import Field, Sibling
from checklists.protocol.messages import RefusedOp
from mobile.errors import RecordUnknown
from mobile.store import chain, drafts, entries, identity, ops, whole
from mobile.store.database import Store

Values = Mapping[str, JsonValue]
"""Field → value, what `write` takes."""

# Room for the parts of an op other than its values.
_ENVELOPE_BYTES = 50_000


def write(store: Store, *, person: str, kind: str, record: str, values: Mapping[str, JsonValue]) -> None:
    """Set fields of a record in one transaction: ops, what they add up to, and their place in the outbox.

    A value equal to the only one already there writes nothing, so that saving twice is one change.

    Raises:
        TextTooLong: a text is longer than a field holds.
        ValueNotTaken: a value does not fit its field.
        StoreFull: there is no space; nothing is saved.
    """
    wanted = entries.cleaned(values)
    with store.transaction():
        if whole.let_rows_in(store, kind, record):
            rebuild(store, kind, record)
        known = _fields(store, kind, record, wanted)
        changed = {name: value for name, value in wanted.items() if not _is(known.get(name), value)}
        for part in _parts(changed):
            say(store, person, kind, record, {name: (part[name], _siblings(known, name)) for name in part})


def say(store: Store, person: str, kind: str, record: str, changes: Mapping[str, Change]) -> None:
    """Write one op of exactly these changes; part of the transaction that has read what they replace.

    Args:
        store: the tablet's database.
        person: who writes it.
        kind: of the record.
        record: its id.
        changes: field → its value, the op ids it replaces and, of a value given before, by whom and when.

    Raises:
        ValueNotTaken: a value does not fit its field.
    """
    op = Op(
        op_id=store.new_id(),
        device=identity.this_tablet(store).device,
        person=person,
        stamp=identity.tick(store),
        at=store.moment(),
        record=record,
        kind=kind,
        version=OP_VERSION,
        set=dict(changes),
    )
    entries.check(op)
    ops.keep(store, op)
    apply(store, op)
    chain.await_link(store, op.op_id)


def state(store: Store, kind: str, record: str) -> RecordState:
    """Return what is known of a record, an empty state if nothing is."""
    return states(store, kind, [record]).get(record, RecordState(record, kind))


def states(store: Store, kind: str, records: Iterable[str]) -> dict[str, RecordState]:
    """Return what is known of several records, keyed by record in the order asked; unknown ones left out."""
    wanted = list(dict.fromkeys(records))
    rows = store.rows(_ROWS_OF_RECORDS, {"kind": kind, "records": json.dumps(wanted)})
    by_record: dict[str, list[sqlite3.Row]] = {}
    for row in rows:
        by_record.setdefault(row["record"], []).append(row)
    known = {one: RecordState(one, kind, _folded(found)) for one, found in by_record.items()}
    if len(known) < len(wanted):
        known |= whole.states(store, kind, [one for one in wanted if one not in known])
    return {one: known[one] for one in wanted if one in known}


def fields_below(store: Store, kind: str, record: str, prefix: str) -> dict[str, Field]:
    """Return the fields under `prefix/` of a record, without reading the others."""
    # "0" is the character after "/": the range holds every path that starts with the prefix and a slash.
    parameters = {"kind": kind, "record": record, "first": f"{prefix}/", "end": f"{prefix}0"}
    rows = store.rows(_ROWS_BELOW, parameters)
    if rows:
        return _folded(rows)
    held = whole.states(store, kind, [record]).get(record)
    fields = held.fields if held else {}
    return {name: field for name, field in fields.items() if name.startswith(f"{prefix}/")}


def require_known(store: Store, kind: str, record: str) -> None:
    """Make sure that a record is on this tablet.

    Raises:
        RecordUnknown: it is not.
    """
    known = store.row("select 1 from field where kind = ? and record = ? limit 1", (kind, record))
    if known is None and not whole.holds(store, kind, record):
        raise RecordUnknown(kind)


def receive(store: Store, op: Op, body: bytes | None = None) -> bool:
    """Take in an op from the server; say whether it was news. One already known changes nothing.

    Args:
        store: the tablet's database.
        op: what it says.
        body: its bytes as they came, which are what is kept; its canonical ones if left out.
    """
    with store.transaction():
        identity.saw(store, op.stamp)
        if ops.keep(store, op, body):
            apply(store, op)
            return True
        # The server applies it after all, as after an update that taught it a new kind.
        if store.execute("delete from refusal where op_id = ?", (op.op_id,)):
            rebuild_all(store, op)
            return True
        return False


def refuse(store: Store, refused: RefusedOp) -> None:
    """Note that the server keeps an op but did not apply it: take it out of its records, keep and list it."""
    with store.transaction():
        row = store.row("select body from op where op_id = ?", (refused.op_id,))
        if row is None:
            return
        is_first = store.row("select 1 from refusal where op_id = ?", (refused.op_id,)) is None
        store.execute(
            """insert into refusal(op_id, number, sentence, advice, refused_at) values (?, ?, ?, ?, ?)
                on conflict(op_id) do update set number = excluded.number, sentence = excluded.sentence,
                    advice = excluded.advice, dismissed_at = null
                where number <> excluded.number""",
            (refused.op_id, refused.number, refused.sentence, refused.advice, store.moment()),
        )
        op = ops.read(row["body"])
        # What a refused seal stood in for is put back, so that the visit is a draft again as it was.
        try:
            back = drafts.take_out(store, op.op_id)
        except HistoryNotRead:
            back = []
        rebuild_all(store, op, *back)
        # Refused once more, for another reason, it has given everything back before.
        if is_first and op.draft and not back:
            # It is damaged, or was lost with a part of the database.
            _say_anew(store, op)


def taken(store: Store, op_ids: Sequence[str]) -> None:
    """Note that the server has applied ops: what it refused before it was restored counts again."""
    parameters = (json.dumps(op_ids),)
    for row in store.rows(_ASIDE, parameters):
        store.execute("delete from refusal where op_id = ?", (row["op_id"],))
        rebuild_all(store, ops.read(row["body"]))


_ASIDE = """
    select op_id, body from refusal join op using (op_id) where op_id in (select value from json_each(?))
"""

_ROWS_OF_RECORDS = """
    select record, name, op_id, value, stamp, person, device, at from field
        where kind = :kind and record in (select value from json_each(:records))
    union all
    select record, name, op_id, null, null, null, null, null from replaced
        where kind = :kind and record in (select value from json_each(:records))
"""

_ROWS_BELOW = """
    select name, op_id, value, stamp, person, device, at from field
        where kind = :kind and record = :record and name >= :first and name < :end
    union all
    select name, op_id, null, null, null, null, null from replaced
        where kind = :kind and record = :record and name >= :first and name < :end
"""

_ROWS_OF_FIELDS = """
    select name, op_id, value from field
        where kind = :kind and record = :record and name in (select value from json_each(:names))
"""


def _fields(store: Store, kind: str, record: str, names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return field name → op id → value for the fields named, so that a tap costs the same on any visit."""
    known: dict[str, dict[str, str]] = {}
    parameters = {"kind": kind, "record": record, "names": json.dumps(list(names))}
    for row in store.rows(_ROWS_OF_FIELDS, parameters):
        known.setdefault(row["name"], {})[row["op_id"]] = row["value"]
    return known


def _is(siblings: dict[str, str] | None, value: JsonValue) -> bool:
    """Say whether a field holds this value alone; an unset field holds nothing."""
    if not siblings:
        return value is None
    return list(siblings.values()) == [written(value)]


def _siblings(known: Mapping[str, Mapping[str, str]], name: str) -> list[str]:
    return sorted(known.get(name, ()))


def _parts(values: Mapping[str, JsonValue]) -> Iterable[dict[str, JsonValue]]:
    """Split what one op could not carry; each part is an op of its own."""
    part: dict[str, JsonValue] = {}
    size = 0
    for name, value in values.items():
        bytes_more = len(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        full = size + bytes_more > OP_BYTES_LIMIT - _ENVELOPE_BYTES or len(part) == OP_FIELDS_LIMIT
        if part and full:
            yield part
            part, size = {}, 0
        part[name] = value
        size += bytes_more
    if part:
        yield part


def _say_anew(store: Store, seal: Op) -> None:
    """Say what a refused seal held, whose draft history is damaged: the values are all there."""
    for kind, record, fields in seal.parts():
        values = {name: change[0] for name, change in fields.items() if name != "seal"}
        write(store, person=seal.person, kind=kind, record=record, values=values)


def apply(store: Store, op: Op) -> None:
    """Do to the rows of an op's records what `Field.with_change` does to a field, one field at a time."""
    for kind, record in dict.fromkeys((kind, record) for kind, record, _ in op.parts()):
        if whole.let_rows_in(store, kind, record):
            # Another op holds it whole: its rows are worked out now, with this one's.
            rebuild(store, kind, record)
        else:
            _apply_to(store, op, kind, record)


def _apply_to(store: Store, op: Op, kind: str, record: str) -> None:
    for one_kind, one_record, name, sibling, replaces in op.changes():
        if (one_kind, one_record) == (kind, record):
            _change(store, (kind, record, name), sibling, replaces)


def _change(store: Store, field: tuple[str, str, str], sibling: Sibling, replaces: Iterable[str]) -> None:
    for other in replaces:
        store.execute("insert or ignore into replaced values (?, ?, ?, ?)", (*field, other))
        store.execute(
            "delete from field where kind = ? and record = ? and name = ? and op_id = ?", (*field, other)
        )
    said = (sibling.op_id, written(sibling.value), sibling.stamp, sibling.person, sibling.device, sibling.at)
    store.execute(
        """insert or ignore into field(kind, record, name, op_id, value, stamp, person, device, at)
            select ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 where not exists (
                select 1 from replaced where kind = ?1 and record = ?2 and name = ?3 and op_id = ?4)""",
        (*field, *said),
    )


def rebuild(store: Store, kind: str, record: str) -> None:
    """Work out a record's rows anew from its applied ops."""
    whole.let_rows_in(store, kind, record)
    for table in ("field", "replaced"):
        store.execute(f"delete from {table} where kind = ? and record = ?", (kind, record))  # noqa: S608 - ours
    for op in ops.of_record(store, kind, record):
        _apply_to(store, op, kind, record)


def rebuild_all(store: Store, *changed: Op) -> None:
    """Work out the rows of every record anew that the ops speak of."""
    for kind, record in sorted({(kind, record) for op in changed for kind, record, _ in op.parts()}):
        rebuild(store, kind, record)


def _folded(rows: Iterable[sqlite3.Row]) -> dict[str, Field]:
    siblings: dict[str, dict[str, Sibling]] = {}
    replaced: dict[str, set[str]] = {}
    for row in rows:
        name, op_id = row["name"], row["op_id"]
        siblings.setdefault(name, {})
        replaced.setdefault(name, set())
        if row["value"] is None:
            replaced[name].add(op_id)
        else:
            value = json.loads(row["value"])
            siblings[name][op_id] = Sibling(
                op_id, value, row["stamp"], row["person"], row["device"], row["at"]
            )
    return {name: Field(siblings[name], frozenset(replaced[name])) for name in siblings}


def written(value: JsonValue) -> str:
    """Return a value as the `field` table holds it: JSON in ASCII.

    ASCII, so that even a text with half a character in it, from elsewhere, can be stored.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
