"""How far a visit has come: words first, then a bar."""

import flet as ft

from mobile import theme


def Progress(done: int, total: int, *, rest: str | None = None) -> ft.Control:
    """Words such as "12 of 18" over a bar; `rest` stands at their far end ("about 6 min left")."""
    words: list[ft.Control] = [ft.Text(f"{done} of {total}", theme_style=theme.STRONG, expand=True)]
    if rest:
        words.append(ft.Text(rest, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT))
    return ft.Semantics(
        identifier="progress",
        container=True,
        content=ft.Column(
            spacing=theme.GAP_SMALL,
            tight=True,
            controls=[
                ft.Row(words),
                ft.ProgressBar(
                    value=done / total if total else 0,
                    bar_height=8,
                    border_radius=4,
                    color=ft.Colors.PRIMARY,
                    bgcolor=ft.Colors.SURFACE_CONTAINER_HIGHEST,
                    semantics_label="Answered",
                ),
            ],
        ),
    )
