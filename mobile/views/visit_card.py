"""A visit in a list: what, where, how far, since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.form.checklist import VisitKind
from checklists.form.walked import walked
from checklists.records.visit import KIND
from mobile import theme
from mobile.components.card import Card
from mobile.state.clocks import told
from mobile.state.reading import title_of_visit
from mobile.state.resume import question_left
from mobile.store import checklists, people
from mobile.store import places as stored_places
from mobile.text import say
from mobile.views import places
from mobile.views.screen import go

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.visit import Visit
    from mobile.state.session import Session


def VisitCard(
    session: Session,
    visit: Visit,
    *,
    trailing: ft.Control | None = None,
    on_tap: Callable[[], object] | None = None,
) -> ft.Control:
    """One visit; unless told otherwise a tap goes on with it where it was left, or shows it sealed."""
    area = stored_places.area(session.store, visit.text("area"))
    checklist = checklists.checklist(session.store, *visit.checklist)
    lines: list[ft.Control] = [
        ft.Text(title_of_visit(visit, checklist), theme_style=theme.STRONG),
        ft.Text(
            " · ".join(
                [area.name if area else visit.text("area"), *_with(session, visit), _since(session, visit)]
            ),
            theme_style=theme.SMALL,
            color=ft.Colors.ON_SURFACE_VARIANT,
        ),
    ]
    draft = visit.status == "draft"
    # A gemba walk is talk: nothing in it is judged, so nothing is counted.
    if draft and checklist and visit.kind is not VisitKind.GEMBA_WALK:
        lines.append(_bar(visit.answered(checklist), len(walked(checklist, visit, visit.id).questions)))
    mark: ft.Control = (
        ft.Icon(ft.Icons.CHEVRON_RIGHT, color=ft.Colors.ON_SURFACE_VARIANT)
        if draft
        else ft.Icon(ft.Icons.VERIFIED, color=ft.Colors.PRIMARY)
    )

    def go_on() -> None:
        go(places.visit(visit.id, question_left(session, visit.id) if draft else None))

    return Card(
        ft.Row([ft.Column(lines, spacing=4, expand=True), trailing or mark]),
        identifier=f"visit-{visit.id}",
        on_tap=on_tap or go_on,
    )


def TwoAnswersOn(session: Session, visit: Visit, number: int) -> ft.Control:
    """Says that some things on a visit have two answers; a tap leads to them."""
    area = stored_places.area(session.store, visit.text("area"))
    title = title_of_visit(visit, checklists.checklist(session.store, *visit.checklist))
    where = say("today.two_where", title=title, area=area.name if area else visit.text("area"))
    words = ft.Column(
        [
            ft.Text(say("today.two", n=number), theme_style=theme.STRONG),
            ft.Text(where, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
        ],
        spacing=2,
        expand=True,
    )
    icon = ft.Icon(ft.Icons.CALL_SPLIT, color=ft.Colors.PRIMARY)
    onward = ft.Icon(ft.Icons.CHEVRON_RIGHT, color=ft.Colors.ON_SURFACE_VARIANT)
    return Card(
        ft.Row([icon, words, onward], spacing=theme.GAP),
        identifier=f"two-{visit.id}",
        on_tap=lambda: go(places.two_answers(visit.id)),
    )


def _with(session: Session, visit: Visit) -> list[str]:
    """Return who else walks it, seen from whoever is signed in."""
    others = [one for one in (visit.text("auditor"), *visit.co_auditors) if one != session.who.id]
    found = [people.person(session.store, one) for one in others]
    return [say("today.with", name=one.name) for one in found if one]


def _since(session: Session, visit: Visit) -> str:
    if visit.seal:
        return say("sealed.sealed_at", when=_told(session, visit, "seal", visit.seal.sealed_at))
    return say("today.started", when=_told(session, visit, "started_at", visit.text("started_at")))


def _told(session: Session, visit: Visit, name: str, moment: str) -> str:
    return told(session.store, KIND, visit.id, visit.state.shown(name), moment)


def _bar(done: int, total: int) -> ft.Control:
    return ft.Row(
        [
            # Drawn: read out, a bar of the client would take the card's words; those beside it say the same.
            ft.Container(
                ft.Row(
                    [
                        ft.Container(
                            bgcolor=ft.Colors.PRIMARY, border_radius=4, expand=done, visible=done > 0
                        ),
                        ft.Container(expand=total - done, visible=total > done),
                    ],
                    spacing=0,
                    vertical_alignment=ft.CrossAxisAlignment.STRETCH,
                ),
                height=8,
                border_radius=4,
                bgcolor=ft.Colors.SURFACE_CONTAINER_HIGHEST,
                expand=True,
            ),
            ft.Text(say("today.progress", done=done, total=total), theme_style=theme.SMALL),
        ],
        spacing=theme.GAP,
    )
