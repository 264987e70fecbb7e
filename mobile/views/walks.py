"""Walks: a person's drafts, completed visits and what was set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.buttons import QuietButton
from mobile.components.empty_state import EmptyState
from mobile.components.guards import safe_component, safe_screen
from mobile.state.session import use_session
from mobile.store import together, visits
from mobile.text import say
from mobile.views import places
from mobile.views.layout import Heading, Scroll
from mobile.views.mentoring import MentoredDrafts
from mobile.views.screen import Screen, go
from mobile.views.visit_card import VisitCard

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.visit import Visit
    from mobile.state.session import Session


@safe_screen
def Walks() -> ft.View:
    """The list of one's own visits."""
    session = use_session()
    return Screen(session, _Body(session.arrived), title=say("walks.title"), tab="walks")


@safe_component
def _Body(arrived: int) -> ft.Control:  # noqa: ARG001 - a value of the component; arrival draws it again
    session = use_session()
    _, draw_again = ft.use_state(0)
    mine = session.who.id

    def bring_back(visit: Visit) -> None:
        visits.restore(session.store, mine, visit.id)
        session.changed()
        draw_again(lambda count: count + 1)

    groups = [
        _group(session, "walks.drafts", together.drafts(session.store, mine)),
        MentoredDrafts(session),
        _group(session, "walks.completed", visits.completed(session.store, mine)),
        _aside(session, visits.discarded(session.store, mine), bring_back),
    ]
    controls = [control for group in groups for control in group]
    if not controls:
        start = say("today.start")
        return EmptyState(ft.Icons.CHECKLIST, say("walks.none"), step=start, on_step=lambda: go(places.START))
    return Scroll(controls, width=theme.READING_WIDTH + 80 if session.wide else None)


def _group(session: Session, heading: str, found: list[Visit]) -> list[ft.Control]:
    return [Heading(say(heading)), *(VisitCard(session, one) for one in found)] if found else []


def _aside(session: Session, found: list[Visit], bring_back: Callable[[Visit], None]) -> list[ft.Control]:
    def back(visit: Visit) -> ft.Control:
        return QuietButton(f"bring-back-{visit.id}", say("walks.bring_back"), lambda: bring_back(visit))

    if not found:
        return []
    kept = ft.Text(
        say("walks.kept", days=visits.KEPT_DAYS), theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT
    )
    return [
        Heading(say("walks.aside")),
        kept,
        *(VisitCard(session, one, trailing=back(one)) for one in found),
    ]
