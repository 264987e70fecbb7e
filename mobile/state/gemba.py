"""A gemba walk's steps, what its buttons record, and the days a promise may be given for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from checklists.records.finding import FindingKind
from mobile.store import findings
from mobile.theme import State

if TYPE_CHECKING:
    from datetime import date

    from checklists.journal.siblings import Sibling
    from checklists.records.finding import Finding
    from checklists.records.values import PhotoRef
    from mobile.state.visit_session import VisitSession

# The steps around the prompts; an underscore is in no question's id.
HERE: Final = "_here"
GOOD: Final = "_good"
PROMISES: Final = "_promises"
CLOSE: Final = "_close"

_FRIDAY: Final = 4
_KINDS = {
    State.WORTH_SHARING: FindingKind.GOOD_PRACTICE,
    State.NEEDS_ATTENTION: FindingKind.OPPORTUNITY,
}


def steps(walk: VisitSession) -> list[str]:
    """Return the steps of a walk in order; a prompt's step is its question's key."""
    return [HERE, *walk.questions, GOOD, PROMISES, CLOSE]


def raised(walk: VisitSession, question_id: str, state: State) -> list[Finding]:
    """Return what was raised at a prompt: what is worth sharing, or what needs attention."""
    good = state is State.WORTH_SHARING
    return [one for one in walk.questions[question_id].findings if one.is_good_practice == good]


def mark(walk: VisitSession, question_id: str, state: State) -> Finding:
    """Raise what was noted and photographed at a prompt as worth sharing or in need of attention."""
    answer = walk.questions[question_id].answer
    finding = walk.raise_finding(question_id, _KINDS[state])
    store, person = walk.store, walk.person.id
    if answer.note:
        findings.change(store, person, finding.id, {"statement": answer.note})
    for sha256, ref in answer.photos.items():
        findings.add_photo(store, person, finding.id, sha256, ref)
    walk.refresh(question_id)
    return finding


def note(walk: VisitSession, question_id: str, text: str, seen: Sibling | None) -> None:
    """Keep what was noted at a prompt, and let what was raised from it say the same."""
    before = walk.questions[question_id].answer.note
    walk.note(question_id, text, seen)
    for one in walk.questions[question_id].findings:
        # Somebody who has worded it on its own screen meant those words.
        if one.text("statement") in {"", before}:
            findings.change(walk.store, walk.person.id, one.id, {"statement": text})
    walk.refresh(question_id)


def add_photo(walk: VisitSession, question_id: str, sha256: str, ref: PhotoRef) -> None:
    """Put a photo with a prompt, and with what was raised there."""
    walk.add_photo(question_id, sha256, ref)
    for one in walk.questions[question_id].findings:
        findings.add_photo(walk.store, walk.person.id, one.id, sha256, ref)
    walk.refresh(question_id)


def remove_photo(walk: VisitSession, question_id: str, sha256: str) -> None:
    """Take a photo away from a prompt, and from what was raised there."""
    walk.remove_photo(question_id, sha256)
    for one in walk.questions[question_id].findings:
        findings.remove_photo(walk.store, walk.person.id, one.id, sha256)
    walk.refresh(question_id)


def share(walk: VisitSession, text: str) -> Finding:
    """Raise one more thing worth sharing, thought of at the end."""
    first = next(iter(walk.questions))
    finding = walk.raise_finding(first, FindingKind.GOOD_PRACTICE)
    findings.change(walk.store, walk.person.id, finding.id, {"statement": text})
    walk.refresh(first)
    return finding


def drop_empty(walk: VisitSession) -> None:
    """Take back what was marked and never said: on a gemba walk it holds nobody up."""
    for question_id in walk.questions:
        walk.drop_empty_findings(question_id)


def likely_days(today: date) -> dict[str, date]:
    """Return the days one promises for, by what they are called: tomorrow, this week's Friday, two weeks.

    From Friday on it is the Friday of the week to come.
    """
    left = _FRIDAY - today.weekday()
    friday = ("this_week", left) if left > 0 else ("next_week", left + 7)
    after = {"tomorrow": 1, friday[0]: friday[1], "two_weeks": 14}
    return {name: today + timedelta(days=days) for name, days in after.items()}
