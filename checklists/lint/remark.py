"""What the linter says: one remark, about one place, by one rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from checklists.form.checklist import Checklist, Question, Section
    from checklists.lint.seen import Seen
    from checklists.lint.words import Words


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that could be better.

    Attributes:
        rule: the name of the rule that says so.
        section: id of the section it is in, None for the checklist as a whole.
        question: id of the question, None for something larger.
        reason: what was noticed, a sentence without its full stop.
        advice: what to do, likewise, beginning with a verb.
    """

    rule: str
    section: str | None
    question: str | None
    reason: str
    advice: str

    @property
    def place(self) -> str:
        """Where it is, as people say it: `question "need-order"`, or empty for the whole checklist."""
        if self.question is not None:
            return f"question “{self.question}”"
        return f"section “{self.section}”" if self.section is not None else ""

    def __str__(self) -> str:
        place = f"In {self.place}, " if self.place else ""
        reason = self.reason if place else self.reason[0].upper() + self.reason[1:]
        return f"{place}{reason}; {self.advice}. ({self.rule})"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the linter.

    Attributes:
        name: what people switch it off by: `over-long`.
        title: what it asks for, in a few words.
        check: finds what does not follow it.
    """

    name: str
    title: str
    check: Callable[[Checklist, Words], Iterable[Remark]]


@dataclass(frozen=True, slots=True)
class SeenRule:
    """A rule that looks at what the record shows; without a record it has nothing to say.

    Attributes:
        name: what people switch it off by: `never-failed`.
        title: what it asks for, in a few words.
        check: finds what does not follow it.
    """

    name: str
    title: str
    check: Callable[[Checklist, Collection[Seen]], Iterable[Remark]]


def about_question(rule: str, place: tuple[Section, Question], reason: str, advice: str) -> Remark:
    """Return a remark about one question."""
    section, question = place
    return Remark(rule, section.id, question.id, reason, advice)


def about_all(rule: str, reason: str, advice: str) -> Remark:
    """Return a remark about the checklist as a whole."""
    return Remark(rule, None, None, reason, advice)
