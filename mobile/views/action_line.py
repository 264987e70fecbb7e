"""An action in a list: what, who, where, until when, and how far it is; a tap opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.records.action import KIND, ActionStatus
from mobile import theme
from mobile.components.card import Card
from mobile.components.state_chip import StateChip
from mobile.state.clocks import told
from mobile.store import people
from mobile.store import places as stored_places
from mobile.text import say
from mobile.text.moments import day
from mobile.theme import State
from mobile.views import places
from mobile.views.screen import go

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.action import Action
    from mobile.state.session import Session

# A line shows the gist; the action's screen shows all of it.
_LINES_SHOWN = 3


def ActionLine(
    session: Session,
    action: Action,
    *,
    on_tap: Callable[[], object] | None = None,
    where: bool = True,
    raised: str = "",
) -> ft.Control:
    """One action on a card; with `where` its area is named. Identifier: `action-<id>`.

    `raised` is what whoever reads it raised themselves, which led to it.
    """
    lines: list[ft.Control] = [
        _gist(action.text("text") or say("action.empty"), theme.STRONG),
        ft.Text(
            " · ".join(about(session, action, where=where)),
            theme_style=theme.SMALL,
            color=ft.Colors.ON_SURFACE_VARIANT,
        ),
        StatusChip(session, action),
    ]
    if action.text("done_note"):
        lines.insert(2, _gist(action.text("done_note"), theme.SMALL))
    if raised:
        words = say("action.raised_words", words=raised)
        lines.insert(1, _gist(words, theme.SMALL, lines=2))
    return Card(
        ft.Row(
            [
                ft.Column(lines, spacing=theme.GAP_SMALL, expand=True),
                ft.Icon(ft.Icons.CHEVRON_RIGHT, color=ft.Colors.ON_SURFACE_VARIANT),
            ]
        ),
        identifier=f"action-{action.id}",
        on_tap=on_tap or (lambda: go(places.action(action.id))),
    )


def _gist(words: str, style: ft.TextThemeStyle, lines: int = _LINES_SHOWN) -> ft.Text:
    return ft.Text(words, theme_style=style, max_lines=lines, overflow=ft.TextOverflow.ELLIPSIS)


def about(session: Session, action: Action, *, where: bool = True) -> list[str]:
    """Return who does it, where, and until when or since when it is done."""
    area = stored_places.area(session.store, action.text("area")) if where else None
    return [owner_words(session, action), *([area.name] if area else []), until(session, action)]


def owner_words(session: Session, action: Action) -> str:
    """Return who does it; of a promise, who gave it."""
    owner = people.person(session.store, action.owner)
    if action.owner == session.who.id:
        return say("action.you")
    return owner.name if owner else say("wins.somebody")


def until(session: Session, action: Action) -> str:
    """Return until which day it is to be done, or when it was."""
    if not action.status.is_open:
        shown = action.state.shown("done_at")
        return say("action.done_when", when=told(session.store, KIND, action.id, shown))
    if action.due is None:
        return say("action.no_day")
    late = action.is_late(session.now().astimezone().date())
    return say("action.was_due" if late else "action.due", day=day(action.due, session.now()))


def StatusChip(session: Session, action: Action) -> ft.Control:
    """How far it is: icon, word and shape."""
    late = action.is_late(session.now().astimezone().date())
    if late and action.status is ActionStatus.OPEN:
        chip = StateChip(State.NEEDS_ATTENTION, say("action.late"))
    else:
        chip = StateChip(_STATES[action.status], say(f"action.status_{action.status}"))
    return ft.Row([chip], wrap=True)


_STATES = {
    ActionStatus.OPEN: State.UNANSWERED,
    ActionStatus.REOPENED: State.NEEDS_ATTENTION,
    ActionStatus.DONE: State.CONFORMS,
    ActionStatus.VERIFIED: State.CONFORMS,
}
