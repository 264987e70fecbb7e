"""The pulse: two questions to the auditee, one tap each, and what many of them together have said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.records.pulse import Asked, Felt
from mobile import theme
from mobile.components.buttons import PrimaryButton, QuietButton
from mobile.components.card import Card
from mobile.components.columns import Columns
from mobile.components.guards import guard, safe_component, safe_screen
from mobile.state.session import use_session
from mobile.store import places as stored_places
from mobile.store import pulse, visits
from mobile.text import say
from mobile.views import places
from mobile.views.instead import Instead
from mobile.views.layout import Scroll
from mobile.views.screen import Screen, go

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.pulse import FeltInMonth
    from mobile.state.session import Session

_QUESTIONS = {Asked.USEFUL: "pulse.useful", Asked.SAFE: "pulse.safe"}
_SAID = {Asked.USEFUL: "pulse.felt_useful", Asked.SAFE: "pulse.felt_safe"}
_ANSWERS = {
    Felt.YES: ("pulse.yes", ft.Icons.SENTIMENT_SATISFIED_ALT),
    Felt.PARTLY: ("pulse.partly", ft.Icons.SENTIMENT_NEUTRAL),
    Felt.NO: ("pulse.no", ft.Icons.SENTIMENT_DISSATISFIED),
}


@safe_screen
def Pulse() -> ft.View:
    """The two questions, once for each completed visit."""
    session = use_session()
    visit_id = ft.use_route_params()["visit"]
    # Decided when the screen is opened, so that it stays while it is answered.
    open_now = ft.use_memo(lambda: may_be_asked(session, visit_id), [visit_id])

    def offered() -> None:
        if open_now:
            pulse.note_offered(session.store, visit_id)

    ft.use_effect(guard(offered), [visit_id])
    if not open_now:
        return Instead(session, say("pulse.asked"), title=say("pulse.title"))
    return Screen(
        session,
        _Body(visit_id, key=f"pulse-{visit_id}"),
        title=say("pulse.title"),
        back=places.visit(visit_id),
        something=False,
    )


def may_be_asked(session: Session, visit_id: str) -> bool:
    """Say whether the auditee of a completed visit of one's own can still be asked."""
    visit = visits.get(session.store, visit_id)
    mine = visit is not None and visit.status == "completed" and visit.text("auditor") == session.who.id
    return mine and not pulse.was_offered(session.store, visit_id)


@safe_component
def _Body(visit_id: str) -> ft.Control:
    session = use_session()
    answered, set_answered = ft.use_state(0)
    asked = list(Asked)

    def answer(felt: Felt) -> None:
        visit = visits.get(session.store, visit_id)
        department = visit.text("department") if visit else ""
        # Answers are counted by department: of none there is nothing to count.
        if department:
            pulse.answer(session.store, department, asked[answered], felt)
        set_answered(answered + 1)

    def leave() -> None:
        go(places.report(visit_id))

    if answered >= len(asked):
        return Scroll(
            [
                ft.Text(say("pulse.thanks"), theme_style=theme.TITLE),
                ft.Text(say("pulse.hand_back")),
                ft.Row([PrimaryButton("pulse-done", say("pulse.done"), leave)], wrap=True),
            ],
            width=theme.READING_WIDTH if session.wide else None,
        )
    return Scroll(
        [
            ft.Text(say("pulse.hand_over"), color=ft.Colors.ON_SURFACE_VARIANT),
            ft.Text(say(_QUESTIONS[asked[answered]]), theme_style=theme.TITLE),
            Columns(
                [ft.Container(_answer(one, answer), col={"xs": 12, "sm": 4}) for one in Felt],
                spacing=theme.GAP,
                run_spacing=theme.GAP,
            ),
            ft.Text(say("pulse.private"), theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
            ft.Row([QuietButton("pulse-skip", say("pulse.skip"), leave)], wrap=True),
        ],
        width=theme.READING_WIDTH + 80 if session.wide else None,
    )


def _answer(felt: Felt, on_tap: Callable[[Felt], None]) -> ft.Control:
    words, icon = _ANSWERS[felt]
    return Card(
        ft.Column(
            [
                ft.Icon(icon, size=48, color=ft.Colors.PRIMARY),
                ft.Text(say(words), theme_style=theme.STRONG, text_align=ft.TextAlign.CENTER),
            ],
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
            spacing=theme.GAP_SMALL,
        ),
        identifier=f"pulse-{felt}",
        on_tap=lambda: on_tap(felt),
    )


def HowItFelt(session: Session) -> list[ft.Control]:
    """What the people of each department said of the visits, to learn from; nothing before enough have.

    Identifier: `how-it-felt`.
    """
    shown = pulse.shown(session.store)
    if not shown:
        return []
    departments = list(dict.fromkeys(one.department for one in shown))
    lines = [line for one in departments for line in _of_department(session, one, shown)]
    answers = sum(one.answers for one in shown)
    return [
        Card(
            ft.Column(
                [
                    ft.Text(say("pulse.felt"), theme_style=theme.STRONG),
                    ft.Text(say("pulse.felt_of", n=answers), theme_style=theme.SMALL),
                    *lines,
                    ft.Text(
                        say("pulse.felt_why"), theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT
                    ),
                ],
                spacing=theme.GAP_SMALL,
            ),
            identifier="how-it-felt",
        )
    ]


def _of_department(session: Session, department: str, shown: list[FeltInMonth]) -> list[ft.Control]:
    place = stored_places.department(session.store, department)
    said: list[ft.Control] = [ft.Text(place.name if place else department, theme_style=theme.LABEL)]
    for asked in Asked:
        of = [one for one in shown if (one.department, one.asked) == (department, asked)]
        if of:
            yes, partly, no = (sum(getattr(one, felt) for one in of) for felt in Felt)
            said.append(ft.Text(say(_SAID[asked], yes=yes, partly=partly, no=no)))
    return said
