"""What a finger draws on: a surface that wins against whatever scrolls or zooms around it."""

from collections.abc import Callable

import flet as ft

# What ends a line: a drag, or a tap without one.
Lift = ft.DragEndEvent[ft.GestureDetector] | ft.TapEvent[ft.GestureDetector]


def DrawingSurface(
    on_touch: Callable[[ft.DragDownEvent[ft.GestureDetector]], object],
    on_move: Callable[[ft.DragUpdateEvent[ft.GestureDetector]], object],
    on_lift: Callable[[Lift], object],
) -> ft.Control:
    """As large as its place. A line begins with `on_touch` and ends with `on_lift`, a lone dot too."""
    # Both directions rather than a free pan: that way drawing wins.
    return ft.GestureDetector(
        on_horizontal_drag_down=on_touch,
        on_horizontal_drag_update=on_move,
        on_horizontal_drag_end=on_lift,
        on_vertical_drag_update=on_move,
        on_vertical_drag_end=on_lift,
        # A dot, as on an i.
        on_tap_up=on_lift,
        drag_interval=16,
        # In a browser a tap action would turn each line into one tap in the middle.
        exclude_from_semantics=True,
        mouse_cursor=ft.MouseCursor.PRECISE,
        content=ft.Container(expand=True),
    )
