"""Groups of questions that still need something, each with how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import flet as ft

from mobile import theme
from mobile.components.guards import calling
from mobile.state.wanted import Wanted
from mobile.text import say
from mobile.theme import STATES, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.state.question_state import VisitProgress

_ICONS: Final = {
    Wanted.ALL: ft.Icons.LIST,
    Wanted.UNANSWERED: STATES[State.UNANSWERED].icon,
    Wanted.ATTENTION: STATES[State.NEEDS_ATTENTION].icon,
    Wanted.COME_BACK: theme.COME_BACK,
}


def WantedChips(
    progress: VisitProgress,
    chosen: Wanted | None,
    on_choose: Callable[[Wanted], object],
    *,
    place: str,
    every: bool = False,
    wrap: bool = True,
) -> ft.Control:
    """One chip for each group: `on_choose(wanted)` on a tap. Identifiers: `<place>-<group>`.

    With `every` there is also one for all questions, and those of empty groups.
    """
    numbers = {
        Wanted.ALL: progress.total,
        Wanted.UNANSWERED: progress.total - progress.done,
        Wanted.ATTENTION: progress.attention,
        Wanted.COME_BACK: progress.come_back,
    }
    words = {
        Wanted.ALL: say("walk.all"),
        Wanted.UNANSWERED: say("walk.unanswered"),
        Wanted.ATTENTION: say("walk.needs_attention"),
        Wanted.COME_BACK: say("walk.to_come_back"),
    }
    shown = [one for one in Wanted if every or (numbers[one] and one is not Wanted.ALL)]
    return ft.Row(
        [
            _chip(place, one, f"{words[one]} {numbers[one]}", one is chosen, calling(on_choose, one))
            for one in shown
        ],
        wrap=wrap,
        tight=not wrap,
        spacing=theme.GAP_SMALL,
        run_spacing=theme.GAP_SMALL,
    )


def _chip(place: str, one: Wanted, words: str, here: bool, on_tap: Callable[[], object]) -> ft.Control:
    ink = ft.Colors.ON_PRIMARY_CONTAINER if here else ft.Colors.ON_SURFACE
    return ft.Semantics(
        identifier=f"{place}-{one.replace('_', '-')}",
        container=True,
        button=True,
        selected=here,
        content=ft.Container(
            ft.Row(
                [
                    ft.Icon(_ICONS[one], size=theme.icon_size(20), color=ft.Colors.PRIMARY),
                    # May wrap: in large type it is wider than its place.
                    ft.Text(words, theme_style=theme.SMALL, color=ink, expand=True, expand_loose=True),
                ],
                tight=True,
                spacing=6,
            ),
            ink=True,
            on_click=on_tap,
            bgcolor=ft.Colors.PRIMARY_CONTAINER if here else ft.Colors.SURFACE_BRIGHT,
            border=ft.Border.all(1, ft.Colors.OUTLINE),
            border_radius=theme.ROUND,
            padding=ft.Padding.symmetric(vertical=theme.beside_text(12), horizontal=14),
        ),
    )
