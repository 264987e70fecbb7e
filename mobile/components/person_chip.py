"""Who somebody is: initials in a circle, and the name."""

from collections.abc import Callable

import flet as ft

from mobile import theme
from mobile.components.guards import calling


def Avatar(name: str, *, size: int = 40) -> ft.Control:
    """Up to two initials in a circle. Everybody has the same colour: people are not ranked or grouped."""
    return ft.Container(
        width=size,
        height=size,
        border_radius=size / 2,
        bgcolor=ft.Colors.SECONDARY_CONTAINER,
        alignment=ft.Alignment.CENTER,
        content=ft.Text(
            initials(name),
            theme_style=theme.LABEL if size < _LARGE else theme.HEADING,
            color=ft.Colors.ON_SECONDARY_CONTAINER,
            semantics_label="",
        ),
    )


def PersonChip(
    name: str,
    *,
    detail: str | None = None,
    on_tap: Callable[[], object] | None = None,
    identifier: str = "person",
) -> ft.Control:
    """Initials, name and a second line (a department, "signed in"). With `on_tap` it is a button."""
    words: list[ft.Control] = [ft.Text(name, theme_style=theme.STRONG)]
    if detail:
        words.append(ft.Text(detail, theme_style=theme.CAPTION, color=ft.Colors.ON_SURFACE_VARIANT))
    return ft.Semantics(
        identifier=identifier,
        container=True,
        button=True if on_tap else None,
        content=ft.Container(
            ink=on_tap is not None,
            on_click=calling(on_tap) if on_tap else None,
            padding=ft.Padding.only(left=4, top=4, right=12, bottom=4),
            border_radius=theme.TARGET / 2,
            content=ft.Row(
                tight=True,
                spacing=theme.GAP_SMALL,
                controls=[Avatar(name), ft.Column(words, spacing=0, tight=True)],
            ),
        ),
    )


def short_name(name: str) -> str:
    """A name for a narrow place: at most 24 characters, the last an ellipsis where there are more."""
    return name if len(name) <= _SHORT else f"{name[: _SHORT - 1].rstrip()}…"


def initials(name: str) -> str:
    """The first letters of the first and last word of a name, in capitals; a middle dot for no name."""
    words = name.split()
    letters = [words[0][0], *([words[-1][0]] if len(words) > 1 else [])] if words else ["·"]
    return "".join(letters).upper()


_LARGE = 56
_SHORT = 24
