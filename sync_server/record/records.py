"""The records one batch touches: each loaded once, folded in memory, written once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, bindparam, select

from checklists.journal.said_once import SaidOnce, after
from checklists.records import finding, visit
from sync_server.record import schema
from sync_server.record.asked import Asked
from sync_server.record.permissions import OWNER_FIELD
from sync_server.record.rows import in_parts, insert_rows, update_rows
from sync_server.record.schema import AUDIENCES, OWN
from sync_server.record.states import Key, unfolded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checklists.journal.fold import RecordState
    from checklists.journal.op import Op

__all__ = ["Held", "Key", "Records", "is_empty"]


_C = schema.record.c

# Made once: to put it together takes longer than to ask it. In one order for every writer: two that take the
# same rows don't wait for each other in a ring.
_TO_HOLD: Final = Asked(
    select(_C.id, _C.state, _C.owner, _C.audience)
    .where(_C.kind == bindparam("kind"), _C.id.in_(bindparam("ids", expanding=True)))
    .order_by(_C.id)
    .with_for_update()
)


@dataclass(slots=True)
class Held:
    """A record in memory.

    Attributes:
        state: what it is now; None while nobody has said anything of it, or nobody has asked.
        owner: the person of its first op.
        audience: the widest for which it has been entered into the feed.
        stored: whether the database has it.
        changed: whether there is something new to write of it.
    """

    state: RecordState | None = None
    owner: str | None = None
    audience: str = OWN
    stored: bool = False
    changed: bool = False


class Records:
    """Every record that ops of one batch are about or lean on; answers as `permissions.Known` asks."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: dict[Key, Held] = {}
        # The findings of this batch, by the visits they name.
        self._named: dict[str, set[str]] = {}

    def load(self, keys: Iterable[Key]) -> None:
        """Load records that are not held yet, and hold them against other writers until the end."""
        wanted = sorted(set(keys) - self._held.keys())
        kept: dict[Key, bytes | None] = {}
        for kind in sorted({kind for kind, _ in wanted}):
            for part in in_parts([record for its_kind, record in wanted if its_kind == kind]):
                for record, state, owner, audience in _TO_HOLD.rows(self._connection, kind=kind, ids=part):
                    kept[kind, record] = state
                    self._held[kind, record] = Held(None, owner, audience, stored=True)
        if kept:
            for key, state in unfolded(self._connection, kept).items():
                self._held[key].state = state
        for key in wanted:
            self._held.setdefault(key, Held())

    def state(self, kind: str, record: str) -> RecordState | None:
        """Return a record's state, None if there is none."""
        return self.held((kind, record)).state

    def owner(self, kind: str, record: str) -> str | None:
        """Return the person of the record's first op."""
        return self.held((kind, record)).owner

    def findings_of(self, record: str) -> Sequence[RecordState]:
        """Return the findings that name a visit, those of this batch among them."""
        named = {*self._named.get(record, ())}
        # A visit nobody has stored is named by nothing that is stored.
        if self.held((visit.KIND, record)).stored:
            table = schema.finding
            named.update(
                self._connection.execute(select(table.c.id).where(table.c.visit == record)).scalars()
            )
            self.load((finding.KIND, one) for one in sorted(named))
        states = [self.held((finding.KIND, one)).state for one in sorted(named)]
        return [one for one in states if one is not None and one.value("visit") == record]

    def fold(self, op: Op) -> None:
        """Fold an op into its records."""
        for kind, record, changes in op.parts():
            held = self.held((kind, record))
            held.state = after(held.state, op, kind, record)
            if held.owner is None:
                said = changes.get(OWNER_FIELD[kind])
                held.owner = said[0] if said and isinstance(said[0], str) else op.person
            held.changed = True
            named = changes.get("visit")
            if named and kind == finding.KIND and isinstance(named[0], str):
                self._named.setdefault(named[0], set()).add(record)

    def widen(self, key: Key, audience: str) -> bool:
        """Note that a record goes to a wider audience from now on; say whether it did not before."""
        held = self.held(key)
        if AUDIENCES.index(audience) <= AUDIENCES.index(held.audience):
            return False
        held.audience = audience
        held.changed = True
        return True

    def changed(self) -> list[tuple[RecordState, Held]]:
        """Return what this batch has changed."""
        return [(held.state, held) for held in self._held.values() if held.changed and held.state is not None]

    def write(self, moment: str) -> None:
        """Write what this batch has changed."""
        rows = [
            (held.stored, {
                "kind": state.kind,
                "id": state.record,
                "state": None if _arrived_whole(state) else state.to_json(),
                "owner": held.owner,
                "audience": held.audience,
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


def _arrived_whole(state: RecordState) -> bool:
    # What a seal alone has said is read from it, should anybody ask.
    return isinstance(state, SaidOnce) and "seal" in state.op.set


def is_empty(connection: Connection) -> bool:
    """Say whether nothing has been applied to the record yet."""
    return connection.execute(select(schema.record.c.id).limit(1)).first() is None
