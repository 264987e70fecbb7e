"""How a step of a gemba walk is laid out: one thing in the middle that scrolls, and the way on below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import flet as ft

from mobile import theme
from mobile.components.buttons import BackAStep
from mobile.text import say
from mobile.views.layout import BackAndOn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mobile.state.session import Session

# Large type in a line that still reads easily.
WIDTH: Final = 760


def Step(
    session: Session,
    parts: Sequence[ft.Control],
    back: Callable[[], object] | None,
    onward: Sequence[ft.Control],
) -> ft.Control:
    """A step with what is in it, and its foot: the arrow back, where there is a way back, and the way on.

    Identifier: `previous-step`.
    """
    inner = ft.Column(
        list(parts),
        spacing=theme.GAP,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        width=WIDTH if session.wide else None,
    )
    padding = ft.Padding.only(
        left=theme.margin(), right=theme.margin(), top=theme.GAP_SMALL, bottom=theme.GAP_LARGE
    )
    body = ft.Column(
        [ft.Container(inner, alignment=ft.Alignment.TOP_CENTER if session.wide else None, padding=padding)],
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    previous = [BackAStep("previous-step", say("walk.previous"), back)] if back else []
    foot = BackAndOn(previous, onward)
    return ft.Column([body, foot], expand=True, spacing=0, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def StepNumber(number: int, total: int) -> ft.Control:
    """Which step it is, in words and as a bar. Identifier: `step`."""
    words = say("gemba.step", number=number, total=total)
    bar = ft.ProgressBar(
        value=number / total,
        bar_height=8,
        border_radius=4,
        color=ft.Colors.PRIMARY,
        bgcolor=ft.Colors.SURFACE_CONTAINER_HIGHEST,
        semantics_label=words,
        expand=True,
    )
    text = ft.Text(words, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT)
    return ft.Container(
        ft.Semantics(identifier="step", container=True, content=ft.Row([text, bar], spacing=theme.GAP)),
        padding=ft.Padding.symmetric(vertical=theme.GAP_SMALL, horizontal=theme.margin()),
    )
