"""Who somebody is: initials in a circle, and the name made short for a narrow place."""

import flet as ft

from mobile import theme


def Avatar(name: str, *, size: int = 40) -> ft.Control:
    """Up to two initials in a circle. Everybody has the same colour: people are not ranked or grouped."""
    # As many letters fit whatever the type: they grow with the circle, and the name is there to be read.
    side = theme.icon_size(size)
    letters = ft.TextStyle(
        size=round(side * _SHARE / theme.sizes().device, 1), font_family=theme.SEMIBOLD, height=1.2
    )
    return ft.Container(
        width=side,
        height=side,
        border_radius=side / 2,
        bgcolor=ft.Colors.SECONDARY_CONTAINER,
        alignment=ft.Alignment.CENTER,
        content=ft.Text(
            initials(name),
            style=letters,
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


# How high the letters are in it.
_SHARE = 0.38
_SHORT = 24
