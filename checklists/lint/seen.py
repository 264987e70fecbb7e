"""Rules about what the record shows: questions that never found anything, or are answered unread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklists.lint.remark import Remark, SeenRule, about_question
from checklists.lint.size import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checklists.form.checklist import Checklist, Question, Section

# Fewer visits say nothing: a good month is no useless question.
ENOUGH_VISITS = 20
# Nobody reads a question, looks and decides in less.
_QUICKEST_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What the record shows of one question.

    Attributes:
        question: its id.
        visits: how many completed visits answered it.
        findings: in how many of them there was a finding, of any kind, good practices too.
        median_seconds: from the answer before to its own, None where that is not known.
    """

    question: str
    visits: int
    findings: int
    median_seconds: float | None = None


def _never_failed(checklist: Checklist, seen: Iterable[Seen]) -> Iterator[Remark]:
    for place, one in _often_asked(checklist, seen):
        if one.findings == 0:
            reason = f"{one.visits} visits asked it and none of them found anything, good or bad"
            advice = "ask what has changed since, ask it less often, or give its place to another question"
            yield about_question("never-failed", place, reason, advice)


def _in_a_blink(checklist: Checklist, seen: Iterable[Seen]) -> Iterator[Remark]:
    for place, one in _often_asked(checklist, seen):
        if one.median_seconds is not None and one.median_seconds < _QUICKEST_SECONDS:
            reason = f"half of {one.visits} visits answered it in under two seconds"
            advice = "ask for something that has to be looked at, or take it out"
            yield about_question("in-a-blink", place, reason, advice)


def _often_asked(
    checklist: Checklist, seen: Iterable[Seen]
) -> Iterator[tuple[tuple[Section, Question], Seen]]:
    known = {one.question: one for one in seen if one.visits >= ENOUGH_VISITS}
    for place in places(checklist):
        if found := known.get(place[1].id):
            yield place, found


RULES = (
    SeenRule("never-failed", "Questions that can still surprise", _never_failed),
    SeenRule("in-a-blink", "Questions that make people look", _in_a_blink),
)
