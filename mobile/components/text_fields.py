"""Fields for words: one line, or a few sentences with a line below that says when they were saved."""

import inspect
from collections.abc import Awaitable, Callable

import flet as ft

from mobile import theme
from mobile.components.guards import calling, guard
from mobile.components.keys import typing
from mobile.text import say


def NoteField(
    identifier: str,
    label: str,
    value: str,
    on_change: Callable[[str], object],
    *,
    saved: str | None = None,
    hint: str | None = None,
    lines: int = 2,
    longest: int | None = None,
    autofocus: bool = False,
) -> ft.Control:
    """A multi-line text field. `on_change(text)` comes with every key; `saved` is a moment, as "10:42".

    It opens with `lines` lines and grows with the text; `longest` is a number of characters.
    Identifiers: `<identifier>`, and `<identifier>-saved` once it is.
    """
    field = _field(label, value, on_change, hint=hint, longest=longest, autofocus=autofocus)
    field.multiline = True
    field.min_lines = lines
    field.align_label_with_hint = True
    return ft.Column(
        spacing=4,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        controls=[
            ft.Semantics(identifier=identifier, container=True, content=field),
            ft.Container(
                padding=ft.Padding.only(left=theme.GAP),
                # A line also when empty: the page must not jump when the first word is saved.
                content=_saved(identifier, saved) if saved else ft.Text(" ", theme_style=theme.CAPTION),
            ),
        ],
    )


def LineField(
    identifier: str,
    label: str,
    value: str,
    on_change: Callable[[str], object],
    *,
    on_submit: Callable[[], object] | None = None,
    hint: str | None = None,
    message: str | None = None,
    longest: int | None = None,
    autofocus: bool = False,
    capitals: ft.TextCapitalization = ft.TextCapitalization.SENTENCES,
    keyboard: ft.KeyboardType = ft.KeyboardType.TEXT,
) -> ft.Control:
    """A field for one line. `message` is a sentence below that says what to change.

    `capitals` is where the keyboard puts them by itself; anywhere but at the start of a sentence it is told
    not to correct either, since the line is an address or a code.
    """
    field = _field(label, value, on_change, hint=hint, longest=longest, autofocus=autofocus)
    field.keyboard_type = keyboard
    field.capitalization = capitals
    field.autocorrect = field.enable_suggestions = capitals is ft.TextCapitalization.SENTENCES
    field.error = message
    field.error_max_lines = 3
    field.on_submit = calling(on_submit) if on_submit else None
    return ft.Semantics(identifier=identifier, container=True, content=field)


def _saved(identifier: str, saved: str) -> ft.Control:
    words = say("part.saved", when=saved)
    line = ft.Text(words, theme_style=theme.CAPTION, color=ft.Colors.ON_SURFACE_VARIANT)
    return ft.Semantics(identifier=f"{identifier}-saved", container=True, content=line)


def _field(
    label: str,
    value: str,
    on_change: Callable[[str], object],
    *,
    hint: str | None,
    longest: int | None,
    autofocus: bool,
) -> ft.TextField:
    return ft.TextField(
        label=label,
        value=value,
        hint_text=hint,
        hint_style=ft.TextStyle(color=ft.Colors.ON_SURFACE_VARIANT),
        max_length=longest,
        # The limit is there so that nothing is lost later; counting every letter would only distract.
        counter="" if longest else None,
        autofocus=autofocus,
        filled=True,
        fill_color=ft.Colors.SURFACE_BRIGHT,
        hover_color=ft.Colors.TRANSPARENT,
        border=ft.OutlineInputBorder(side=ft.BorderSide(1, ft.Colors.OUTLINE), border_radius=theme.RADIUS),
        content_padding=ft.Padding.symmetric(vertical=theme.beside_text(14), horizontal=theme.GAP),
        capitalization=ft.TextCapitalization.SENTENCES,
        on_change=guard(_passing_text(on_change)),
        on_focus=guard(_begins_typing),
        on_blur=guard(_ends_typing),
    )


def _begins_typing(_: object) -> None:
    typing(begins=True)


def _ends_typing(_: object) -> None:
    typing(begins=False)


def _passing_text(
    on_change: Callable[[str], object],
) -> Callable[[ft.Event[ft.TextField]], Awaitable[None]]:
    async def changed(event: ft.Event[ft.TextField]) -> None:
        result = on_change(event.control.value or "")
        if inspect.isawaitable(result):
            await result

    return changed
