"""Practice: a walk on a sample area with everything a real one has, of which nothing leaves the tablet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.records.person import may_walk
from mobile import theme
from mobile.components.buttons import QuietButton, SecondaryButton
from mobile.components.card import Card
from mobile.components.guards import safe_component, safe_screen
from mobile.components.notice import notice
from mobile.state.practice import begin, practised_before
from mobile.state.session import use_session
from mobile.store import checklists, practised, visits
from mobile.text import say
from mobile.views import places
from mobile.views.checklist_cards import checklist_cards, short_first
from mobile.views.layout import Heading, Scroll
from mobile.views.screen import Screen, go
from mobile.views.visit_card import VisitCard

if TYPE_CHECKING:
    from checklists.records.visit import Visit
    from mobile.state.session import Session


@safe_screen
def Practice() -> ft.View:
    """One's own practice visits, and a new one."""
    session = use_session()
    return Screen(session, _Body(session.arrived), title=say("practice.title"), back=places.TODAY)


@safe_component
def _Body(arrived: int) -> ft.Control:  # noqa: ARG001 - arrival draws it again
    session = use_session()
    _, draw_again = ft.use_state(0)
    started = ft.use_ref(False)
    mine = session.who.id
    offered = [one for one in checklists.checklists(session.store) if may_walk(session.who.role, one.kind)]

    def start(checklist_id: str) -> None:
        # A second tap may come before the first one shows.
        if not started.current:
            started.current = True
            chosen = next(one for one in offered if one.id == checklist_id)
            go(places.visit(begin(session, chosen).id))

    def throw_away(visit: Visit) -> None:
        practised.throw_away(session.store, visit.id)
        draw_again(lambda count: count + 1)
        notice(say("practice.thrown_notice"), undo=lambda: bring_back(visit))

    def bring_back(visit: Visit) -> None:
        practised.bring_back(session.store, mine, visit)
        draw_again(lambda count: count + 1)

    def to_throw(visit: Visit) -> ft.Control:
        button = QuietButton(f"throw-{visit.id}", say("practice.throw_away"), lambda: throw_away(visit))
        return _with_below(VisitCard(session, visit), button)

    def to_bring_back(visit: Visit) -> ft.Control:
        button = QuietButton(f"bring-back-{visit.id}", say("practice.bring_back"), lambda: bring_back(visit))
        return _with_below(VisitCard(session, visit), button)

    kept = practised.kept(session.store, mine)
    thrown = practised.thrown_away(session.store, mine)
    days = say("practice.kept", days=visits.KEPT_DAYS)
    return Scroll(
        [
            ft.Text(say("practice.explain")),
            *([Heading(say("practice.yours"))] if kept else []),
            *map(to_throw, kept),
            Heading(say("practice.begin")),
            checklist_cards(short_first(offered), "", start) if offered else ft.Text(say("start.none")),
            *([Heading(say("practice.thrown")), _quiet(days)] if thrown else []),
            *map(to_bring_back, thrown),
        ],
        width=1040 if session.wide else None,
    )


def PracticeOffer(session: Session) -> list[ft.Control]:
    """A card (`practice-offer`) for whoever has walked nothing on this tablet yet; nothing for others."""
    if visits.has_walked(session.store, session.who.id):
        return []
    step = say("practice.again" if practised_before(session) else "practice.offer_step")
    button = SecondaryButton("practise", step, lambda: go(places.PRACTICE), icon=ft.Icons.SCHOOL_OUTLINED)
    lines: list[ft.Control] = [
        ft.Text(say("practice.offer"), theme_style=theme.STRONG),
        ft.Text(say("practice.offer_text")),
        ft.Row([button], wrap=True),
    ]
    return [
        Card(
            ft.Column(lines, spacing=theme.GAP_SMALL, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
            identifier="practice-offer",
        )
    ]


def PractiseButton() -> ft.Control:
    """The way to practice from where walks are started (`practise`)."""
    return QuietButton(
        "practise",
        say("practice.offer_step"),
        lambda: go(places.PRACTICE),
        icon=ft.Icons.SCHOOL_OUTLINED,
    )


def _with_below(card: ft.Control, button: ft.Control) -> ft.Control:
    return ft.Column(
        [card, ft.Row([button], alignment=ft.MainAxisAlignment.END)],
        spacing=0,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _quiet(words: str) -> ft.Control:
    return ft.Text(words, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT)
