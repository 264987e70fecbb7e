"""Folding ops into the state of a record; the order in which they arrive makes no difference."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from checklists.journal.canonical import canonical
from checklists.journal.cautious import cautious
from checklists.journal.siblings import Field, Sibling

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import JsonValue

    from checklists.journal.op import Op

_NO_FIELD = Field()


@dataclass(frozen=True, slots=True)
class RecordState:
    """Everything known of one record: its fields with their siblings."""

    record: str
    kind: str
    fields: Mapping[str, Field] = field(default_factory=lambda: MappingProxyType({}))

    def with_op(self, op: Op) -> RecordState:
        """Return the state after what one op says of this record.

        Raises:
            ValueError: the op is about other records.
        """
        mine = [part for kind, record, part in op.parts() if (kind, record) == (self.kind, self.record)]
        if not mine:
            raise ValueError(f"The op is about {op.kind} {op.record}, not {self.kind} {self.record}.")
        fields = dict(self.fields)
        for part in mine:
            for name, change in part.items():
                fields[name] = fields.get(name, _NO_FIELD).with_change(op.sibling(change), change[1])
        return RecordState(self.record, self.kind, fields)

    def join(self, other: RecordState) -> RecordState:
        """Return what two states of the same record know together.

        Raises:
            ValueError: the states are of two records.
        """
        if (other.record, other.kind) != (self.record, self.kind):
            raise ValueError(
                f"The other state is of {other.kind} {other.record}, not {self.kind} {self.record}."
            )
        names = {*self.fields, *other.fields}
        joined = {name: self.field(name).join(other.field(name)) for name in sorted(names)}
        return RecordState(self.record, self.kind, joined)

    def field(self, name: str) -> Field:
        """Return a field, empty if nobody has set it."""
        return self.fields.get(name, _NO_FIELD)

    @property
    def names(self) -> Iterable[str]:
        """The names of the fields, also of those that were emptied."""
        return self.fields.keys()

    def value(self, name: str) -> JsonValue:
        """Return the value a screen shows: the cautious one where people disagree, None if unset."""
        shown = self.shown(name)
        return shown.value if shown else None

    def shown(self, name: str) -> Sibling | None:
        """Return the sibling whose value is shown, with who gave it and when."""
        found = self.fields.get(name)
        return cautious(name, found.in_order) if found else None

    def values(self) -> dict[str, JsonValue]:
        """Return every field's shown value, unset and emptied ones left out, sorted by name."""
        shown = ((name, self.value(name)) for name in sorted(self.fields))
        return {name: value for name, value in shown if value is not None}

    def every_value(self) -> dict[str, list[JsonValue]]:
        """Return every value of every field, several where people disagree, none where all was replaced."""
        return {name: [one.value for one in found.in_order] for name, found in self.fields.items()}

    def below(self, prefix: str) -> dict[str, JsonValue]:
        """Return the shown values of the fields under `prefix/`, keyed by the rest of their path."""
        start = f"{prefix}/"
        return {
            name.removeprefix(start): value for name, value in self.values().items() if name.startswith(start)
        }

    def replaces(self, names: Iterable[str]) -> dict[str, list[str]]:
        """Return, for each field, the ids an op written now replaces: those of its siblings."""
        return {name: sorted(self.field(name).siblings) for name in names}

    @property
    def disagreements(self) -> tuple[str, ...]:
        """The fields in which people who were apart gave different values."""
        return tuple(sorted(name for name, found in self.fields.items() if found.disagrees))

    def to_json(self) -> bytes:
        """Return the state as canonical JSON, the form a database keeps."""
        fields: JsonValue = {
            name: [[_written(one) for one in found.in_order], [*sorted(found.replaced)]]
            for name, found in self.fields.items()
        }
        return canonical({"record": self.record, "kind": self.kind, "fields": fields})

    @staticmethod
    def from_json(data: bytes) -> RecordState:
        """Return the state that `to_json` wrote."""
        raw = json.loads(data)
        fields = {
            name: Field({one["op_id"]: Sibling(**one) for one in siblings}, frozenset(replaced))
            for name, (siblings, replaced) in raw["fields"].items()
        }
        return RecordState(raw["record"], raw["kind"], fields)


def fold(ops: Iterable[Op]) -> dict[tuple[str, str], RecordState]:
    """Return the state of every record the ops are about, keyed by (kind, record)."""
    states: dict[tuple[str, str], RecordState] = {}
    for op in ops:
        # An op that names a record twice says both things of it at once.
        for kind, record in dict.fromkeys((kind, record) for kind, record, _ in op.parts()):
            states[kind, record] = states.get((kind, record), RecordState(record, kind)).with_op(op)
    return states


def _written(one: Sibling) -> dict[str, JsonValue]:
    # `asdict` copies every value before it is written: most of the time it took.
    return {
        "op_id": one.op_id,
        "value": one.value,
        "stamp": one.stamp,
        "person": one.person,
        "device": one.device,
        "at": one.at,
    }
