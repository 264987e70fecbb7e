"""Where somebody is on a walk: at which question, in which view, or at the search or the help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import flet as ft

from mobile.state.habits import WalkView, keep_view, knows_the_steps, saw_the_steps, view_of
from mobile.state.resume import question_left, remember_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mobile.state.session import Session
    from mobile.state.visit_session import VisitSession

HELP: Final = "help"


# Drawn at once. Every card is made and sent whether one sees it or not, so that more of them would be felt.
PART: Final = 10


def part_of(questions: Sequence[str], question_id: str) -> tuple[int, int]:
    """Return where the part with this question begins and ends; parts are about as long as each other."""
    parts = -(-len(questions) // PART)
    length = -(-len(questions) // parts)
    begin = questions.index(question_id) // length * length
    return begin, min(begin + length, len(questions))


@ft.observable
@dataclass
class WalkPlace:
    """The place, the same in both views; every move is kept at once, so that a restart lands there.

    Attributes:
        session: the window's.
        walk: the visit that is walked.
        question: the id of the question that is shown, or of one whose section is.
        view: a list or one question.
        jumps: goes up when the list is to scroll to the question.
        instead: what stands in the questions' place: `HELP`, a `Wanted` for the search, or nothing.
        offered: whether the first steps are offered.
    """

    session: Session
    walk: VisitSession
    question: str
    view: WalkView = WalkView.LIST
    jumps: int = 0
    instead: str = ""
    offered: bool = False
    # The last tap. Not watched: a tap draws only its own card.
    _touched: str = ""

    @classmethod
    def begin(cls, session: Session, walk: VisitSession, named: str | None) -> WalkPlace:
        """Return the place to begin at: the question that is named, the one left off at, or the first."""
        left = question_left(session, walk.visit_id)
        question = next((one for one in (named, left) if one in walk.questions), walk.nearest(left or ""))
        return cls(session, walk, question, view_of(session), offered=not knows_the_steps(session))

    @property
    def section(self) -> str:
        """The key of the section of the question."""
        return self.walk.section_of(self.question).key

    @property
    def is_at_the_beginning(self) -> bool:
        """Whether the first question of the walk is among those that are shown."""
        return next(iter(self.walk.questions)) in self._shown()

    def stay(self) -> None:
        """Go to the question before, where an answer that was changed hides the one that is shown."""
        if self.question not in self.walk.questions:
            self.question = self.walk.nearest(self.question)

    def touch(self, question_id: str) -> None:
        """Keep the question that was tapped or typed in, unless it has left the screen.

        A note that was still being typed is saved as its question leaves, when the next one is shown already.
        """
        if question_id in self._shown():
            self._keep(question_id)

    def go_to(self, question_id: str) -> None:
        """Show a question."""
        self._keep(question_id)
        self.question = question_id
        self.jumps += 1
        self.instead = ""

    def part(self) -> tuple[int, int]:
        """Return where the part of the section that the list shows begins and ends, as places in it."""
        return part_of(self._questions(), self.question)

    def follow(self, named: str | None) -> None:
        """Show the question an address names, if it is asked here and not shown already."""
        if named and named != self.question and named in self.walk.questions:
            self.go_to(named)

    def go_to_section(self, section_id: str) -> None:
        """Show the first question of a section by the section's key."""
        sections = self.walk.walked.sections
        self.go_to(next(one for one in sections if one.key == section_id).questions[0].key)

    def beside(self, steps: int) -> str | None:
        """Return the question so many steps on (or back, below zero), None beyond the ends of the walk."""
        order = list(self.walk.questions)
        at = order.index(self.question) + steps
        return order[at] if 0 <= at < len(order) else None

    def step(self, steps: int) -> None:
        """Move on or back, where one question is on the screen."""
        aim = self.beside(steps)
        if aim and self.view is WalkView.ONE and not self.instead:
            self.go_to(aim)

    def change_view(self) -> None:
        """Show the same place the other way, from now on."""
        self.view = WalkView.ONE if self.view is WalkView.LIST else WalkView.LIST
        keep_view(self.session, self.view)
        self.go_to(self._touched or self.question)

    def show_instead(self, what: str = "") -> None:
        """Put the search or the help in the questions' place; nothing puts the questions back."""
        self.instead = what

    def _questions(self) -> list[str]:
        return [one.key for one in self.walk.section_of(self.question).questions]

    def _shown(self) -> list[str]:
        if self.view is WalkView.ONE:
            return [self.question]
        begin, end = self.part()
        return self._questions()[begin:end]

    def _keep(self, question_id: str) -> None:
        self._touched = question_id
        remember_place(self.session, self.walk.visit_id, question_id)

    def knows_the_steps(self) -> None:
        """The first steps were seen or skipped; they are offered no more."""
        saw_the_steps(self.session)
        self.offered = False
        self.instead = ""
