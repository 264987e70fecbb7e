"""Mentors of a draft: its auditor asks somebody to read it and to comment, or no longer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import flet as ft

from mobile.components.buttons import QuietButton, SecondaryButton
from mobile.components.card import Card
from mobile.components.guards import safe_component
from mobile.components.notice import notice
from mobile.state.session import use_session
from mobile.store import mentoring, people, visits
from mobile.text import say
from mobile.views.layout import Heading
from mobile.views.person_cards import PersonCards, person_line

if TYPE_CHECKING:
    from checklists.records.person import Person


@safe_component
def Mentors(visit_id: str, arrived: int) -> ft.Control:  # noqa: ARG001 - arrival draws it again
    """Who is asked, and the way to asking somebody.

    Identifiers: `ask-a-mentor`, `ask-mentor-<person>`, `ask-no-longer-<person>`.
    """
    session = use_session()
    choosing, choose = ft.use_state(False)
    _, draw_again = ft.use_state(0)
    visit = visits.get(session.store, visit_id)
    if visit is None:
        return ft.Container()

    def changed() -> None:
        session.changed()
        draw_again(lambda count: count + 1)

    def ask(person: Person) -> None:
        mentoring.ask(session.store, session.who.id, visit_id, person.id)
        choose(False)
        changed()
        notice(say("mentor.added", name=person.name), undo=lambda: end(person))

    def end(person: Person) -> None:
        mentoring.end(session.store, session.who.id, visit_id, person.id)
        changed()
        notice(say("mentor.removed", name=person.name), undo=lambda: ask(person))

    def asked(person: Person) -> ft.Control:
        button = QuietButton(f"ask-no-longer-{person.id}", say("mentor.remove"), partial(end, person))
        line = ft.Row([*person_line(session, person), button], spacing=12)
        return Card(line, identifier=f"mentor-{person.id}")

    everybody = people.people(session.store)
    taken = {session.who.id, *visit.mentors}
    controls: list[ft.Control] = [
        Heading(say("mentor.your_mentors")),
        ft.Text(say("mentor.ask_why"), color=ft.Colors.ON_SURFACE_VARIANT),
        *(asked(one) for one in everybody if one.id in visit.mentors),
    ]
    if choosing:
        others = [one for one in everybody if one.id not in taken]
        controls.append(PersonCards(session, others, ask, "ask-mentor"))
    else:
        begin = SecondaryButton(
            "ask-a-mentor", say("mentor.ask"), partial(choose, True), icon=ft.Icons.ADD_COMMENT_OUTLINED
        )
        controls.append(ft.Row([begin], wrap=True))
    return ft.Column(controls, spacing=16, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
