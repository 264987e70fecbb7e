"""Thanking a person or a team on a gemba walk: who, and for what, in the leader's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.text import LINE_LIMIT, clean
from mobile import theme
from mobile.components.buttons import IconAction, QuietButton, SecondaryButton
from mobile.components.card import Card
from mobile.components.choices import Choice, Choices
from mobile.components.guards import safe_component
from mobile.components.notice import notice
from mobile.components.text_fields import LineField, NoteField
from mobile.state.session import use_session
from mobile.store import people, thanks
from mobile.store import places as stored_places
from mobile.text import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.finding import Finding
    from checklists.records.thanks import Thanks
    from mobile.state.session import Session
    from mobile.state.visit_session import VisitSession

_TEAM, _OTHER = "team", "other"
# The people of the place; the others are a tap away.
_FIRST_SHOWN = 6


@safe_component
def GembaThanks(walk: VisitSession, finding: Finding | None) -> ft.Control:
    """Whom to thank, and the thanks already given.

    Identifiers: `thank-<person>`, `thank-team`, `thank-other`, `thank-other-name`, `thank-words`,
    `thank-go`, `thanks-<id>`.
    """
    session = use_session()
    chosen, choose = ft.use_state("")
    name, set_name = ft.use_state("")
    words, write = ft.use_state("")
    everybody, show_everybody = ft.use_state(False)
    _, draw_again = ft.use_state(0)
    given = thanks.of_visit(session.store, walk.visit_id)

    def changed() -> None:
        session.changed()
        draw_again(lambda count: count + 1)

    def thank() -> None:
        # A second tap may come before the first one shows.
        if not ready:
            return
        thanks.give(
            session.store,
            session.who.id,
            text=words.strip(),
            to_person=None if chosen in {_TEAM, _OTHER} else chosen,
            to_team=_team(walk, chosen, name),
            visit=walk.visit_id,
            finding=finding.id if finding else None,
        )
        choose("")
        set_name("")
        write("")
        changed()

    ready = bool(words.strip()) and bool(name.strip() if chosen == _OTHER else chosen)
    parts: list[ft.Control] = [
        *(_given(session, one, changed) for one in given),
        Choices("thank", _whom(session, walk, everybody=everybody), chosen or None, choose),
    ]
    if not everybody:
        more = say("gemba.thanks_everybody")
        parts.append(ft.Row([QuietButton("thank-everybody", more, lambda: show_everybody(True))], wrap=True))
    if chosen == _OTHER:
        parts.append(
            LineField("thank-other-name", say("gemba.thanks_name"), name, set_name, longest=LINE_LIMIT)
        )
    if chosen:
        go_on = SecondaryButton(
            "thank-go", say("gemba.thanks_give"), thank, icon=ft.Icons.FAVORITE_OUTLINE, disabled=not ready
        )
        parts += [
            NoteField("thank-words", say("gemba.thanks_words"), words, write),
            ft.Row([go_on], wrap=True),
        ]
    return ft.Column(parts, spacing=theme.GAP, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _whom(session: Session, walk: VisitSession, *, everybody: bool) -> list[Choice]:
    department = walk.visit.text("department")
    others = [one for one in people.people(session.store) if one.id != session.who.id]
    near = [one for one in others if one.department == department]
    shown = [*near, *(one for one in others if one not in near)] if everybody else near[:_FIRST_SHOWN]
    team = stored_places.department(session.store, department)
    teams = [Choice(_TEAM, say("gemba.thanks_team", team=team.name))] if team else []
    return [*teams, *(Choice(one.id, one.name) for one in shown), Choice(_OTHER, say("gemba.thanks_other"))]


def _team(walk: VisitSession, chosen: str, name: str) -> str | None:
    if chosen == _OTHER:
        return clean(name).strip()[:LINE_LIMIT]
    return walk.visit.text("department") if chosen == _TEAM else None


def _given(session: Session, one: Thanks, changed: Callable[[], None]) -> ft.Control:
    def take_back() -> None:
        thanks.take_back(session.store, session.who.id, one.id)
        changed()
        notice(say("gemba.thanks_taken_back"), undo=put_back)

    def put_back() -> None:
        thanks.put_back(session.store, session.who.id, one)
        changed()

    own = one.text("from") == session.who.id
    away = IconAction(f"thanks-{one.id}-remove", ft.Icons.CLOSE, say("gemba.thanks_take_back"), take_back)
    return ThanksCard(session, one, trailing=[away] if own else [])


def ThanksCard(session: Session, one: Thanks, *, trailing: list[ft.Control] | None = None) -> ft.Control:
    """Thanks as everybody reads them: to whom, for what. Identifier: `thanks-<id>`."""
    words = ft.Column(
        [
            ft.Text(thanked(session, one), theme_style=theme.STRONG),
            *([ft.Text(one.text("text"))] if one.text("text") else []),
        ],
        spacing=2,
        expand=True,
    )
    icon = ft.Icon(ft.Icons.FAVORITE_OUTLINE, color=ft.Colors.TERTIARY)
    return Card(ft.Row([icon, words, *(trailing or [])], spacing=12), identifier=f"thanks-{one.id}")


def thanked(session: Session, one: Thanks) -> str:
    """Return whom somebody thanks, in words."""
    person = people.person(session.store, one.text("to_person")) if one.text("to_person") else None
    team = one.text("to_team")
    place = stored_places.department(session.store, team) or stored_places.area(session.store, team)
    name = person.name if person else place.name if place else team or say("wins.somebody")
    return say("gemba.thanked", name=name)
