"""The way on to another screen: what it is called, and what it is good for."""

from collections.abc import Callable

import flet as ft

from mobile import theme
from mobile.components.card import Card


def WayOn(
    identifier: str, icon: ft.IconData, title: str, why: str, on_tap: Callable[[], object]
) -> ft.Control:
    """A card that is one button: a sign, the screen's name over a sentence, and an arrow."""
    words = ft.Column(
        [
            ft.Text(title, theme_style=theme.STRONG),
            ft.Text(why, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
        ],
        spacing=2,
        expand=True,
    )
    sign = ft.Icon(icon, size=theme.icon_size(24), color=ft.Colors.PRIMARY)
    onward = ft.Icon(ft.Icons.CHEVRON_RIGHT, color=ft.Colors.ON_SURFACE_VARIANT)
    return Card(ft.Row([sign, words, onward], spacing=theme.GAP), identifier=identifier, on_tap=on_tap)
