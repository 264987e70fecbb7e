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
    return _named(
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
    return _named(
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
) -> ft.Control:
    """A way out or a detail: no ground, no line."""
    return _named(
        identifier,
        ft.TextButton(content=words, icon=icon, on_click=calling(on_tap), disabled=disabled),
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
    return _named(
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


def _named(identifier: str, button: ft.Control) -> ft.Control:
    return ft.Semantics(identifier=identifier, container=True, content=button, expand=button.expand)
