"""What an empty place says: what belongs here, and the first step."""

from collections.abc import Callable

import flet as ft

from mobile import theme
from mobile.components.buttons import SecondaryButton


def EmptyState(
    icon: ft.IconData,
    sentence: str,
    *,
    step: str | None = None,
    on_step: Callable[[], object] | None = None,
    identifier: str = "first-step",
) -> ft.Control:
    """An icon, a sentence and, with `step` and `on_step`, the button that begins."""
    controls: list[ft.Control] = [
        ft.Container(
            width=72,
            height=72,
            border_radius=36,
            bgcolor=ft.Colors.SURFACE_CONTAINER_HIGH,
            alignment=ft.Alignment.CENTER,
            content=ft.Icon(icon, size=36, color=ft.Colors.ON_SURFACE_VARIANT),
        ),
        ft.Container(
            width=440,
            content=ft.Text(sentence, text_align=ft.TextAlign.CENTER, color=ft.Colors.ON_SURFACE_VARIANT),
        ),
    ]
    if step and on_step:
        controls.append(SecondaryButton(identifier, step, on_step))
    return ft.Container(
        padding=theme.GAP_LARGE,
        alignment=ft.Alignment.CENTER,
        content=ft.Column(
            controls,
            spacing=theme.GAP,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        ),
    )
