"""Instead of a screen that can't be shown: why, in a sentence, and the way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile.components.empty_state import EmptyState
from mobile.state.reading import title_of_visit
from mobile.store import checklists, people, visits
from mobile.text import say
from mobile.views import places
from mobile.views.screen import Screen, go, walks_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.visit import Visit
    from mobile.state.session import Session


def Instead(session: Session, sentence: str, *, title: str) -> ft.View:
    """A screen with the frame of all others, one sentence and the way to Today."""
    body = EmptyState(
        ft.Icons.SEARCH_OFF, sentence, step=say("app.go_today"), on_step=lambda: go(places.TODAY)
    )
    return Screen(session, body, title=title, back=places.TODAY)


def InsteadOfDraft(session: Session, visit: Visit, on_back: Callable[[], object]) -> ft.View:
    """What is shown for a draft that was set aside: the way to bring it back, `on_back` once it is."""
    if visit.text("auditor") != session.who.id:
        auditor = people.person(session.store, visit.text("auditor"))
        name = auditor.name if auditor else say("wins.somebody")
        return Instead(session, say("visit.set_aside_by", name=name), title=_title(session, visit))

    def bring_back() -> None:
        visits.restore(session.store, session.who.id, visit.id)
        session.changed()
        on_back()

    body = EmptyState(
        ft.Icons.INVENTORY_2_OUTLINED,
        say("visit.set_aside"),
        step=say("walks.bring_back"),
        on_step=bring_back,
        identifier="bring-back",
    )
    return Screen(session, body, title=_title(session, visit), back=walks_of(session))


def _title(session: Session, visit: Visit) -> str:
    return title_of_visit(visit, checklists.checklist(session.store, *visit.checklist))


def why_not(session: Session, visit_id: str) -> str:
    """Return why a visit is not shown to whoever is signed in: it is not here, or somebody else's."""
    visit = visits.get(session.store, visit_id)
    auditor = people.person(session.store, visit.text("auditor")) if visit else None
    if auditor is None or auditor.id == session.who.id:
        return say("visit.gone")
    return say("visit.of_another", name=auditor.name)
