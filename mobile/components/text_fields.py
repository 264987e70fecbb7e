"""Fields for words: one line, or a few sentences with a line below that says when they were saved."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import field

import flet as ft
from flet.controls.base_control import BaseControl

from mobile import theme
from mobile.components.guards import calling, guard
from mobile.components.keys import typing
from mobile.text import say


@ft.control
class OwnText(ft.TextField):
    """A field that belongs to the hand that types: no drawing puts an older text over the newest letters.

    A letter is in the field at once, here a moment later, and in what the screen is drawn from after that. A
    drawing in between must not send the screen's text: the letters since then would be gone.

    Attributes:
        given: the text it was drawn with.
        heard: the text the screen was told of last, or gave itself.
    """

    given: str = field(default="", metadata={"skip": True})
    heard: str = field(default="", metadata={"skip": True})

    def _migrate_state(self, other: BaseControl) -> None:
        super()._migrate_state(other)
        if not isinstance(other, OwnText):
            return
        on_its_way = other.value != other.heard
        if on_its_way or self.given == other.given:
            self.value, self.heard = other.value, other.heard

    def hears(self) -> str:
        """Note that the screen is told of what is typed, and return it."""
        text = self.value or ""
        # Past the mark of a drawn control, which takes no changes: this one is nothing that is drawn.
        object.__setattr__(self, "heard", text)
        return text


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

    It opens with `lines` lines and grows with the text; with 0 it holds a single one. `longest` is a number
    of characters. Identifiers: `<identifier>`, and `<identifier>-saved` once it is.
    """
    field = _field(label, value, on_change, hint=hint, longest=longest, autofocus=autofocus)
    field.multiline = lines > 0
    field.min_lines = lines or None
    field.align_label_with_hint = True
    return _with_saved(identifier, field, saved)


def NumberField(
    identifier: str,
    label: str,
    value: str,
    on_change: Callable[[str], object],
    *,
    saved: str | None = None,
    hint: str | None = None,
    lines: int = 0,  # noqa: ARG001 - where a note can stand, a number can
    unit: str | None = None,
    whole: bool = False,
) -> ft.Control:
    """A field for a reading, in figures that are read at arm's length, with its unit behind them.

    `whole` numbers from 0 on take a keyboard of digits; others one that has a minus and a point as well.
    Identifiers: as of a note.
    """
    field = _field(label, value, on_change, hint=hint, longest=_LONGEST_NUMBER, autofocus=False)
    field.keyboard_type = ft.KeyboardType.NUMBER if whole else ft.KeyboardType.DATETIME
    field.capitalization = ft.TextCapitalization.NONE
    field.autocorrect = field.enable_suggestions = False
    field.text_style = ft.TextStyle(size=theme.letters(26), font_family=theme.SEMIBOLD)
    field.suffix = ft.Text(unit, theme_style=theme.STRONG) if unit else None
    return _with_saved(identifier, field, saved)


# With sign, decimals and some room: more figures are no reading.
_LONGEST_NUMBER = 20


def _with_saved(identifier: str, field: ft.TextField, saved: str | None) -> ft.Control:
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
) -> OwnText:
    return OwnText(
        label=label,
        value=value,
        given=value,
        heard=value,
        # A hint keeps its room below the label: in large type that would be most of the screen.
        hint_text=None if theme.tight() else hint,
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
        typed = event.control
        result = on_change(typed.hears() if isinstance(typed, OwnText) else typed.value or "")
        if inspect.isawaitable(result):
            await result

    return changed
