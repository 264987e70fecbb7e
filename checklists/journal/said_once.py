"""The state of a record of which one op alone has spoken: a visit that arrives whole is not taken apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.journal.fold import RecordState
from checklists.journal.siblings import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import JsonValue

    from checklists.journal.op import Change, Op
    from checklists.journal.siblings import Sibling


class SaidOnce(RecordState):
    """What one op says of a record it is the first to speak of; equal in all it answers to the op's fold."""

    __slots__ = ("_changes", "op")

    op: Op
    _changes: Mapping[str, Change]

    def __init__(self, op: Op, kind: str, record: str, changes: Mapping[str, Change]) -> None:
        """Take the op's word for it.

        Args:
            op: what was said.
            kind: of the record.
            record: its id.
            changes: what the op says of this record, as `Op.parts` gives it.
        """
        for name, value in (("record", record), ("kind", kind), ("op", op), ("_changes", changes)):
            object.__setattr__(self, name, value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RecordState):
            return NotImplemented
        return (self.kind, self.record, self.fields) == (other.kind, other.record, other.fields)

    def __hash__(self) -> int:
        return hash((self.kind, self.record))

    @property
    def fields(self) -> Mapping[str, Field]:
        """The fields, each with its one sibling."""
        return {
            name: Field({self.op.op_id: self.op.sibling(change)}, frozenset(change[1]))
            for name, change in self._changes.items()
        }

    @property
    def names(self) -> Iterable[str]:
        """The names of the fields, also of those that were emptied."""
        return self._changes.keys()

    def value(self, name: str) -> JsonValue:
        """Return the value a screen shows."""
        change = self._changes.get(name)
        value: JsonValue = change[0] if change else None
        return value

    def shown(self, name: str) -> Sibling | None:
        """Return the value with who gave it and when."""
        change = self._changes.get(name)
        return self.op.sibling(change) if change else None

    def values(self) -> dict[str, JsonValue]:
        """Return every field's value, emptied ones left out, sorted by name."""
        found = ((name, change[0]) for name, change in sorted(self._changes.items()))
        return {name: value for name, value in found if value is not None}

    def every_value(self) -> dict[str, list[JsonValue]]:
        """Return every field's one value."""
        return {name: [change[0]] for name, change in self._changes.items()}


def after(before: RecordState | None, op: Op, kind: str, record: str) -> RecordState:
    """Return a record's state after an op that speaks of it; `before` is None where nobody had."""
    if before is not None:
        return before.with_op(op)
    said = [
        changes for its_kind, its_record, changes in op.parts() if (its_kind, its_record) == (kind, record)
    ]
    return SaidOnce(op, kind, record, said[0]) if len(said) == 1 else RecordState(record, kind).with_op(op)
