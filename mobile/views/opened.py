"""A visit as a screen opens it: its session, the photo one looks at, or instead why it can't be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile.components.guards import guard
from mobile.state.session import use_session
from mobile.state.visit_session import VisitSession
from mobile.views.instead import Instead, InsteadOfDraft, why_not
from mobile.views.photo_dialog import PhotoDialog
from mobile.views.sealed import Sealed

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.state.session import Session

    # The window, the visit, how often it was read, and what opens one of its photos by name.
    DraftScreen = Callable[[Session, VisitSession, int, Callable[[str], None]], ft.View]


def use_walk(session: Session, visit_id: str) -> VisitSession | None:
    """Open a visit of whoever is signed in; None where it can't be."""
    return ft.use_memo(
        lambda: VisitSession.open(session.store, session.who, visit_id),
        [visit_id, session.who.id, session.language],
    )


def use_look(session: Session) -> Callable[[str], None]:
    """Return what shows a photo, large, over the screen; the empty name for none."""
    looking, look = ft.use_state("")
    ft.use_dialog(PhotoDialog(session, looking, lambda: look("")) if looking else None)
    return look


def DraftAt(title: str, screen: DraftScreen) -> ft.View:
    """The screen of the draft whose id is in the address, read again when something arrives.

    A visit that is sealed, set aside or not here has another, under this `title` where it has none itself.
    """
    session = use_session()
    visit_id = ft.use_route_params()["visit"]
    walk = use_walk(session, visit_id)
    look = use_look(session)
    version, set_version = ft.use_state(0)

    def draw_again() -> None:
        set_version(lambda count: count + 1)

    def read_again() -> None:
        if walk:
            walk.read_again()
            draw_again()

    ft.use_effect(guard(read_again), [walk, session.arrived])
    if walk is None:
        return Instead(session, why_not(session, visit_id), title=title)
    if walk.visit.status == "completed":
        return Sealed(session, walk)
    if walk.visit.discarded:
        return InsteadOfDraft(session, walk.visit, draw_again)
    return screen(session, walk, version, look)
