"""The line above every screen of the practice room: it can't be taken for a real one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.buttons import named
from mobile.components.guards import calling
from mobile.text import say

if TYPE_CHECKING:
    from collections.abc import Callable


def PracticeBar(on_leave: Callable[[], object] | None = None) -> ft.Control:
    """Says that this is practice, with the way out of it. Identifiers: `practice-mark`, `leave-practice`."""
    mark = ft.Semantics(
        identifier="practice-mark",
        container=True,
        expand=True,
        content=ft.Row(
            [
                ft.Icon(ft.Icons.SCHOOL, color=ft.Colors.ON_INVERSE_SURFACE),
                ft.Text(
                    say("practice.mark"),
                    theme_style=theme.STRONG,
                    color=ft.Colors.ON_INVERSE_SURFACE,
                    expand=True,
                ),
            ],
            spacing=12,
        ),
    )
    return ft.Container(
        bgcolor=ft.Colors.INVERSE_SURFACE,
        padding=ft.Padding.symmetric(horizontal=theme.GAP),
        content=ft.Row([mark, *([_leave(on_leave)] if on_leave else [])], spacing=theme.GAP_SMALL),
    )


def _leave(on_leave: Callable[[], object]) -> ft.Control:
    style = ft.ButtonStyle(color=ft.Colors.INVERSE_PRIMARY)
    words = say("practice.leave")
    return named("leave-practice", ft.TextButton(words, on_click=calling(on_leave), style=style))
