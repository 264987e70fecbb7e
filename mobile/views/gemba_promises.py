"""The promises of a gemba walk: what the leader takes on, until a day said aloud."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.buttons import IconAction, SecondaryButton
from mobile.components.card import Card
from mobile.components.choices import Choice, Choices
from mobile.components.guards import guard, safe_component
from mobile.components.notice import notice
from mobile.components.text_fields import NoteField
from mobile.state import gemba
from mobile.state.session import use_session
from mobile.store import actions
from mobile.text import say
from mobile.text.moments import day
from mobile.views.action_line import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.action import Action
    from mobile.state.session import Session
    from mobile.state.visit_session import VisitSession

_PICK = "pick"


@safe_component
def GembaPromises(walk: VisitSession) -> ft.Control:
    """What was promised so far, and one more.

    Identifiers: `promise-words`, `promise-day-<name>`, `promise-day-pick`, `promise-go`, `promised-<id>`.
    """
    session = use_session()
    words, write = ft.use_state("")
    chosen, choose = ft.use_state("")
    _, draw_again = ft.use_state(0)
    given = [one for one in actions.of_visit(session.store, walk.visit_id) if one.is_promise]

    def changed() -> None:
        session.changed()
        draw_again(lambda count: count + 1)

    def promise() -> None:
        # A second tap may come before the first one shows.
        if not words.strip() or not chosen:
            return
        until_then = date.fromisoformat(chosen)
        actions.promise(session.store, session.who.id, visit=walk.visit, text=words.strip(), due=until_then)
        write("")
        choose("")
        changed()

    parts: list[ft.Control] = [
        ft.Text(say("gemba.promises"), theme_style=theme.TITLE),
        ft.Text(say("gemba.promises_why"), color=ft.Colors.ON_SURFACE_VARIANT),
        *(_given(session, one, changed) for one in given),
        NoteField("promise-words", say("gemba.promise_words"), words, write),
        ft.Text(say("gemba.promise_until"), theme_style=theme.STRONG),
        Days("promise-day", chosen, choose, key="days"),
        ft.Row(
            [
                SecondaryButton(
                    "promise-go",
                    say("gemba.promise"),
                    promise,
                    icon=ft.Icons.HANDSHAKE_OUTLINED,
                    disabled=not words.strip() or not chosen,
                )
            ]
        ),
    ]
    return ft.Column(parts, spacing=theme.GAP, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


@safe_component
def Days(identifier: str, chosen: str, choose: Callable[[str], None]) -> ft.Control:
    """A few likely days and the calendar; `chosen` is a day such as `2026-03-03`, empty for none."""
    session = use_session()
    picking, pick = ft.use_state(False)
    now = session.now()
    today = now.astimezone().date()

    def picked(event: ft.Event[ft.DatePicker]) -> None:
        pick(False)
        value = event.control.value
        if value is not None:
            choose((value.date() if isinstance(value, datetime) else value).isoformat())

    calendar = ft.DatePicker(
        first_date=today,
        value=date.fromisoformat(chosen) if chosen else today,
        on_change=guard(picked),
        on_dismiss=guard(lambda _: pick(False)),
    )
    ft.use_dialog(calendar if picking else None)
    likely = gemba.likely_days(today)
    names = {that.isoformat(): name for name, that in likely.items()}
    choices = [Choice(name, _day_words(name, that, now)) for name, that in likely.items()]
    other = bool(chosen) and chosen not in names
    words = day(date.fromisoformat(chosen), now) if other else say("gemba.day_pick")
    choices.append(Choice(_PICK, words))

    def tapped(name: str) -> None:
        if name == _PICK:
            pick(True)
        else:
            choose(likely[name].isoformat())

    marked = _PICK if other else names.get(chosen)
    return Choices(identifier, choices, marked, tapped)


def _day_words(name: str, that: date, now: datetime) -> str:
    if name == "tomorrow":
        return say("gemba.day_tomorrow")
    return say(f"gemba.day_{name}", day=day(that, now))


def _given(session: Session, one: Action, changed: Callable[[], None]) -> ft.Control:
    def take_back() -> None:
        actions.withdraw(session.store, session.who.id, one.id)
        changed()
        notice(say("gemba.promise_taken_back"), undo=put_back)

    def put_back() -> None:
        actions.bring_back(session.store, session.who.id, one.id)
        changed()

    return PromiseCard(
        session,
        one,
        trailing=[
            IconAction(f"promised-{one.id}-remove", ft.Icons.CLOSE, say("gemba.promise_take_back"), take_back)
        ],
    )


def PromiseCard(session: Session, one: Action, *, trailing: list[ft.Control] | None = None) -> ft.Control:
    """A promise just given: what, and until when. Identifier: `promised-<id>`."""
    words = ft.Column(
        [
            ft.Text(one.text("text"), theme_style=theme.STRONG),
            ft.Text(until(session, one), theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
        ],
        spacing=2,
        expand=True,
    )
    icon = ft.Icon(ft.Icons.HANDSHAKE_OUTLINED, color=ft.Colors.PRIMARY)
    return Card(ft.Row([icon, words, *(trailing or [])], spacing=12), identifier=f"promised-{one.id}")
