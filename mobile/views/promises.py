"""Promises on Today: one's own, what was promised to one's department, and what came of what one raised."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from checklists.moments import write_moment
from mobile.store import actions, findings
from mobile.text import say
from mobile.views.action_line import ActionLine
from mobile.views.layout import Heading

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def raised_and_done(session: Session) -> list[Action]:
    """Return what was done lately, and looked at, about what whoever is signed in has raised."""
    store, me = session.store, session.who.id
    since = write_moment(session.now() - timedelta(days=_NEWS_DAYS))
    # What one did or looked at oneself is no news.
    news = [one for one in actions.news_since(store, since) if me not in _by_whom(one, since)]
    raised = findings.raised_among(store, me, [one.text("finding") for one in news])
    return [one for one in news if one.text("finding") in raised][:_SHOWN]


def YouRaised(session: Session, done: Sequence[Action]) -> list[ft.Control]:
    """What came of what one has raised; nothing where there is no news."""
    lines = [ActionLine(session, one, raised=_statement(session, one)) for one in done]
    return [Heading(say("action.you_raised")), *lines] if lines else []


def _by_whom(action: Action, since: str) -> set[str]:
    """Return who did the latest of what happened to an action."""
    return {action.text("verified_by") if action.text("verified_at") >= since else action.owner}


def _statement(session: Session, action: Action) -> str:
    found = findings.get(session.store, action.text("finding"))
    return " ".join(found.text("statement").split()) if found else ""


def _is_news(action: Action, since: str) -> bool:
    return action.status.is_open or action.text("done_at") >= since


def _group(session: Session, heading: str, found: list[Action]) -> list[ft.Control]:
    return [Heading(heading), *(ActionLine(session, one) for one in found)] if found else []
