"""How the body of a screen is laid out: what scrolls, what stays, what its groups are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.beside import Beside

if TYPE_CHECKING:
    from collections.abc import Sequence


def Scroll(controls: Sequence[ft.Control], *, width: int | None = None) -> ft.Control:
    """A screen's body that scrolls, at a width that reads well; all of its place scrolls."""
    inner = ft.Column(
        list(controls),
        spacing=theme.GAP,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        width=width,
    )
    return ft.Column(
        [
            ft.Container(
                inner,
                # Lets the content be narrower than its place, so that the scrollbar is at the place's edge.
                alignment=ft.Alignment.TOP_LEFT if width else None,
                padding=ft.Padding.only(
                    left=theme.margin(), right=theme.margin(), top=theme.GAP_SMALL, bottom=theme.GAP_LARGE
                ),
            )
        ],
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def Foot(controls: Sequence[ft.Control]) -> ft.Control:
    """The bar at the lower end of a screen with its one thing to do next, in view however far one scrolls."""
    return ft.Container(
        padding=ft.Padding.symmetric(vertical=12, horizontal=theme.margin()),
        bgcolor=ft.Colors.SURFACE_CONTAINER,
        border=ft.Border(top=ft.BorderSide(1, ft.Colors.OUTLINE_VARIANT)),
        content=ft.Column(
            list(controls), spacing=theme.GAP, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
        ),
    )


def BackAndOn(back: Sequence[ft.Control], onward: Sequence[ft.Control]) -> ft.Control:
    """The bar at the lower end of a step: the way back, where there is one, and the way on, as high as it."""
    return ft.Container(
        ft.Row(
            [*back, *onward],
            spacing=theme.GAP,
            intrinsic_height=True,
            vertical_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        padding=ft.Padding.symmetric(vertical=12, horizontal=theme.GAP),
        bgcolor=ft.Colors.SURFACE_CONTAINER,
        border=ft.Border(top=ft.BorderSide(1, ft.Colors.OUTLINE_VARIANT)),
    )


def WithFoot(body: ft.Control, foot: ft.Control) -> ft.Control:
    """A screen's body above its foot."""
    return ft.Column([ft.Container(body, expand=True), foot], expand=True, spacing=0)


def Heading(words: str, *, trailing: ft.Control | None = None) -> ft.Control:
    """The name of a group on a screen."""
    text = ft.Semantics(header=True, heading_level=2, content=ft.Text(words, theme_style=theme.HEADING))
    return Beside(text, *([trailing] if trailing else []))
