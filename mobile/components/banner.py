"""A calm line across the screen that says how things stand."""

from collections.abc import Callable
from enum import StrEnum

import flet as ft

from mobile import theme
from mobile.components.beside import Beside
from mobile.components.buttons import QuietButton


class BannerKind(StrEnum):
    """How much a line asks for: nothing, or a moment's attention."""

    QUIET = "quiet"
    ATTENTION = "attention"


def Banner(
    sentence: str,
    kind: BannerKind = BannerKind.QUIET,
    *,
    step: str | None = None,
    on_step: Callable[[], object] | None = None,
    identifier: str = "banner",
) -> ft.Control:
    """A sentence with an icon and, with `step` and `on_step`, one thing to do (`<identifier>-step`)."""
    attention = kind is BannerKind.ATTENTION
    ink = ft.Colors.ON_SECONDARY_FIXED if attention else ft.Colors.ON_SURFACE
    controls: list[ft.Control] = [
        ft.Icon(
            ft.Icons.WARNING_AMBER_ROUNDED if attention else ft.Icons.INFO_OUTLINE,
            size=theme.icon_size(24),
            color=ft.Colors.SECONDARY_FIXED_DIM if attention else ft.Colors.ON_SURFACE_VARIANT,
        ),
        ft.Text(sentence, color=ink, expand=True),
    ]
    way_on = [QuietButton(f"{identifier}-step", step, on_step)] if step and on_step else []
    return ft.Semantics(
        identifier=identifier,
        container=True,
        live_region=True,
        content=ft.Container(
            padding=ft.Padding.symmetric(vertical=12, horizontal=theme.GAP),
            border_radius=theme.RADIUS,
            bgcolor=ft.Colors.SECONDARY_FIXED if attention else ft.Colors.SURFACE_CONTAINER_HIGH,
            content=Beside(
                ft.Row(controls, spacing=12, vertical_alignment=ft.CrossAxisAlignment.START),
                *way_on,
                spacing=12,
            ),
        ),
    )
