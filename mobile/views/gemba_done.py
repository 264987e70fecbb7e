"""A completed gemba walk, for the people of the area to read: what is good, thanks, promises with dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.records.visit import KIND
from mobile import theme
from mobile.components.buttons import PrimaryButton, QuietButton
from mobile.components.card import Card
from mobile.components.guards import safe_component
from mobile.components.photo_strip import PhotoStrip, Thumb
from mobile.components.state_chip import StateChip
from mobile.state.clocks import told
from mobile.state.reading import read, title_of_visit
from mobile.state.session import use_session
from mobile.store import actions, checklists, findings, people, thanks, visits
from mobile.store import places as stored_places
from mobile.text import say
from mobile.theme import State
from mobile.views import places
from mobile.views.action_line import ActionLine
from mobile.views.finding_mark import finding_words, state_of
from mobile.views.gemba_thanks import ThanksCard
from mobile.views.layout import Heading, Scroll
from mobile.views.screen import Screen, go, home_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.finding import Finding
    from checklists.records.visit import Visit
    from mobile.state.session import Session


def GembaDone(
    session: Session, visit: Visit, look: Callable[[str], None], on_whole: Callable[[], None] | None
) -> ft.View:
    """The screen of a completed gemba walk; `on_whole` opens its record, for whoever walked it."""
    area = stored_places.area(session.store, visit.text("area"))
    checklist = checklists.checklist(session.store, *visit.checklist)
    body = _Body(
        visit.id,
        session.arrived,
        look,
        on_whole,
        key=f"done-{visit.id}",
    )
    return Screen(
        session,
        body,
        title=title_of_visit(visit, checklist),
        subtitle=area.name if area else visit.text("area"),
        back=home_of(session),
    )


@safe_component
def _Body(
    visit_id: str,
    arrived: int,  # noqa: ARG001 - a value of the component; arrival draws it again
    look: Callable[[str], None],
    on_whole: Callable[[], None] | None,
) -> ft.Control:
    session = use_session()
    visit = visits.get(session.store, visit_id)
    if visit is None:
        return ft.Text(say("visit.gone"))
    ways: list[ft.Control] = [
        PrimaryButton("done-today", say("app.go_today"), lambda: go(places.TODAY), icon=ft.Icons.TODAY)
    ]
    if on_whole:
        ways.append(QuietButton("done-whole", say("gemba.whole_record"), on_whole))
    return Scroll(
        [
            _who_and_when(session, visit),
            *what_came_of_it(session, visit, look, with_photos=True),
            *_talked(session, visit, look),
            ft.Row(ways, wrap=True, spacing=theme.GAP),
        ],
        width=760 if session.wide else None,
    )


def what_came_of_it(
    session: Session, visit: Visit, look: Callable[[str], None], *, with_photos: bool = False
) -> list[ft.Control]:
    """Return what a gemba walk brought: worth sharing, thanks, promises, and what needs attention."""
    raised = findings.of_visit(session.store, visit.id)
    good = [one for one in raised if one.is_good_practice]
    other = [one for one in raised if not one.is_good_practice]
    thanked = thanks.of_visit(session.store, visit.id)
    promised = actions.of_visit(session.store, visit.id)
    photos = look if with_photos else None
    parts: list[ft.Control] = []
    if good:
        parts += [Heading(say("answer.worth_sharing")), *(_found(session, one, photos) for one in good)]
    if thanked:
        parts += [Heading(say("gemba.thanks_given")), *(ThanksCard(session, one) for one in thanked)]
    if promised:
        parts += [
            Heading(say("gemba.promised")),
            *(ActionLine(session, one, where=False) for one in promised),
        ]
    if other:
        parts += [Heading(say("answer.needs_attention")), *(_found(session, one, photos) for one in other)]
    if not parts:
        parts.append(ft.Text(say("gemba.nothing_came"), color=ft.Colors.ON_SURFACE_VARIANT))
    return parts


def _who_and_when(session: Session, visit: Visit) -> ft.Control:
    leader = people.person(session.store, visit.text("auditor"))
    sealed = visit.seal
    when = told(session.store, KIND, visit.id, visit.state.shown("seal"), sealed.sealed_at if sealed else "")
    words = say("gemba.walked_by", name=leader.name if leader else say("wins.somebody"), when=when)
    return ft.Semantics(
        identifier="seal",
        container=True,
        content=ft.Row(
            [
                ft.Icon(ft.Icons.VERIFIED, color=ft.Colors.PRIMARY),
                ft.Text(words, expand=True),
            ],
            spacing=12,
        ),
    )


def _found(session: Session, finding: Finding, look: Callable[[str], None] | None) -> ft.Control:
    state = state_of(finding)
    lines: list[ft.Control] = [ft.Text(finding.text("statement"), theme_style=theme.STRONG)]
    if state is not State.WORTH_SHARING:
        lines.insert(0, ft.Row([StateChip(state, finding_words(finding))]))
    if finding.photos and look:
        thumbs = [Thumb(one, session.thumbnail(one)) for one in finding.photos]
        lines.append(PhotoStrip(f"photos-{finding.id}", thumbs, look))
    return Card(
        ft.Column(lines, spacing=theme.GAP_SMALL, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        identifier=f"found-{finding.id}",
        state=state,
    )


def _talked(session: Session, visit: Visit, look: Callable[[str], None]) -> list[ft.Control]:
    """Return what was noted at the prompts and is not among the findings already."""
    published = checklists.checklist(session.store, *visit.checklist)
    if published is None:
        return []
    said = {one.text("statement") for one in findings.of_visit(session.store, visit.id)}
    parts: list[ft.Control] = []
    for question in read(published)[0].questions:
        answer = visit.answer(question.id)
        if not answer.note or answer.note in said:
            continue
        asked = ft.Text(question.text, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT)
        lines: list[ft.Control] = [asked, ft.Text(answer.note)]
        if answer.photos:
            thumbs = [Thumb(one, session.thumbnail(one)) for one in answer.photos]
            lines.append(PhotoStrip(f"photos-{question.id}", thumbs, look))
        parts.append(Card(ft.Column(lines, spacing=4)))
    return [Heading(say("gemba.talked")), *parts] if parts else []
