"""How a finding is marked wherever it is shown: its state and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mobile.theme import STATES, State

if TYPE_CHECKING:
    from checklists.records.finding import Finding


def state_of(finding: Finding) -> State:
    """Return the state a finding is shown in."""
    if finding.is_good_practice:
        return State.WORTH_SHARING
    return State.MAJOR if finding.grade == "major" else State.NEEDS_ATTENTION


def finding_words(finding: Finding) -> str:
    """Return the kind and grade of a finding as people read them on a chip."""
    return STATES[State.WORTH_SHARING].word if finding.is_good_practice else finding.label
