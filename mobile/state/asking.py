"""Which questions a walk asks right now, after conditions, repeated sections and the lot, tap by tap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import flet as ft

from checklists.form.walked import Walked, walked
from mobile.text import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from checklists.form.checklist import Checklist
    from checklists.form.walked import AskedSection
    from checklists.records.answer import Answer


@ft.observable
@dataclass
class Shape:
    """What a walk consists of for now; a screen that lists questions or sections follows it.

    Attributes:
        asked: for each section its key, its name and the keys of its questions.
    """

    asked: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Given:
    """What conditions are compared with: the answers on the screen, so that no tap reads the visit again.

    Attributes:
        answers: gives the answer to a question by its key.
        named: what the repeated sections are walked for, by section and number.
    """

    answers: Callable[[str], Answer]
    named: Mapping[str, Mapping[int, str]]

    def answer(self, question: str, /) -> Answer:
        """Return the answer to a question by its key."""
        return self.answers(question)

    def repeats(self, section: str, /) -> Mapping[int, str]:
        """Return what a repeated section is walked for."""
        return self.named.get(section, {})


def is_fixed(checklist: Checklist) -> bool:
    """Say whether every visit with a checklist asks the same, so that it need not be worked out again."""
    always = all(one.when is None and one.repeat is None for one in checklist.sections)
    return always and not checklist.subsets and all(one.when is None for one in checklist.questions)


def ask(checklist: Checklist, given: Given, visit_id: str) -> Walked:
    """Return what a visit asks with what is given."""
    return walked(checklist, given, visit_id)


def shape_of(asked: Walked) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return what of a walk shows in its lists, to compare."""
    return tuple((one.key, one.name, tuple(each.key for each in one.questions)) for one in asked.sections)


def title_of(section: AskedSection) -> str:
    """Return what a section is called: with what it is walked for, where it is repeated."""
    if section.section.repeat is None:
        return section.section.title
    name = section.name or (str(section.instance) if section.instance > 1 else "")
    return say("walk.section_for", title=section.section.title, name=name) if name else section.section.title
