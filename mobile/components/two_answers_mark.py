"""The mark on what people who were apart said differently; calm, as nothing is lost."""

from collections.abc import Callable

import flet as ft

from mobile import theme
from mobile.components.guards import calling
from mobile.text import say


def TwoAnswersMark(identifier: str, on_tap: Callable[[], object] | None = None) -> ft.Control:
    """Icon and words; with `on_tap` a button that leads to both answers."""
    ink = ft.Colors.ON_SECONDARY_CONTAINER
    words: list[ft.Control] = [
        ft.Icon(ft.Icons.CALL_SPLIT, size=theme.icon_size(20), color=ink),
        ft.Text(say("two.mark"), theme_style=theme.LABEL, color=ink, expand=True, expand_loose=True),
    ]
    if on_tap:
        words.append(ft.Icon(ft.Icons.CHEVRON_RIGHT, size=theme.icon_size(20), color=ink))
    return ft.Semantics(
        identifier=identifier,
        container=True,
        button=True if on_tap else None,
        content=ft.Container(
            ft.Row(words, tight=True, spacing=6),
            ink=on_tap is not None,
            on_click=calling(on_tap) if on_tap else None,
            bgcolor=ft.Colors.SECONDARY_CONTAINER,
            border_radius=theme.ROUND,
            padding=ft.Padding.symmetric(vertical=theme.beside_text(14) if on_tap else 4, horizontal=12),
        ),
    )
