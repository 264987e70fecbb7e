"""Who somebody is: initials in a circle, and the name made short for a narrow place."""

import flet as ft

from mobile import theme


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
