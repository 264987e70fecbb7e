"""What the server kept but did not apply: listed for its author until they have seen to it."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from checklists.journal.op import Op
from checklists.protocol.messages import RefusedOp
from mobile.store import journal, naming, ops
from mobile.store.database import Store
from mobile.store.identity import this_tablet


@dataclass(frozen=True, slots=True)
class SetAside:
    """Changes to one record that were not applied, all for the same reason.

    Attributes:
        op_id: the first of them, to dismiss them by.
        number: the reason's number in the catalogue.
        sentence: what happened and what is safe.
        advice: what to do next.
        kind: the record's kind.
        record: the record's id.
        what: its title or first words, empty if nothing of it was applied.
        where: its area, empty if it has none.
        person: who made the first of them.
        at: when the first of them was made.
        changes: how many there are.
        values: field → the last value that was not applied.
    """

    op_id: str
    number: int
    sentence: str
    advice: str
    kind: str
    record: str
    what: str
    where: str
    person: str
    at: str
    changes: int
    values: dict[str, JsonValue]


def refuse(store: Store, refused: RefusedOp) -> None:
    """Set a change aside that the server did not apply."""
    journal.refuse(store, refused)


def needs_you(store: Store) -> list[SetAside]:
    """Return what was set aside and not dismissed, the newest first; a record's like ones together."""
    rows = store.rows(_OPEN)
    groups: dict[tuple[str, str, int], list[sqlite3.Row]] = {}
    for row in rows:
        groups.setdefault((row["kind"], row["record"], row["number"]), []).append(row)
    return [_set_aside(store, group) for group in reversed(groups.values())]


def count(store: Store) -> int:
    """Return how many entries `needs_you` has."""
    row = store.row(
        """select count(*) as open from (select distinct op.kind, op.record, refusal.number
            from refusal join op using (op_id) where refusal.dismissed_at is null)"""
    )
    return row["open"] if row else 0


def in_chain(store: Store) -> dict[str, int]:
    """Return the changes of the chain that is current that were not applied, with the reasons' numbers."""
    rows = store.rows(
        "select op_id, number from link join refusal using (op_id) where incarnation = ?",
        (this_tablet(store).incarnation,),
    )
    return {row["op_id"]: row["number"] for row in rows}


def dismiss(store: Store, op_id: str) -> None:
    """Take a change, and its record's others set aside for the same reason, off the list; they are kept."""
    store.execute(_DISMISS, {"op_id": op_id, "now": store.moment()})


def _set_aside(store: Store, group: Sequence[sqlite3.Row]) -> SetAside:
    first = group[0]
    name = naming.name_of(store, first["kind"], first["record"])
    values: dict[str, JsonValue] = {}
    for row in group:
        values |= _values(ops.read(row["body"]))
    return SetAside(
        op_id=first["op_id"],
        number=first["number"],
        sentence=first["sentence"],
        advice=first["advice"],
        kind=first["kind"],
        record=first["record"],
        what=name.what,
        where=name.where,
        person=first["person"],
        at=first["at"],
        changes=len(group),
        values=values,
    )


def _values(op: Op) -> dict[str, JsonValue]:
    # What a refused seal held besides is in the visit, which is a draft again.
    return {field: change[0] for field, change in op.set.items() if "seal" not in op.set or field == "seal"}


_OPEN = """
    select refusal.op_id, refusal.number, refusal.sentence, refusal.advice,
        op.kind, op.record, op.person, op.at, op.body
    from refusal join op using (op_id)
    where refusal.dismissed_at is null order by op.stamp, op.op_id
"""

_DISMISS = """
    update refusal set dismissed_at = :now
    where dismissed_at is null and op_id in (
        select other.op_id
        from op as this join refusal as reason on reason.op_id = this.op_id
        join op as other on other.kind = this.kind and other.record = this.record
        join refusal as alike on alike.op_id = other.op_id and alike.number = reason.number
        where this.op_id = :op_id)
"""
