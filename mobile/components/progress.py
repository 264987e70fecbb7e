"""How far a visit has come: words first, then a bar."""

import flet as ft

from mobile import theme
from mobile.text import say


def Progress(done: int, total: int, *, rest: str | None = None) -> ft.Control:
    """Words such as "12 of 18" over a bar; `rest` stands at their far end ("about 6 min left")."""
    words: list[ft.Control] = [
        ft.Text(say("part.progress", done=done, total=total), theme_style=theme.STRONG)
    ]
    if rest:
        words.append(ft.Text(rest, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT))
    return ft.Semantics(
        identifier="progress",
        container=True,
        content=ft.Column(
            spacing=theme.GAP_SMALL,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
            controls=[
                ft.Row(
                    words,
                    # Below each other where large type leaves no room beside each other.
                    wrap=True,
                    alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
                    vertical_alignment=ft.CrossAxisAlignment.CENTER,
                    spacing=theme.GAP_SMALL,
                    run_spacing=0,
                ),
                ft.ProgressBar(
                    value=done / total if total else 0,
                    bar_height=8,
                    border_radius=4,
                    color=ft.Colors.PRIMARY,
                    bgcolor=ft.Colors.SURFACE_CONTAINER_HIGHEST,
                    semantics_label=say("part.answered"),
                ),
            ],
        ),
    )
