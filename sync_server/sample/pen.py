"""Writes ops the way a tablet does: stamped, linked, naming what they replace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checklists.ids import new_id
from checklists.journal import draft_history
from checklists.journal.canonical import as_text
from checklists.journal.chain import Link, make_link
from checklists.journal.fold import RecordState
from checklists.journal.gather import gather
from checklists.journal.op import OP_VERSION, Op
from checklists.journal.siblings import Field
from checklists.journal.stamp import FIRST, next_stamp
from checklists.moments import write_moment
from checklists.records import finding, visit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pydantic import JsonValue

    from checklists.journal.op import Change


class Pen:
    """One tablet's hand: what it writes is kept in order until it is taken to be pushed.

    Attributes:
        device: the tablet's id.
        incarnation: of the tablet.
    """

    def __init__(self, device: str, incarnation: str = "") -> None:
        self.device = device
        self.incarnation = incarnation or new_id()
        self._stamp = FIRST
        self._last: Link | None = None
        self._states: dict[tuple[str, str], RecordState] = {}
        self._written: list[Op] = []

    def write(
        self,
        person: str,
        kind: str,
        record: str,
        at: datetime,
        values: Mapping[str, JsonValue],
    ) -> Op:
        """Write one op that sets some fields of a record.

        Args:
            person: who says it.
            kind: the record's kind.
            record: the record's id; one that was not written to yet begins here.
            at: when it is said.
            values: field to value.
        """
        replaced = self.state(kind, record).replaces(values)
        changes: dict[str, Change] = {name: (value, replaced[name]) for name, value in values.items()}
        return self.say(person, kind, record, at, changes)

    def say(
        self,
        person: str,
        kind: str,
        record: str,
        at: datetime,
        changes: dict[str, Change],
        **parts: Any,  # noqa: ANN401 - `also` and `draft` of a seal
    ) -> Op:
        """Write one op as it is given."""
        self._stamp = next_stamp(self._stamp, int(at.timestamp() * 1000))
        op = Op(
            op_id=new_id(),
            device=self.device,
            person=person,
            stamp=self._stamp,
            at=write_moment(at),
            record=record,
            kind=kind,
            version=OP_VERSION,
            set=changes,
            **parts,
        )
        self.add(op)
        for its_kind, its_record in {(its_kind, its_record) for its_kind, its_record, _ in op.parts()}:
            self._states[its_kind, its_record] = self.state(its_kind, its_record).with_op(op)
        return op

    def seal(self, person: str, record: str, at: datetime, seal: JsonValue) -> bytes:
        """Write the op that holds a whole visit; return the packed history of what it makes unnecessary.

        Args:
            person: who signs.
            record: the visit.
            at: when.
            seal: as `Seal` has it.
        """
        findings = [one for one in self.states(finding.KIND) if one.value("visit") == record]
        gathered = gather(
            [self.state(visit.KIND, record), *findings], self._written, person, write_moment(at)
        )
        folded = [op for op in self._written if op.op_id in gathered.folded]
        self._written = [op for op in self._written if op.op_id not in gathered.folded]
        for kind, its_record in {part[:2] for op in folded for part in op.parts()}:
            self._states[kind, its_record] = _without(self.state(kind, its_record), set(gathered.folded))
        packed = draft_history.pack([as_text(op.body()) for op in folded])
        if packed is None:
            raise ValueError("No sample visit has so long a history.")
        draft = draft_history.mark(packed, len(folded)) if folded else None
        changes: dict[str, Change] = {**gathered.set, "seal": (seal, [])}
        self.say(person, visit.KIND, record, at, changes, also=gathered.also, draft=draft)
        return packed

    def add(self, op: Op) -> None:
        """Add an op to what is sent next, as it is."""
        self._written.append(op)

    def state(self, kind: str, record: str) -> RecordState:
        """Return a record as this tablet knows it."""
        return self._states.get((kind, record), RecordState(record, kind))

    def states(self, kind: str) -> list[RecordState]:
        """Return every record of a kind that was written to."""
        return [state for (one, _), state in self._states.items() if one == kind]

    def take(self) -> list[tuple[Link, Op]]:
        """Return what was written since the last taking, each op with its place in the chain."""
        written, self._written = self._written, []
        return [(self._link(op), op) for op in written]

    def _link(self, op: Op) -> Link:
        self._last = make_link(self.device, self.incarnation, self._last, op.op_id, op.body_hash())
        return self._last


def _without(state: RecordState, folded: set[str]) -> RecordState:
    """Return a state as it would be if ops had not been written; the seal says again what they said."""
    fields = {
        name: Field(
            {op_id: one for op_id, one in found.siblings.items() if op_id not in folded},
            found.replaced - folded,
        )
        for name, found in state.fields.items()
    }
    return RecordState(state.record, state.kind, fields)
