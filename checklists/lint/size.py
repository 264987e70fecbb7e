"""Rules about length: of the walk, of what has to be read, of what has to be looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.form.checklist import VisitKind
from checklists.lint.remark import Remark, Rule, about_all, about_question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklists.form.checklist import Checklist, Question, Section
    from checklists.lint.words import Words

# What people stay curious for. An internal audit of one process; the others are done standing.
_MOST_QUESTIONS = {
    VisitKind.INTERNAL_AUDIT: 24,
    VisitKind.GEMBA_WALK: 6,
    VisitKind.LAYERED_PROCESS_AUDIT: 12,
    VisitKind.FIVE_S_SAFETY_WALK: 18,
}
_MOST_MINUTES = {
    VisitKind.INTERNAL_AUDIT: 90,
    VisitKind.GEMBA_WALK: 15,
    VisitKind.LAYERED_PROCESS_AUDIT: 20,
    VisitKind.FIVE_S_SAFETY_WALK: 45,
}
# Asking, listening and looking take this long at least; longer than the most, and the question is many.
_LEAST_MINUTES_EACH, _MOST_MINUTES_EACH = 1.0, 10.0

# What reads well at arm's length on a tablet held in one hand.
_LENGTHS = (("text", 140), ("why", 200), ("ask", 120))
_LOOK_FOR_LENGTH = 110
_FEWEST_LOOK_FOR, _MOST_LOOK_FOR = 2, 5


def _over_long(checklist: Checklist, _words: Words) -> Iterator[Remark]:
    count, most = checklist.most_asked, _MOST_QUESTIONS[checklist.kind]
    if count > most:
        reason = f"there are {count} questions, and after {most} people start to tick"
        yield about_all(
            "over-long", reason, "keep those that changed something last time, or make two checklists"
        )
    if checklist.minutes > (longest := _MOST_MINUTES[checklist.kind]):
        reason = (
            f"a walk of {checklist.minutes} minutes is planned, and {longest} is what people have in one go"
        )
        yield about_all("over-long", reason, "make two walks of it")


def _hurried(checklist: Checklist, _words: Words) -> Iterator[Remark]:
    each = checklist.minutes / checklist.most_asked
    if each < _LEAST_MINUTES_EACH:
        reason = f"{checklist.minutes} minutes leave {each * 60:.0f} seconds for a question"
        yield about_all("hurried", reason, "give it more minutes or ask less")
    if each > _MOST_MINUTES_EACH:
        reason = f"{checklist.minutes} minutes leave {each:.0f} minutes for a question"
        yield about_all(
            "hurried", reason, "say how long it really takes, or split what hides in one question"
        )


def _long_words(checklist: Checklist, _words: Words) -> Iterator[Remark]:
    for place in places(checklist):
        for name, most in _LENGTHS:
            if len(getattr(place[1], name)) > most:
                reason = f"“{name}” has more than {most} characters, which nobody reads while walking"
                yield about_question("long-text", place, reason, "say it shorter")
        if any(len(entry) > _LOOK_FOR_LENGTH for entry in place[1].look_for):
            reason = f"“look_for” has an entry of more than {_LOOK_FOR_LENGTH} characters"
            yield about_question("long-text", place, reason, "say it shorter, or make two entries of it")


def _evidence(checklist: Checklist, _words: Words) -> Iterator[Remark]:
    for place in places(checklist):
        count = len(place[1].look_for)
        if count < _FEWEST_LOOK_FOR:
            advice = "add what else somebody could see, hear or measure"
            yield about_question("thin-evidence", place, "there is one thing to look for", advice)
        if count > _MOST_LOOK_FOR:
            reason = f"there are {count} things to look for"
            yield about_question("thin-evidence", place, reason, f"keep the {_MOST_LOOK_FOR} that tell most")


def places(checklist: Checklist) -> Iterator[tuple[Section, Question]]:
    """Yield every question with its section, in the order of the walk."""
    for section in checklist.sections:
        for question in section.questions:
            yield section, question


RULES = (
    Rule("over-long", "A walk people can finish with open eyes", _over_long),
    Rule("hurried", "Time to ask, to listen and to look", _hurried),
    Rule("long-text", "Words that are read at a glance", _long_words),
    Rule("thin-evidence", "Two to five things to look for", _evidence),
)
