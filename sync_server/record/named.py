"""Whom a visit has named beside its auditor: who walks it with them, and who reads it as a mentor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checklists.records.visit import speaks_of

if TYPE_CHECKING:
    from checklists.journal.fold import RecordState

# In a visit's fields they stand below these.
CO_AUDITOR: Final = "co_auditor/"
MENTOR: Final = "mentor/"


def people_of(state: RecordState) -> dict[str, bool]:
    """Return the people a visit has named as walking it with its auditor, and whether each still does."""
    return _below(state, CO_AUDITOR)


def mentors_of(state: RecordState) -> dict[str, bool]:
    """Return the people a visit has named as mentors, and whether each still is one."""
    return _below(state, MENTOR)


def all_named(state: RecordState) -> list[str]:
    """Return everybody a visit has ever named; most have named nobody, which is seen at one look."""
    names = "\n".join(state.names)
    found = [_below(state, path) for path in (CO_AUDITOR, MENTOR) if path in names]
    return [person for people in found for person in people]


def _below(state: RecordState, path: str) -> dict[str, bool]:
    if not speaks_of(state, path):
        return {}
    names = [name for name in state.names if name.startswith(path)]
    return {name.removeprefix(path): bool(state.value(name)) for name in names}
