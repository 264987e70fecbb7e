"""A card: one thing on its own ground, with an edge in its state's colour and, where it leads on, a tap."""

from collections.abc import Callable

import flet as ft

from mobile import theme
from mobile.components.guards import calling
from mobile.theme import STATES, State


def Card(
    content: ft.Control,
    *,
    identifier: str | None = None,
    on_tap: Callable[[], object] | None = None,
    state: State | None = None,
    selected: bool = False,
    padding: int = theme.GAP,
    expand: bool | int | None = None,
) -> ft.Control:
    """Any content on a card. With `on_tap` the whole card is one button and needs its `identifier`."""
    if on_tap:
        # With one line of text in it a card is no lower than a finger needs, in a glove as well.
        padding = theme.beside_text(padding)
    line = ft.BorderSide(2, ft.Colors.PRIMARY) if selected else ft.BorderSide(1, ft.Colors.OUTLINE_VARIANT)
    body = ft.Container(
        content=_with_edge(content, state, padding) if state else content,
        padding=0 if state else padding,
        bgcolor=ft.Colors.PRIMARY_CONTAINER if selected else ft.Colors.SURFACE_BRIGHT,
        border=ft.Border.all(line.width, line.color),
        border_radius=theme.RADIUS,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        ink=on_tap is not None,
        on_click=calling(on_tap) if on_tap else None,
    )
    return ft.Semantics(
        identifier=identifier,
        container=True,
        button=True if on_tap else None,
        selected=selected or None,
        content=body,
        expand=expand,
    )


def _with_edge(content: ft.Control, state: State, padding: int) -> ft.Control:
    return ft.Container(
        content=content,
        padding=ft.Padding.only(left=padding, top=padding, right=padding, bottom=padding),
        border=ft.Border(left=ft.BorderSide(6, STATES[state].strong)),
    )
