"""The private mirror: a few questions to oneself before sign-off, for the auditor's eyes alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.records.answer import Judgement
from mobile import theme
from mobile.components.banner import Banner
from mobile.components.card import Card
from mobile.components.guards import safe_component, safe_screen
from mobile.components.way_on import WayOn
from mobile.state.mirror import look_back
from mobile.state.session import use_session
from mobile.store import checklists, findings, people
from mobile.text import say
from mobile.views import places
from mobile.views.instead import Instead, why_not
from mobile.views.layout import Scroll
from mobile.views.opened import use_walk
from mobile.views.screen import Screen, go

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mobile.state.mirror import Mirror
    from mobile.state.session import Session
    from mobile.state.visit_session import VisitSession

_ALIKE = {
    Judgement.CONFORMS: "mirror.alike.conforms",
    Judgement.FINDING: "mirror.alike.finding",
    Judgement.NOT_APPLICABLE: "mirror.alike.not_applicable",
}


@safe_screen
def LookBack() -> ft.View:
    """The mirror of one walk; nobody but its auditor is shown it."""
    session = use_session()
    visit_id = ft.use_route_params()["visit"]
    walk = use_walk(session, visit_id)
    if walk is None or not walk.is_mine:
        return Instead(session, why_not(session, visit_id), title=say("mirror.title"))
    return Screen(
        session,
        _Body(walk, session.arrived, key=f"mirror-{visit_id}"),
        title=say("mirror.title"),
        back=places.close(visit_id),
        something=False,
    )


def LookBackCard(visit_id: str) -> ft.Control:
    """The way to the mirror, which itself says nothing of the walk: others may be looking."""
    return WayOn(
        "look-back",
        ft.Icons.VISIBILITY_OUTLINED,
        say("mirror.open"),
        say("mirror.open_why"),
        lambda: go(places.look_back(visit_id)),
    )


@safe_component
def _Body(walk: VisitSession, arrived: int) -> ft.Control:  # noqa: ARG001 - arrival draws it again
    session = use_session()
    mirror = _mirror(session, walk)
    if mirror is None:
        return Scroll([Banner(say("mirror.private"))])
    return Scroll(
        [Banner(say("mirror.private"), identifier="mirror-private"), *_cards(walk, mirror)],
        width=theme.READING_WIDTH + 80 if session.wide else None,
    )


def _mirror(session: Session, walk: VisitSession) -> Mirror | None:
    visit = walk.visit
    checklist = checklists.checklist(session.store, *visit.checklist)
    if checklist is None:
        return None
    names = [one.name for one in people.people(session.store)]
    return look_back(visit, checklist, findings.of_visit(session.store, visit.id), names)


def _cards(walk: VisitSession, mirror: Mirror) -> Iterator[ft.Control]:
    visit_id = walk.visit_id
    if mirror.good:
        yield _card("good", ft.Icons.STAR_ROUNDED, say("mirror.good", n=mirror.good), say("mirror.good_ask"))
    else:
        yield _card("good", ft.Icons.STAR_OUTLINE_ROUNDED, say("mirror.no_good"), say("mirror.no_good_ask"))
    asked = [*_of_time(mirror), *_of_answers(visit_id, mirror), *_of_words(mirror)]
    yield from asked
    if not asked:
        yield ft.Text(say("mirror.calm"), color=ft.Colors.ON_SURFACE_VARIANT)


def _of_time(mirror: Mirror) -> Iterator[ft.Control]:
    if mirror.later:
        said = say("mirror.moment", n=mirror.in_the_moment, total=mirror.answered)
        yield _card("moment", ft.Icons.SCHEDULE, said, say("mirror.later", n=mirror.later))
    elif mirror.answered:
        yield _card("moment", ft.Icons.SCHEDULE, say("mirror.moment_all"), "")
    if mirror.quick:
        said = say("mirror.quick", n=mirror.quick.answers, seconds=mirror.quick.seconds)
        yield _card("quick", ft.Icons.SPEED, said, say("mirror.quick_ask"))


def _of_answers(visit_id: str, mirror: Mirror) -> Iterator[ft.Control]:
    if mirror.alike:
        said = say(_ALIKE[mirror.alike], n=mirror.answered)
        yield _card("alike", ft.Icons.DRAG_HANDLE, said, say("mirror.alike_ask"))
    if mirror.unanswered:
        said = say("mirror.unanswered", n=len(mirror.unanswered))
        way = places.visit(visit_id, mirror.unanswered[0])
        yield _card("unanswered", ft.Icons.RADIO_BUTTON_UNCHECKED, said, say("mirror.unanswered_ask"), way)


def _of_words(mirror: Mirror) -> Iterator[ft.Control]:
    for one in mirror.named:
        said = say("mirror.named", words=one.words)
        way = places.finding(one.finding)
        yield _card(f"named-{one.finding}", ft.Icons.PERSON_OUTLINE, said, say("mirror.named_ask"), way)


def _card(name: str, icon: ft.IconData, said: str, ask: str, way: str = "") -> ft.Control:
    words = ft.Column(
        [ft.Text(said), *([ft.Text(ask, theme_style=theme.STRONG)] if ask else [])], spacing=4, expand=True
    )
    onward = [ft.Icon(ft.Icons.CHEVRON_RIGHT, color=ft.Colors.ON_SURFACE_VARIANT)] if way else []
    return Card(
        ft.Row([ft.Icon(icon, color=ft.Colors.ON_SURFACE_VARIANT), words, *onward], spacing=theme.GAP),
        identifier=f"mirror-{name}",
        on_tap=(lambda: go(way)) if way else None,
    )
