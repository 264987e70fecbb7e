"""A section that is walked once for each of something: which one this is, and the way to another."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import flet as ft

from checklists.ids import question_key
from checklists.text import LINE_LIMIT
from mobile import theme
from mobile.components.buttons import SecondaryButton
from mobile.components.guards import safe_component
from mobile.components.notice import notice
from mobile.components.saved_note import SavedNote
from mobile.components.text_fields import NoteField
from mobile.state.session import use_session
from mobile.text import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.form.walked import AskedSection
    from mobile.state.visit_session import VisitSession


def RepeatName(walk: VisitSession, section: AskedSection) -> list[ft.Control]:
    """The field for what this walk through a repeated section is for. Identifier: `repeat-<section key>`."""
    if section.section.repeat is None:
        return []
    return [_Name(walk, section, key=f"repeat-{section.key}")]


@safe_component
def _Name(walk: VisitSession, section: AskedSection) -> ft.Control:
    session = use_session()
    repeat = section.section.repeat
    what = repeat.what if repeat else ""

    def keep(name: str, _: object) -> None:
        # A walk through it that has no name would be none: it keeps its number.
        walk.walk_for(section.section.id, section.instance, name.strip() or _number(section.instance))
        session.changed()

    return ft.Container(
        SavedNote(
            f"repeat-{section.key}",
            say("typed.repeat.name", what=what),
            section.name,
            keep,
            record=walk.visit_id,
            unsaved=session.unsaved,
            same=lambda typed, name: (typed.strip() or _number(section.instance) or "") == name,
            lines=0,
            field=partial(NoteField, longest=LINE_LIMIT),
            key=f"repeat-{section.key}",
        ),
        width=theme.READING_WIDTH,
    )


def AnotherOne(walk: VisitSession, section: AskedSection, go_to: Callable[[str], object]) -> list[ft.Control]:
    """The button that begins the next walk through a repeated section. Identifier: `another-<section id>`."""
    repeat, section_id = section.section.repeat, section.section.id
    here = [one for one in walk.walked.sections if one.section.id == section_id]
    if repeat is None or section.key != here[-1].key:
        return []
    # Never a number that was used: what was answered under it belongs to another piece.
    number = max(one.instance for one in here) + 1
    if number > repeat.most:
        return []
    return [_Another(walk, section_id, repeat.what, number, go_to, key=f"another-{section_id}")]


@safe_component
def _Another(
    walk: VisitSession, section_id: str, what: str, number: int, go_to: Callable[[str], object]
) -> ft.Control:
    session = use_session()

    def add() -> None:
        walk.walk_for(section_id, number, _number(number))
        session.changed()
        found = [one for one in walk.walked.sections if one.key == question_key(section_id, number)]
        if found:
            go_to(found[0].questions[0].key)
        notice(say("typed.repeat.added", what=what, name=number), undo=take_out)

    def take_out() -> None:
        walk.walk_for(section_id, number, None)
        session.changed()

    words = say("typed.repeat.another", what=what)
    return ft.Row([SecondaryButton(f"another-{section_id}", words, add, icon=ft.Icons.ADD)], wrap=True)


def _number(instance: int) -> str | None:
    """Return what a walk through it is called until somebody says; the first is there without a name."""
    return str(instance) if instance > 1 else None
