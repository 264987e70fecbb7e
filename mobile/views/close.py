"""Closing a walk: what is still open, what was found, two signatures, complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile.components.banner import Banner
from mobile.components.buttons import QuietButton
from mobile.components.confirm_dialog import ConfirmDialog
from mobile.components.guards import safe_component, safe_screen
from mobile.state.resume import forget_place, question_left
from mobile.state.session import use_session
from mobile.store import disagreements, people, visits
from mobile.store import places as stored_places
from mobile.text import say
from mobile.views import places
from mobile.views.closing import MeetingCard
from mobile.views.layout import Scroll, WithFoot
from mobile.views.mirror import LookBackCard
from mobile.views.opened import DraftAt
from mobile.views.screen import Screen, go, walks_of
from mobile.views.signing import use_signing
from mobile.views.still_open import StillOpen, TwoAnswersHere
from mobile.views.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.finding import Finding
    from mobile.state.session import Session
    from mobile.state.visit_session import VisitSession


@safe_screen
def Close() -> ft.View:
    """The closing meeting, on one screen."""
    return DraftAt(say("close.title"), _screen)


def _screen(session: Session, walk: VisitSession, version: int, look: Callable[[str], None]) -> ft.View:
    visit, visit_id = walk.visit, walk.visit_id
    area = stored_places.area(session.store, visit.text("area"))
    return Screen(
        session,
        (_Body if walk.is_mine else _WalkedTogether)(walk, version, look, key=f"close-{visit_id}"),
        title=say("close.title"),
        subtitle=f"{walk.title} · {area.name if area else visit.text('area')}",
        back=places.visit(visit_id, question_left(session, visit_id)),
    )


@safe_component
def _Body(
    walk: VisitSession,
    read: int,  # noqa: ARG001 - a value of the component; reading again draws it again
    look: Callable[[str], None],
) -> ft.Control:
    session = use_session()
    aside, setting_aside = ft.use_state(False)
    signing = use_signing(session, walk, places.visit(walk.visit_id))

    def open_finding(finding: Finding) -> None:
        go(places.finding(finding.id))

    def set_aside() -> None:
        setting_aside(False)
        visits.discard(session.store, session.who.id, walk.visit_id)
        forget_place(session)
        session.changed()
        go(walks_of(session))

    ft.use_dialog(_aside_dialog(set_aside, lambda: setting_aside(False)) if aside else None)
    two = disagreements.of_visit(session.store, walk.visit_id)
    body = Scroll(
        [
            *TwoAnswersHere(walk, two),
            StillOpen(walk, key="missing"),
            LookBackCard(walk.visit_id),
            MeetingCard(walk.visit_id),
            *Summary(session, walk, look, on_open=open_finding),
            *signing.pads,
            ft.Row([QuietButton("set-aside", say("visit.discard"), lambda: setting_aside(True))], wrap=True),
        ],
        width=_width(session),
    )
    return WithFoot(body, signing.foot)


@safe_component
def _WalkedTogether(
    walk: VisitSession,
    read: int,  # noqa: ARG001 - a value of the component; reading again draws it again
    look: Callable[[str], None],
) -> ft.Control:
    """What somebody sees who walks together with the auditor: all but the signing."""
    session = use_session()
    auditor = people.person(session.store, walk.visit.text("auditor"))
    name = auditor.name if auditor else say("wins.somebody")
    return Scroll(
        [
            Banner(say("close.signs", name=name), identifier="who-signs"),
            *TwoAnswersHere(walk, disagreements.of_visit(session.store, walk.visit_id)),
            StillOpen(walk, key="missing"),
            MeetingCard(walk.visit_id),
            *Summary(session, walk, look, on_open=lambda finding: go(places.finding(finding.id))),
        ],
        width=_width(session),
    )


def _width(session: Session) -> int | None:
    return 1040 if session.wide else None


def _aside_dialog(on_yes: Callable[[], None], on_no: Callable[[], None]) -> ft.AlertDialog:
    return ConfirmDialog(
        say("visit.discard_ask"),
        say("visit.discard_text"),
        yes=say("visit.discard_yes"),
        on_yes=on_yes,
        on_no=on_no,
    )
