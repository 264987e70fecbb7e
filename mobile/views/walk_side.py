"""Beside the questions of a walk: the sections, how far it has come, and the way to close it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.buttons import PrimaryButton
from mobile.components.guards import safe_component
from mobile.components.progress import Progress
from mobile.components.section_nav import SectionEntry, SectionNav
from mobile.text import say
from mobile.views import places
from mobile.views.screen import go

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.state.visit_session import VisitProgress, VisitSession


_WIDTH = 304


@safe_component
def WalkSide(
    progress: VisitProgress,
    walk: VisitSession,
    section_id: str,
    choose: Callable[[str], None],
    wide: bool,
) -> ft.Control:
    """At the side where there is room, above the questions where there is not."""
    ft.use_state(progress)
    entries = [SectionEntry(one.id, one.title, *progress.sections[one.id]) for one in walk.checklist.sections]
    nav = SectionNav(entries, section_id, choose, narrow=not wide)
    bar = Progress(progress.done, progress.total, rest=_time_left(walk, progress))
    close = PrimaryButton(
        "close-walk", say("visit.close"), lambda: go(places.close(walk.visit_id)), icon=ft.Icons.TASK_ALT
    )
    if wide:
        return ft.Container(
            ft.Column(
                [ft.Column([nav], scroll=ft.ScrollMode.AUTO, expand=True), bar, close],
                spacing=theme.GAP,
                horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
            ),
            width=_WIDTH,
            padding=ft.Padding.only(left=theme.GAP, right=theme.GAP_SMALL, bottom=theme.GAP),
        )
    return ft.Container(
        ft.Column(
            [ft.Row([ft.Container(bar, expand=True), close], spacing=theme.GAP), nav],
            spacing=theme.GAP_SMALL,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        padding=ft.Padding.only(left=theme.GAP, right=theme.GAP, bottom=theme.GAP_SMALL),
    )


def _time_left(walk: VisitSession, progress: VisitProgress) -> str | None:
    left = progress.total - progress.done
    minutes = round(walk.checklist.minutes * left / progress.total) if progress.total else 0
    return say("visit.left", n=minutes) if minutes else None
