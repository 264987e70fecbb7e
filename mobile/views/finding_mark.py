"""How a finding is marked wherever it is shown: its state and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.records.finding import FindingKind, Grade
from mobile.text import say
from mobile.text.labels import label
from mobile.theme import STATES, State

if TYPE_CHECKING:
    from checklists.records.finding import Finding


def mark_of(kind: FindingKind, grade: str) -> tuple[State, str]:
    """Return the state a kind and grade are shown in, and the words people read on a chip."""
    if kind is FindingKind.GOOD_PRACTICE:
        return State.WORTH_SHARING, STATES[State.WORTH_SHARING].word
    if kind is not FindingKind.NONCONFORMITY or not grade:
        return State.NEEDS_ATTENTION, label(kind)
    words = say("label.graded", kind=label(kind), grade=label(Grade(grade)))
    return State.MAJOR if grade == Grade.MAJOR else State.NEEDS_ATTENTION, words


def state_of(finding: Finding) -> State:
    """Return the state a finding is shown in."""
    return mark_of(finding.kind, finding.grade or "")[0]


def finding_words(finding: Finding) -> str:
    """Return the kind and grade of a finding as people read them on a chip."""
    return mark_of(finding.kind, finding.grade or "")[1]
