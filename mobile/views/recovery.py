"""After the app ended without warning: the draft that was open, to go on with or to set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.buttons import QuietButton, SecondaryButton
from mobile.components.card import Card
from mobile.components.notice import notice
from mobile.state.reading import title_of_visit
from mobile.state.resume import forget_place, place_left
from mobile.store import checklists, ended, visits
from mobile.store import places as stored_places
from mobile.text import say
from mobile.text.moments import when
from mobile.views import places
from mobile.views.screen import go

if TYPE_CHECKING:
    from checklists.records.visit import Visit
    from mobile.state.session import Session


def RecoveryCard(session: Session) -> list[ft.Control]:
    """A card (`recovery`) until its person has decided or has gone on with the draft; nothing otherwise."""
    since = ended.early(session.store)
    left = place_left(session) if since else None
    visit = visits.get(session.store, left[0]) if left else None
    if since is None or left is None or visit is None or _is_over(session, visit, since):
        return []

    def go_on() -> None:
        ended.has_been_told(session.store, session.who.id)
        go(places.visit(*left))

    def set_aside() -> None:
        ended.has_been_told(session.store, session.who.id)
        visits.discard(session.store, session.who.id, visit.id)
        forget_place(session)
        session.changed()
        session.news_came()
        notice(say("recovery.set_aside"), undo=bring_back)

    def bring_back() -> None:
        visits.restore(session.store, session.who.id, visit.id)
        session.changed()
        session.news_came()

    mine = visit.text("auditor") == session.who.id
    aside = [QuietButton("recovery-discard", say("recovery.discard"), set_aside)] if mine else []
    buttons: list[ft.Control] = [SecondaryButton("recovery-continue", say("recovery.go_on"), go_on), *aside]
    lines: list[ft.Control] = [
        ft.Text(say("recovery.ended", when=when(since, session.now())), theme_style=theme.STRONG),
        ft.Text(_kept(session, visit)),
        ft.Row(buttons, wrap=True, spacing=theme.GAP_SMALL, run_spacing=theme.GAP_SMALL),
    ]
    return [Card(ft.Column(lines, spacing=theme.GAP_SMALL), identifier="recovery")]


def _kept(session: Session, visit: Visit) -> str:
    area = stored_places.area(session.store, visit.text("area"))
    checklist = checklists.checklist(session.store, *visit.checklist)
    return say(
        "recovery.kept",
        n=visit.answered(checklist) if checklist else 0,
        title=title_of_visit(visit, checklist),
        area=area.name if area else visit.text("area"),
    )


def _is_over(session: Session, visit: Visit, since: str) -> bool:
    """Say whether its person has decided, or has gone on writing without being asked."""
    me = session.who.id
    written = (one for name in visit.state.names if (one := visit.state.shown(name)) and one.person == me)
    return ended.was_told(session.store, me) or any(one.at > since for one in written)
