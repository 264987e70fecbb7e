"""Promises on Today: one's own, to be kept, and what was promised to the people of one's department."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from checklists.moments import write_moment
from mobile.store import actions
from mobile.text import say
from mobile.views.action_line import ActionLine
from mobile.views.layout import Heading

if TYPE_CHECKING:
    import flet as ft

    from checklists.records.action import Action
    from mobile.state.session import Session

# Long enough that everybody has heard of it.
_NEWS_DAYS: Final = 14
_SHOWN: Final = 5


def YourPromises(session: Session) -> list[ft.Control]:
    """What whoever is signed in has yet to do, promises first; nothing where there is nothing."""
    to_do = [one for one in actions.of_owner(session.store, session.who.id) if one.status.is_open]
    promised = [one for one in to_do if one.is_promise]
    other = [one for one in to_do if not one.is_promise]
    return [
        *_group(session, say("action.your_promises"), promised),
        *_group(session, say("action.your_actions"), other),
    ]


def PromisedHere(session: Session) -> list[ft.Control]:
    """What others have promised in the department of whoever is signed in, and what came of it lately."""
    department = session.who.department
    if department is None:
        return []
    since = write_moment(session.now() - timedelta(days=_NEWS_DAYS))
    found = [
        one
        for one in actions.of_department(session.store, department)
        if one.is_promise and one.owner != session.who.id and _is_news(one, since)
    ]
    return _group(session, say("action.promised_here"), found[:_SHOWN])


def _is_news(action: Action, since: str) -> bool:
    return action.status.is_open or action.text("done_at") >= since


def _group(session: Session, heading: str, found: list[Action]) -> list[ft.Control]:
    return [Heading(heading), *(ActionLine(session, one) for one in found)] if found else []
