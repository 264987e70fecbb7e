"""Writes ops the way a tablet does: stamped, linked, naming what they replace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.ids import new_id
from checklists.journal.chain import Link, make_link
from checklists.journal.fold import RecordState
from checklists.journal.op import OP_VERSION, Op
from checklists.journal.stamp import FIRST, next_stamp
from checklists.moments import write_moment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pydantic import JsonValue


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
        self._written: list[tuple[Link, Op]] = []

    def write(self, person: str, kind: str, record: str, at: datetime, values: Mapping[str, JsonValue]) -> Op:
        """Write one op that sets some fields of a record.

        Args:
            person: who says it.
            kind: the record's kind.
            record: the record's id; one that was not written to yet begins here.
            at: when it is said.
            values: field to value.
        """
        self._stamp = next_stamp(self._stamp, int(at.timestamp() * 1000))
        replaced = self.state(kind, record).replaces(values)
        op = Op(
            op_id=new_id(),
            device=self.device,
            person=person,
            stamp=self._stamp,
            at=write_moment(at),
            record=record,
            kind=kind,
            version=OP_VERSION,
            set={name: (value, replaced[name]) for name, value in values.items()},
        )
        self.link(op)
        self._states[kind, record] = self.state(kind, record).with_op(op)
        return op

    def link(self, op: Op) -> Link:
        """Add an op to the chain as it is."""
        self._last = make_link(self.device, self.incarnation, self._last, op.op_id, op.body_hash())
        self._written.append((self._last, op))
        return self._last

    def state(self, kind: str, record: str) -> RecordState:
        """Return a record as this tablet knows it."""
        return self._states.get((kind, record), RecordState(record, kind))

    def states(self, kind: str) -> list[RecordState]:
        """Return every record of a kind that was written to."""
        return [state for (one, _), state in self._states.items() if one == kind]

    def take(self) -> list[tuple[Link, Op]]:
        """Return what was written since the last taking, each op with its place in the chain."""
        written, self._written = self._written, []
        return written
