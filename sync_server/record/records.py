"""The records one batch touches: each loaded once, folded in memory, written once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select, tuple_

from checklists.journal.fold import RecordState
from checklists.records import finding
from checklists.records.finding import Finding
from sync_server.record import schema
from sync_server.record.rows import in_parts, insert_rows, update_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checklists.journal.op import Op

Key = tuple[str, str]
"""A record's kind and id."""


@dataclass(slots=True)
class Held:
    """A record in memory.

    Attributes:
        state: what it is now; None while nobody has said anything of it.
        owner: the person of its first op.
        shared: whether it has been entered into the feed for everybody.
        stored: whether the database has it.
        changed: whether an op of this batch was folded in.
    """

    state: RecordState | None = None
    owner: str | None = None
    shared: bool = False
    stored: bool = False
    changed: bool = False


class Records:
    """Every record that ops of one batch are about or lean on; answers as `permissions.Known` asks."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: dict[Key, Held] = {}

    def load(self, keys: Iterable[Key]) -> None:
        """Load records that are not held yet, and hold them against other writers until the end."""
        wanted = sorted(set(keys) - self._held.keys())
        table = schema.record
        for part in in_parts(wanted):
            query = select(table).where(tuple_(table.c.kind, table.c.id).in_(part))
            # In one order for every writer: two that take the same rows don't wait for each other in a ring.
            ordered = query.order_by(table.c.kind, table.c.id).with_for_update()
            for row in self._connection.execute(ordered):
                state = RecordState.from_json(row.state)
                self._held[row.kind, row.id] = Held(state, row.owner, row.shared, stored=True)
        for key in wanted:
            self._held.setdefault(key, Held())

    def state(self, kind: str, record: str) -> RecordState | None:
        """Return a record's state, None if there is none."""
        return self.held((kind, record)).state

    def owner(self, kind: str, record: str) -> str | None:
        """Return the person of the record's first op."""
        return self.held((kind, record)).owner

    def findings_of(self, visit: str) -> Sequence[RecordState]:
        """Return the findings that name a visit, those of this batch among them."""
        table = schema.finding
        stored = self._connection.execute(select(table.c.id).where(table.c.visit == visit)).scalars()
        self.load((finding.KIND, one) for one in stored)
        states = [held.state for (kind, _), held in self._held.items() if kind == finding.KIND]
        return [one for one in states if one is not None and one.value("visit") == visit]

    def fold(self, op: Op) -> None:
        """Fold an op into its record."""
        held = self.held((op.kind, op.record))
        held.state = (held.state or RecordState(op.record, op.kind)).with_op(op)
        held.owner = held.owner or op.person
        held.changed = True

    def share_good_practices(self) -> list[Key]:
        """Mark the changed findings that have become good practices as shared, and return them."""
        newly: list[Key] = []
        for key, held in self._held.items():
            is_new = held.changed and not held.shared and key[0] == finding.KIND
            if is_new and held.state is not None and Finding(held.state).is_good_practice:
                held.shared = True
                newly.append(key)
        return newly

    def changed(self) -> list[tuple[RecordState, Held]]:
        """Return what this batch has changed."""
        return [(held.state, held) for held in self._held.values() if held.changed and held.state is not None]

    def write(self, moment: str) -> None:
        """Write what this batch has changed."""
        rows = [
            (held.stored, {
                "kind": state.kind,
                "id": state.record,
                "state": state.to_json(),
                "owner": held.owner,
                "shared": held.shared,
                "updated_at": moment,
            })
            for state, held in self.changed()
        ]  # fmt: skip
        insert_rows(self._connection, schema.record, [row for stored, row in rows if not stored])
        update_rows(self._connection, schema.record, [row for stored, row in rows if stored])

    def held(self, key: Key) -> Held:
        """Return a record in memory, loading it if need be."""
        if key not in self._held:
            self.load([key])
        return self._held[key]


def is_empty(connection: Connection) -> bool:
    """Say whether nothing has been applied to the record yet."""
    return connection.execute(select(schema.record.c.id).limit(1)).first() is None
