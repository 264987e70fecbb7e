"""Checklists to choose from, each with its purpose and how long it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.form.checklist import VisitKind
from mobile import theme
from mobile.components.card import Card
from mobile.components.columns import Columns
from mobile.state.reading import foreign, purpose_of, title_of
from mobile.text import say
from mobile.text.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.form.checklist import Checklist


def short_first(offered: list[Checklist]) -> list[Checklist]:
    """Return checklists, short walks first: a leader with ten minutes does not scroll past every audit."""
    return sorted(offered, key=lambda one: _KINDS.index(one.kind))


_KINDS = (
    VisitKind.GEMBA_WALK,
    VisitKind.LAYERED_PROCESS_AUDIT,
    VisitKind.FIVE_S_SAFETY_WALK,
    VisitKind.INTERNAL_AUDIT,
)


def checklist_cards(offered: list[Checklist], chosen: str, choose: Callable[[str], None]) -> ft.Control:
    """Return a card for each checklist (`checklist-<id>`), the one that is chosen marked."""
    cards: list[ft.Control] = [
        # A key of its own in each place: a row does not notice that a card it keeps has moved.
        ft.Container(
            _checklist_card(one, chosen, choose), col={"xs": 12, "md": 6, "xl": 4}, key=f"{one.id}-{chosen}"
        )
        for one in offered
    ]
    return Columns(cards, spacing=theme.GAP, run_spacing=theme.GAP, key=f"cards-{chosen}")


def _checklist_card(checklist: Checklist, chosen: str, choose: Callable[[str], None]) -> ft.Control:
    here = checklist.id == chosen
    quiet = ft.Colors.ON_PRIMARY_CONTAINER if here else ft.Colors.ON_SURFACE_VARIANT
    questions = say("start.questions", n=len(checklist.questions))
    minutes, mark = say("start.minutes", n=checklist.minutes), foreign(checklist)
    size = " · ".join([label(checklist.kind), questions, minutes, *([mark] if mark else [])])
    return Card(
        ft.Column(
            [
                ft.Text(title_of(checklist), theme_style=theme.STRONG),
                ft.Text(purpose_of(checklist), theme_style=theme.SMALL),
                ft.Text(size, theme_style=theme.CAPTION, color=quiet),
            ],
            spacing=4,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        identifier=f"checklist-{checklist.id}",
        on_tap=lambda: choose(checklist.id),
        selected=here,
    )
