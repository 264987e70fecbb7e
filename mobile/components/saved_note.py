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

    from checklists.journal.siblings import Sibling


def _same_text(typed: str, value: str) -> bool:
    return typed == value


@safe_component
def SavedNote(
    identifier: str,
    label: str,
    value: str,
    on_save: Callable[[str, Sibling | None], None],
    *,
    record: str,
    unsaved: MutableMapping[str, str],
    seen: Sibling | None = None,
    saved: str | None = None,
    hint: str | None = None,
    lines: int = 1,
    field: Callable[..., ft.Control] = NoteField,
    same: Callable[[str, str], bool] = _same_text,
) -> ft.Control:
    """A text field over `value`; `on_save(text, seen)` may raise a `TabletError`, whose words show below.

    `seen` is what `value` came from. `on_save` gets the one that stood there when the typing began, so that
    what came from another tablet meanwhile does not go unnoticed.
    `saved` is the moment it was last saved, as "10:42". What is typed stays in the field whatever happens:
    what could not be saved when the screen was left waits in `unsaved`, under the field of this `record`.
    `field` is the kind of field, one that takes what a `NoteField` takes; `same` says whether what is typed
    and a value mean the same, so that "4," is left alone where 4 was saved.
    Identifiers: `<identifier>`, and `<identifier>-problem` while something is not saved.
    """
    name = f"{record}/{identifier}"
    # Not drawn state: the newest letter counts even between two drawings.
    text: MutableRef[str] = ft.use_ref(unsaved.get(name, value))
    known: MutableRef[str] = ft.use_ref(value)
    _, draw_again = ft.use_state(0)
    problem, tell = ft.use_state("")
    begun: MutableRef[Sibling | None] = ft.use_ref(seen)

    def save(typed: str) -> None:
        on_save(typed, begun.current)

    keeper = ft.use_memo(lambda: Autosave(save), [])
    keeper.save = save
    if known.current != value:
        # It was changed elsewhere; what is typed here goes first, and what it was saved as is no change.
        known.current = value
        own = keeper.waiting is not None or same(text.current or "", value)
        text.current = text.current if own else value

    async def change(typed: str) -> None:
        if keeper.waiting is None:
            begun.current = seen
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

    ft.use_effect(guard(go_on), [], cleanup=guard(lambda: _leave(keeper, unsaved, name)))
    shown = text.current or ""
    shown_field = field(
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
        [shown_field, *not_saved(identifier, problem)],
        spacing=4,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _leave(keeper: Autosave, unsaved: MutableMapping[str, str], name: str) -> None:
    try:
        keeper.flush()
    except TabletError as error:
        unsaved[name] = keeper.waiting or ""
        notice(say("visit.unsaved", sentence=error))


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
                    ft.Icon(
                        ft.Icons.WARNING_AMBER_ROUNDED,
                        color=ft.Colors.SECONDARY_FIXED_DIM,
                        size=theme.icon_size(20),
                    ),
                    ft.Text(problem, theme_style=theme.SMALL, expand=True),
                ],
                spacing=theme.GAP_SMALL,
            ),
        )
    ]
