"""What a question or a finding shows at a glance: icon, word and shape, the same as on the tablet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from checklists.records.action import ActionStatus
from checklists.records.finding import FindingKind, Grade
from checklists.records.visit import Judgement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checklists.records.finding import Finding


class State(StrEnum):
    """A state; its value names its icon and its class in the stylesheet."""

    CONFORMS = "conforms"
    WORTH_SHARING = "worth-sharing"
    NEEDS_ATTENTION = "needs-attention"
    MAJOR = "major"
    IDEA = "idea"
    NOT_APPLICABLE = "not-applicable"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Shown:
    """A state with the words that stand beside its icon."""

    state: State
    word: str


CONFORMS: Final = Shown(State.CONFORMS, "Conforms")
WORTH_SHARING: Final = Shown(State.WORTH_SHARING, "Worth sharing")
NEEDS_ATTENTION: Final = Shown(State.NEEDS_ATTENTION, "Needs attention")
NOT_APPLICABLE: Final = Shown(State.NOT_APPLICABLE, "N/A")
UNANSWERED: Final = Shown(State.UNANSWERED, "Not answered")


def of_finding(kind: FindingKind, grade: Grade | None, label: str) -> Shown:
    """Return how a finding is shown, with its kind and grade as the word."""
    if kind is FindingKind.GOOD_PRACTICE:
        return Shown(State.WORTH_SHARING, label)
    if kind is FindingKind.IDEA:
        return Shown(State.IDEA, label)
    return Shown(State.MAJOR if grade is Grade.MAJOR else State.NEEDS_ATTENTION, label)


def of_action(status: ActionStatus, *, late: bool) -> Shown:
    """Return how far an action is; one that is `late` is open after its day."""
    if late:
        return Shown(State.NEEDS_ATTENTION, "Day has passed")
    return Shown(_ACTIONS[status], status.label)


def of_answer(judgement: Judgement | None, findings: Iterable[Finding]) -> list[Shown]:
    """Return how an answer is shown: its judgement, or for a finding each kind of it once."""
    if judgement is Judgement.FINDING:
        shown = [of_finding(one.kind, one.grade, _answer_word(one)) for one in findings]
        return list(dict.fromkeys(shown)) or [NEEDS_ATTENTION]
    return [_JUDGED[judgement]]


_ACTIONS: Final = {
    ActionStatus.OPEN: State.UNANSWERED,
    ActionStatus.REOPENED: State.NEEDS_ATTENTION,
    ActionStatus.DONE: State.CONFORMS,
    ActionStatus.VERIFIED: State.CONFORMS,
}

_JUDGED: Final = {
    Judgement.CONFORMS: CONFORMS,
    Judgement.NOT_APPLICABLE: NOT_APPLICABLE,
    None: UNANSWERED,
}


def _answer_word(finding: Finding) -> str:
    if finding.is_good_practice:
        return WORTH_SHARING.word
    return "Major" if finding.grade is Grade.MAJOR else NEEDS_ATTENTION.word
