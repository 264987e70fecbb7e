"""A note that saves itself while it is typed, and says when it was saved or why it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.text import clean
from mobile import theme
from mobile.components.autosave import Autosave
from mobile.components.guards import guard, safe_component
from mobile.components.notice import notice
from mobile.components.text_fields import NoteField
from mobile.errors import TabletError
from mobile.text import say

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

    from flet.components.hooks.use_ref import MutableRef


@safe_component
def SavedNote(
    identifier: str,
    label: str,
    value: str,
    on_save: Callable[[str], None],
    *,
    record: str,
    unsaved: MutableMapping[str, str],
    saved: str | None = None,
    hint: str | None = None,
    lines: int = 1,
) -> ft.Control:
    """A text field over `value`; `on_save(text)` may raise a `TabletError`, whose sentence is shown below.

    `saved` is the moment it was last saved, as "10:42". What is typed stays in the field whatever happens:
    what could not be saved when the screen was left waits in `unsaved`, under the field of this `record`.
    Identifiers: `<identifier>`, and `<identifier>-problem` while something is not saved.
    """
    name = f"{record}/{identifier}"
    # Not drawn state: the newest letter counts even between two drawings.
    text: MutableRef[str] = ft.use_ref(unsaved.get(name, value))
    known: MutableRef[str] = ft.use_ref(value)
    _, draw_again = ft.use_state(0)
    problem, tell = ft.use_state("")
    keeper = ft.use_memo(lambda: Autosave(on_save), [])
    keeper.save = on_save
    if known.current != value:
        # It was changed elsewhere; what is being typed here goes first.
        known.current = value
        text.current = text.current if keeper.waiting is not None else value

    async def change(typed: str) -> None:
        text.current = clean(typed)
        draw_again(lambda count: count + 1)
        try:
            if await keeper.typed(text.current):
                unsaved.pop(name, None)
                tell("")
        except TabletError as error:
            tell(str(error))

    async def go_on() -> None:
        if name in unsaved:
            await change(unsaved[name])

    def leave() -> None:
        try:
            keeper.flush()
        except TabletError as error:
            unsaved[name] = keeper.waiting or ""
            notice(say("visit.unsaved", sentence=error))

    ft.use_effect(guard(go_on), [], cleanup=guard(leave))
    shown = text.current or ""
    field = NoteField(
        identifier,
        label,
        shown,
        change,
        saved=None if problem or not shown else saved,
        hint=hint,
        lines=lines,
    )
    # Always of the same form: the field must not be made anew, or the cursor would leave it.
    return ft.Column(
        [field, *not_saved(identifier, problem)],
        spacing=4,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def not_saved(identifier: str, problem: str) -> list[ft.Control]:
    """Return the line below a field that says why it is not saved, none where there is no problem."""
    if not problem:
        return []
    return [
        ft.Semantics(
            identifier=f"{identifier}-problem",
            container=True,
            live_region=True,
            content=ft.Row(
                [
                    ft.Icon(ft.Icons.WARNING_AMBER_ROUNDED, color=ft.Colors.SECONDARY_FIXED_DIM, size=20),
                    ft.Text(problem, theme_style=theme.SMALL, expand=True),
                ],
                spacing=theme.GAP_SMALL,
            ),
        )
    ]
