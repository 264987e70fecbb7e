"""Beside the questions of a walk: the sections, how far it has come, how to find a question or close."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.beside import Beside
from mobile.components.buttons import IconAction, PrimaryButton
from mobile.components.guards import safe_component
from mobile.components.progress import Progress
from mobile.components.section_nav import SectionEntry, SectionNav
from mobile.state.asking import title_of
from mobile.state.habits import WalkView
from mobile.state.wanted import Wanted
from mobile.text import say
from mobile.views import places
from mobile.views.screen import go
from mobile.views.wanted_chips import WantedChips

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.state.question_state import VisitProgress
    from mobile.state.visit_session import VisitSession


_WIDTH = 304


@dataclass(frozen=True)
class SideActions:
    """What can be asked for beside the questions."""

    on_section: Callable[[str], object]
    on_find: Callable[[Wanted], object]
    on_view: Callable[[], object]
    on_help: Callable[[], object]


class Shown(StrEnum):
    """Which part of it is shown."""

    # At the side of the questions.
    SIDE = "side"
    # Above the questions: all of it, or on a phone the tools, which stay in view, and the rest apart.
    ABOVE = "above"
    TOOLS = "tools"
    REST = "rest"


@safe_component
def WalkSide(  # noqa: PLR0917 - a component takes its values in one order
    progress: VisitProgress,
    walk: VisitSession,
    section_id: str,
    view: WalkView,
    actions: SideActions,
    shown: Shown,
) -> ft.Control:
    """How far the walk has come, and where else one can go.

    Identifiers: `find-question`, `view-one` or `view-list`, `walk-help`, `wanted-<group>`, `section-<id>`,
    `progress`, `close-walk`.
    """
    ft.use_state(progress)
    beside = shown is Shown.SIDE
    entries = [
        SectionEntry(one.key, title_of(one), count.done, count.total, count.attention, count.come_back)
        for one in walk.walked.sections
        for count in [progress.sections[one.key]]
    ]
    nav = SectionNav(entries, section_id, actions.on_section, narrow=not beside)
    bar = Progress(progress.done, progress.total, rest=_time_left(progress))
    close = PrimaryButton(
        "close-walk", say("visit.close"), lambda: go(places.close(walk.visit_id)), icon=ft.Icons.TASK_ALT
    )
    chips = WantedChips(progress, None, actions.on_find, place="wanted", wrap=beside)
    tools = _tools(view, actions)
    if beside:
        sections = ft.Column([nav], scroll=ft.ScrollMode.AUTO, expand=True)
        return ft.Container(
            _below_each_other([ft.Row(tools, spacing=0), sections, chips, bar, close], theme.GAP),
            width=_WIDTH,
            padding=ft.Padding.only(left=theme.GAP, right=theme.GAP_SMALL, bottom=theme.GAP),
        )
    lines: list[ft.Control] = []
    if shown is not Shown.REST:
        lines.append(ft.Row([*tools, chips], spacing=0, scroll=ft.ScrollMode.AUTO))
    if shown is not Shown.TOOLS:
        lines.insert(0, Beside(bar, close, spacing=theme.GAP))
        # With one question on the screen the room goes to it; sections are found with the search.
        lines += [nav] if view is WalkView.LIST else []
    # The rest is part of what it stands above, which has its own margins.
    aside = 0 if shown is Shown.REST else theme.GAP
    return ft.Container(
        _below_each_other(lines, theme.GAP_SMALL),
        padding=ft.Padding.only(left=aside, right=aside, bottom=theme.GAP_SMALL),
    )


def _below_each_other(lines: list[ft.Control], spacing: int) -> ft.Control:
    return ft.Column(lines, spacing=spacing, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _tools(view: WalkView, actions: SideActions) -> list[ft.Control]:
    one = view is WalkView.LIST
    return [
        IconAction("find-question", ft.Icons.SEARCH, say("walk.find"), lambda: actions.on_find(Wanted.ALL)),
        IconAction(
            "view-one" if one else "view-list",
            ft.Icons.CROP_PORTRAIT if one else ft.Icons.VIEW_AGENDA_OUTLINED,
            say("walk.one_view" if one else "walk.list_view"),
            actions.on_view,
        ),
        IconAction("walk-help", ft.Icons.HELP_OUTLINE, say("guide.help"), actions.on_help),
    ]


def _time_left(progress: VisitProgress) -> str | None:
    return say("visit.left", n=progress.minutes_left) if progress.minutes_left else None
