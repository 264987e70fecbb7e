"""Buttons: verbs that are big enough for a thumb, named for screen readers and tests, and guarded."""

from collections.abc import Callable

import flet as ft

from mobile import theme
from mobile.components.guards import calling


def PrimaryButton(
    identifier: str,
    words: str,
    on_tap: Callable[[], object],
    *,
    icon: ft.IconData | None = None,
    expand: bool | None = None,
    disabled: bool = False,
) -> ft.Control:
    """The one thing to do next on a screen; use it once."""
    return named(
        identifier,
        ft.FilledButton(
            content=words,
            icon=icon,
            on_click=calling(on_tap),
            disabled=disabled,
            expand=expand,
        ),
    )


def SecondaryButton(
    identifier: str,
    words: str,
    on_tap: Callable[[], object],
    *,
    icon: ft.IconData | None = None,
    expand: bool | None = None,
    disabled: bool = False,
) -> ft.Control:
    """Another thing one may well do here."""
    return named(
        identifier,
        ft.OutlinedButton(
            content=words,
            icon=icon,
            on_click=calling(on_tap),
            disabled=disabled,
            expand=expand,
        ),
    )


def QuietButton(
    identifier: str,
    words: str,
    on_tap: Callable[[], object],
    *,
    icon: ft.IconData | None = None,
    disabled: bool = False,
    of: str | None = None,
) -> ft.Control:
    """A way out or a detail: no ground, no line. `of` tells it from another one, in what is read out."""
    return named(
        identifier,
        ft.TextButton(content=words, icon=icon, on_click=calling(on_tap), disabled=disabled),
        of=of,
    )


def IconAction(
    identifier: str,
    icon: ft.IconData,
    words: str,
    on_tap: Callable[[], object],
    *,
    color: ft.Colors | None = None,
    disabled: bool = False,
) -> ft.Control:
    """An icon everybody knows (back, close, remove); `words` are read aloud and shown on a long press."""
    return named(
        identifier,
        ft.IconButton(
            icon=icon,
            icon_color=color,
            tooltip=words,
            on_click=calling(on_tap),
            disabled=disabled,
            width=theme.target(),
            height=theme.target(),
        ),
    )


def BackAStep(
    identifier: str, words: str, on_tap: Callable[[], object], *, disabled: bool = False
) -> ft.Control:
    """The arrow back beside the way on, where the room is for that."""
    return named(
        identifier,
        ft.OutlinedButton(
            ft.Icon(ft.Icons.ARROW_BACK),
            tooltip=words,
            on_click=calling(on_tap),
            disabled=disabled,
            style=ft.ButtonStyle(padding=ft.Padding.symmetric(vertical=theme.beside_text(13), horizontal=24)),
        ),
    )


def named(identifier: str, button: ft.Control, *, of: str | None = None) -> ft.Control:
    """A button with its identifier; `of` is read out before its words."""
    # Unless it is told, what is around a button that takes no taps says that it does.
    told = ft.Semantics(
        label=of, identifier=identifier, container=True, disabled=button.disabled, content=button
    )
    return as_one(told, expand=button.expand)


def as_one(told: ft.Control, *, expand: bool | int | None = None) -> ft.Control:
    """Let a button and what names it be one thing to a screen reader, and not a button in a group."""
    return ft.MergeSemantics(content=told, expand=expand)
