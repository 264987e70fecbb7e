"""Closing a gemba walk: what was good, what was promised, and the leader's own signature; nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.moments import write_moment
from checklists.records.signing import who_signs
from checklists.records.values import Signature
from checklists.records.visit import SignedBy
from mobile import theme
from mobile.components.banner import Banner
from mobile.components.buttons import PrimaryButton, QuietButton
from mobile.components.confirm_dialog import ConfirmDialog
from mobile.components.guards import guard, safe_component
from mobile.components.notice import notice
from mobile.components.signature_pad import SignaturePad
from mobile.state import gemba
from mobile.state.resume import forget_place
from mobile.state.session import use_session
from mobile.store import disagreements, people, visits
from mobile.text import say
from mobile.views import places
from mobile.views.gemba_done import what_came_of_it
from mobile.views.gemba_frame import Step
from mobile.views.layout import Heading
from mobile.views.screen import go, walks_of
from mobile.views.signatures import LEAST_INK, ink
from mobile.views.still_open import TwoAnswersHere

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.components.strokes import Strokes
    from mobile.state.session import Session
    from mobile.state.visit_session import VisitSession

# Wide enough to sign on; wider it would only push the way on out of view.
_PAD_WIDTH = 480


@safe_component
def GembaClose(walk: VisitSession, look: Callable[[str], None], back: Callable[[], object]) -> ft.Control:
    """The last look at it. Identifiers: `sign-auditor`, `complete`, `discard`, `who-signs`."""
    session = use_session()
    _, set_version = ft.use_state(0)
    aside, setting_aside = ft.use_state(False)

    def draw_again() -> None:
        session.changed()
        set_version(lambda count: count + 1)

    def tidy() -> None:
        # Before it is signed: what changes a walk takes the signature off.
        gemba.drop_empty(walk)
        draw_again()

    def sign(strokes: Strokes) -> None:
        signature = None
        if strokes and ink(strokes) < LEAST_INK:
            notice(say("close.too_short"))
        elif strokes:
            signature = Signature(
                name=session.who.name, signed_at=write_moment(session.now()), strokes=strokes
            )
        visits.sign(session.store, session.who.id, walk.visit_id, SignedBy.AUDITOR, signature)
        draw_again()

    def complete() -> None:
        if disagreements.of_visit(session.store, walk.visit_id):
            # They came just now; the way to them is on the screen.
            draw_again()
            return
        visits.seal(session.store, session.who.id, walk.visit_id)
        forget_place(session)
        session.changed()
        go(places.visit(walk.visit_id))

    def set_aside() -> None:
        setting_aside(False)
        visits.discard(session.store, session.who.id, walk.visit_id)
        forget_place(session)
        session.changed()
        go(walks_of(session))

    ft.use_effect(guard(tidy), [walk])
    ft.use_dialog(_aside_dialog(set_aside, lambda: setting_aside(False)) if aside else None)
    two = disagreements.of_visit(session.store, walk.visit_id)
    visit = walk.visit
    parts: list[ft.Control] = [
        ft.Text(say("gemba.close"), theme_style=theme.TITLE),
        ft.Text(say("gemba.close_hint"), color=ft.Colors.ON_SURFACE_VARIANT),
        *TwoAnswersHere(walk, two),
        *what_came_of_it(session, visit, look),
    ]
    if not walk.is_mine:
        return Step(session, [*parts, _who_signs(session, walk)], back, [])
    signed = visit.signature(SignedBy.AUDITOR)
    ready = all(visit.signature(who) for who in who_signs(visit.kind)) and not two
    pad = SignaturePad(
        "sign-auditor", signed.strokes if signed else [], sign, caption=session.who.name, key="pad"
    )
    parts += [
        Heading(say("gemba.sign")),
        ft.Container(pad, width=_PAD_WIDTH if session.medium else None),
        ft.Row([QuietButton("discard", say("visit.discard"), lambda: setting_aside(True))], wrap=True),
    ]
    onward = PrimaryButton(
        "complete",
        say("close.complete"),
        complete,
        icon=ft.Icons.VERIFIED_OUTLINED,
        expand=True,
        disabled=not ready,
    )
    return Step(session, parts, back, [onward])


def _who_signs(session: Session, walk: VisitSession) -> ft.Control:
    leader = people.person(session.store, walk.visit.text("auditor"))
    name = leader.name if leader else say("wins.somebody")
    return Banner(say("close.signs", name=name), identifier="who-signs")


def _aside_dialog(on_yes: Callable[[], None], on_no: Callable[[], None]) -> ft.AlertDialog:
    return ConfirmDialog(
        say("visit.discard_ask"),
        say("visit.discard_text"),
        yes=say("visit.discard_yes"),
        on_yes=on_yes,
        on_no=on_no,
    )
