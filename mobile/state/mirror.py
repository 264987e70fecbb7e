"""The private mirror before sign-off: what an auditor may ask themselves of a walk; nothing of it is kept.

It is worked out when it is looked at, shown to nobody but the visit's auditor, and blocks nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from checklists.form.answered import is_answered
from checklists.form.walked import walked
from checklists.lint.blame_words import blaming, naming

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checklists.form.checklist import Checklist
    from checklists.records.answer import Answer, Judgement
    from checklists.records.finding import Finding
    from checklists.records.visit import Visit

# Nobody walks to the next thing and looks at it in less than this.
LOOK: Final = timedelta(seconds=5)
# From so many answers on a quick run says something; fewer are one thing seen at one place.
QUICK_LEAST: Final = 5
# From so many answers on, all of them alike says something.
ALIKE_LEAST: Final = 8
# Longer than a talk or a lunch: whoever goes on after it without a photo sits at a desk.
BREAK: Final = timedelta(minutes=90)


@dataclass(frozen=True, slots=True)
class Quick:
    """A run of answers given faster than one can look: how many, within how many seconds."""

    answers: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Named:
    """Words of a finding that name or blame a person, as they stand there."""

    finding: str
    words: str


@dataclass(frozen=True, slots=True)
class Mirror:
    """What a walk looks like from outside.

    Attributes:
        asked: how many questions the walk asks.
        in_the_moment: how many answers were recorded while walking.
        later: how many were caught up after a long break.
        quick: the longest run that was quicker than one can look, None for none.
        alike: the judgement that all answers share, None where they differ or are few.
        unanswered: the keys of the questions without an answer, in the order of the walk.
        good: how many good practices were found.
        named: the findings whose words name or blame a person, each once.
    """

    asked: int
    in_the_moment: int
    later: int
    quick: Quick | None
    alike: Judgement | None
    unanswered: tuple[str, ...]
    good: int
    named: tuple[Named, ...]

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return self.asked - len(self.unanswered)


def look_back(
    visit: Visit, checklist: Checklist, findings: Iterable[Finding], people: Sequence[str] = ()
) -> Mirror:
    """Return the mirror of a walk.

    Args:
        visit: as it stands.
        checklist: the one it is walked with.
        findings: raised on it; those that were taken back are left out.
        people: the names that a statement may name somebody by.
    """
    asked = walked(checklist, visit, visit.id).questions
    answers = {one.key: visit.answer(one.key) for one in asked}
    given = {one.key: answers[one.key] for one in asked if is_answered(one.question, answers[one.key])}
    raised = [one for one in findings if not one.withdrawn]
    shots = [ref.taken_at for one in answers.values() for ref in one.photos.values()]
    shots += [ref.taken_at for one in raised for ref in one.photos.values()]
    later = _later(visit.text("started_at"), [one.recorded_at for one in given.values()], shots)
    return Mirror(
        asked=len(asked),
        in_the_moment=len(given) - later,
        later=later,
        quick=_quick(_own(given.values(), visit.text("auditor"))),
        alike=_alike(list(given.values())),
        unanswered=tuple(one.key for one in asked if one.key not in given),
        good=sum(one.is_good_practice for one in raised),
        named=tuple(named for one in raised if (named := _named(one, people))),
    )


def _later(started: str, recorded: Iterable[str | None], shots: Iterable[str]) -> int:
    """Return how many answers were given after a long break, in a stretch without any photo."""
    # The start, the answers (1) and the photos (2) on one line of time.
    events = [(started, 0)] if started else []
    events += [(at, 1) for at in recorded if at] + [(at, 2) for at in shots]
    stretches: list[list[int]] = []
    last: datetime | None = None
    for at, what in sorted(events):
        moment = datetime.fromisoformat(at)
        if last is None or moment - last > BREAK:
            stretches.append([])
        stretches[-1].append(what)
        last = moment
    # Where a photo was taken somebody stood there, and the first stretch is the walk itself.
    return sum(one.count(1) for one in stretches[1:] if 2 not in one)  # noqa: PLR2004 - a photo, see above


def _own(given: Iterable[Answer], auditor: str) -> list[str]:
    return [one.recorded.at for one in given if one.recorded and one.recorded.person == auditor]


def _quick(recorded: Iterable[str]) -> Quick | None:
    """Return the longest run of answers each of which came sooner after the last than one can look."""
    moments = sorted(datetime.fromisoformat(one) for one in recorded)
    runs: list[list[datetime]] = [moments[:1]]
    for before, after in pairwise(moments):
        if after - before < LOOK:
            runs[-1].append(after)
        else:
            runs.append([after])
    longest = max(runs, key=len)
    if len(longest) < QUICK_LEAST:
        return None
    return Quick(len(longest), max(1, round((longest[-1] - longest[0]).total_seconds())))


def _alike(given: Sequence[Answer]) -> Judgement | None:
    judged = {one.judgement for one in given}
    return judged.pop() if len(given) >= ALIKE_LEAST and len(judged) == 1 else None


def _named(finding: Finding, people: Sequence[str]) -> Named | None:
    texts = [finding.text("statement"), finding.text("evidence")]
    words = next((found for text in texts if (found := blaming(text) or naming(text, people))), "")
    return Named(finding.id, words) if words else None
