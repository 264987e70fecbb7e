"""A field holds its siblings: the values that nobody has replaced yet.

Usually one. Two people who change the same field while apart make two, and nothing is dropped. The
join of two fields is commutative, associative and idempotent, whatever order ops arrive in: a
multi-value register (Shapiro et al., 2011) that remembers by id what has been replaced.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import JsonValue


@dataclass(frozen=True, slots=True)
class Sibling:
    """One value somebody gave a field, and who gave it when."""

    op_id: str
    value: JsonValue
    stamp: str
    person: str
    device: str
    at: str


@dataclass(frozen=True, slots=True)
class Field:
    """The values of a field nobody has replaced, and the ids of the ops that were replaced."""

    siblings: Mapping[str, Sibling] = field(default_factory=lambda: MappingProxyType({}))
    replaced: frozenset[str] = frozenset()

    def join(self, other: Field) -> Field:
        """Return what two devices know together."""
        replaced = self.replaced | other.replaced
        known = {**self.siblings, **other.siblings}
        return Field({key: known[key] for key in known if key not in replaced}, replaced)

    def with_change(self, sibling: Sibling, replaces: Iterable[str]) -> Field:
        """Return the field after one op's change, which may arrive early, late or twice."""
        return self.join(Field({sibling.op_id: sibling}, frozenset(replaces)))

    @property
    def in_order(self) -> tuple[Sibling, ...]:
        """The siblings, oldest stamp first; ties broken by op id, the same everywhere."""
        return tuple(sorted(self.siblings.values(), key=lambda one: (one.stamp, one.op_id)))

    @property
    def disagrees(self) -> bool:
        """Whether people who were apart gave different values."""
        values = [one.value for one in self.siblings.values()]
        return any(value != values[0] for value in values[1:])
