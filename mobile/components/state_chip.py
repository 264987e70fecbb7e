"""A small mark that says which state something is in."""

import flet as ft

from mobile import theme
from mobile.theme import STATES, State


def StateChip(state: State, word: str | None = None) -> ft.Control:
    """Icon and word on the state's ground, in the state's shape; `word` may be more exact ("Minor")."""
    look = STATES[state]
    return ft.Container(
        padding=ft.Padding.only(left=8, top=4, right=12, bottom=4),
        bgcolor=look.soft,
        border_radius=look.radius,
        border=ft.Border.all(1, look.strong),
        content=ft.Row(
            tight=True,
            spacing=6,
            controls=[
                ft.Icon(look.icon, size=theme.icon_size(18), color=look.strong),
                ft.Text(
                    word or look.word,
                    theme_style=theme.LABEL,
                    color=look.ink,
                    expand=True,
                    expand_loose=True,
                ),
            ],
        ),
    )


def StateIcon(state: State, *, size: int = 24) -> ft.Control:
    """The state's icon alone, for a list whose line says the rest; its word is read aloud."""
    look = STATES[state]
    return ft.Semantics(label=look.word, image=True, content=ft.Icon(look.icon, size=size, color=look.strong))
