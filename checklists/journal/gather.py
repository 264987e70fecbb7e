"""Gathers what records are at one moment into the parts of one op: the whole visit as it is signed.

Tablets and server use this one rule. A field in which people disagree is left out: its values stay in ops of
their own until a person picks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklists.journal.op import Change, Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from checklists.journal.fold import RecordState
    from checklists.journal.op import Op

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The parts of an op that stands for several records, and what it makes unnecessary.

    Attributes:
        set: the first record's fields.
        also: the others' fields; those that have none are left out.
        folded: ids of ops that never left the tablet and whose every change is in these parts now, in the
            order of their stamps: they go into the draft history.
    """

    set: dict[str, Change]
    also: list[Part]
    folded: tuple[str, ...]


def gather(states: Sequence[RecordState], unsent: Iterable[Op], person: str, at: str) -> Gathered:
    """Return the parts of an op by which a person says everything these records hold.

    Args:
        states: the records as they are, the op's own record first.
        unsent: the ops about them that were never offered to the server; no other tablet can know them.
        person: the op's author.
        at: the op's moment.
    """
    folded = _foldable(states, unsent)
    ids = frozenset(folded)
    parts = [_changes(state, ids, person, at) for state in states]
    also = [
        Part(kind=state.kind, record=state.record, set=fields)
        for state, fields in zip(states[1:], parts[1:], strict=True)
        if fields
    ]
    return Gathered(parts[0], also, folded)


def _foldable(states: Sequence[RecordState], unsent: Iterable[Op]) -> tuple[str, ...]:
    agreed: Mapping[_Key, frozenset[str]] = {
        (state.kind, state.record): frozenset(
            name for name, found in state.fields.items() if len(found.siblings) == 1
        )
        for state in states
    }
    # An op that touches a field in which people disagree is needed as it is.
    folded = [
        op
        for op in unsent
        if all(
            fields.keys() <= agreed.get((kind, record), frozenset()) for kind, record, fields in op.parts()
        )
    ]
    return tuple(op.op_id for op in sorted(folded, key=lambda one: (one.stamp, one.op_id)))


def _changes(state: RecordState, folded: frozenset[str], person: str, at: str) -> dict[str, Change]:
    changes: dict[str, Change] = {}
    for name, found in sorted(state.fields.items()):
        if len(found.siblings) != 1:
            continue
        (one,) = found.siblings.values()
        # Also what was replaced before: whoever knows only some of those ops comes to the same value.
        replaces = sorted((found.replaced | found.siblings.keys()) - folded)
        if (one.person, one.at) == (person, at):
            changes[name] = (one.value, replaces)
        elif one.person == person:
            changes[name] = (one.value, replaces, one.at)
        else:
            changes[name] = (one.value, replaces, (one.person, one.at))
    return changes
