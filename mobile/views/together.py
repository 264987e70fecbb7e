"""Walking together: the visit's auditor says who is with them; both answer, one signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.records.person import Role, may_walk
from mobile.components.beside import Beside
from mobile.components.buttons import IconAction, QuietButton
from mobile.components.card import Card
from mobile.components.guards import safe_component, safe_screen
from mobile.components.notice import notice
from mobile.state.reading import title_of_visit
from mobile.state.session import use_session
from mobile.store import checklists, people, together, visits
from mobile.text import say
from mobile.views import places
from mobile.views.instead import Instead, why_not
from mobile.views.layout import Heading, Scroll
from mobile.views.mentors import Mentors
from mobile.views.person_cards import PersonCards, person_line
from mobile.views.screen import Screen, go

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from checklists.records.person import Person
    from checklists.records.visit import Visit
    from mobile.state.session import Session


@safe_screen
def Together() -> ft.View:
    """Choose who walks a visit together with its auditor."""
    session = use_session()
    visit_id = ft.use_route_params()["visit"]
    visit = visits.get(session.store, visit_id)
    if visit is None or visit.text("auditor") != session.who.id or visit.status == "completed":
        return Instead(session, why_not(session, visit_id), title=say("together.title"))
    return Screen(
        session,
        _Body(visit_id, session.arrived, key=f"together-{visit_id}"),
        title=say("together.title"),
        subtitle=title_of_visit(visit, checklists.checklist(session.store, *visit.checklist)),
        back=places.visit(visit_id),
    )


@safe_component
def _Body(visit_id: str, arrived: int) -> ft.Control:  # noqa: ARG001 - arrival draws it again
    session = use_session()
    _, draw_again = ft.use_state(0)
    visit = visits.get(session.store, visit_id)
    if visit is None:
        return ft.Text(say("visit.gone"))

    def changed() -> None:
        session.changed()
        draw_again(lambda count: count + 1)

    def add(person: Person) -> None:
        together.add(session.store, session.who.id, visit_id, person.id)
        changed()
        notice(say("together.added", name=person.name), undo=lambda: take_off(person))

    def take_off(person: Person) -> None:
        together.remove(session.store, session.who.id, visit_id, person.id)
        changed()
        notice(say("together.removed", name=person.name), undo=lambda: add(person))

    beside = [one for one in map(_knowing(session), visit.co_auditors) if one]
    others = [one for one in _may_walk(session, visit) if one.id not in visit.co_auditors]
    return Scroll(
        [
            ft.Text(say("together.explain"), color=ft.Colors.ON_SURFACE_VARIANT),
            *([Heading(say("together.with"))] if beside else []),
            *(_with_you(session, one, take_off) for one in beside),
            Heading(say("together.choose")),
            PersonCards(session, others, add, "ask-along") if others else ft.Text(say("together.none")),
            Mentors(visit_id, session.arrived, key=f"mentors-{visit_id}"),
        ],
        width=1040 if session.wide else None,
    )


def walk_together(visit: Visit) -> ft.Control:
    """The way to choosing who walks it together."""
    return IconAction(
        "walk-together",
        ft.Icons.GROUP_ADD_OUTLINED,
        say("together.title"),
        lambda: go(places.together(visit.id)),
        color=ft.Colors.PRIMARY,
    )


def who_walks(session: Session, visit: Visit, where: str) -> str:
    """Return where a visit is, and who else walks it, seen from whoever is signed in."""
    auditor = visit.text("auditor")
    if auditor != session.who.id:
        return say("visit.of", area=where, name=names_of(session, [auditor]) or say("wins.somebody"))
    names = names_of(session, visit.co_auditors)
    return say("visit.with", area=where, names=names) if names else where


def names_of(session: Session, wanted: Iterable[str]) -> str:
    """Return people's names in one line, empty for nobody."""
    return ", ".join(one.name for one in map(_knowing(session), wanted) if one)


def _knowing(session: Session) -> Callable[[str], Person | None]:
    return lambda person_id: people.person(session.store, person_id)


def _may_walk(session: Session, visit: Visit) -> list[Person]:
    """Return who can be asked along: auditors first, then others who may walk such a visit."""
    found = [one for one in people.people(session.store) if one.id != session.who.id]
    allowed = [one for one in found if one.role is not Role.ADMIN and may_walk(one.role, visit.kind)]
    return sorted(allowed, key=lambda one: one.role is not Role.AUDITOR)


def _with_you(session: Session, person: Person, take_off: Callable[[Person], None]) -> ft.Control:
    button = QuietButton(f"take-off-{person.id}", say("together.remove"), lambda: take_off(person))
    return Card(
        Beside(ft.Row(person_line(session, person), spacing=12), button, spacing=12),
        identifier=f"with-{person.id}",
    )
