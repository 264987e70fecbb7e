"""Instead of a screen that can't be shown: why, in a sentence, and the way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile.components.empty_state import EmptyState
from mobile.store import people
from mobile.text import say
from mobile.views import places
from mobile.views.screen import Screen, go

if TYPE_CHECKING:
    from checklists.records.visit import Visit
    from mobile.state.session import Session


def Instead(session: Session, sentence: str, *, title: str) -> ft.View:
    """A screen with the frame of all others, one sentence and the way to Today."""
    body = EmptyState(
        ft.Icons.SEARCH_OFF, sentence, step=say("app.go_today"), on_step=lambda: go(places.TODAY)
    )
    return Screen(session, body, title=title, back=places.TODAY)


def draft_of_another(session: Session, visit: Visit) -> str:
    """Return why a draft can't be walked by whoever is signed in, empty if it can: it is somebody else's."""
    auditor = visit.text("auditor")
    if visit.status == "completed" or auditor == session.who.id:
        return ""
    other = people.person(session.store, auditor)
    return say("visit.of_another", name=other.name if other else say("wins.somebody"))
