"""Signing and completing a walk: what it still needs, the two pads, the question before, the seal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import flet as ft

from checklists.records.visit import SignedBy
from mobile import theme
from mobile.components.autosave import Autosave
from mobile.components.beside import Beside
from mobile.components.buttons import PrimaryButton
from mobile.components.confirm_dialog import ConfirmDialog
from mobile.state.resume import forget_place
from mobile.store import disagreements, visits
from mobile.text import say
from mobile.views import places
from mobile.views.layout import Foot, Heading
from mobile.views.screen import go
from mobile.views.signatures import Signatures, auditee_name, name_auditee
from mobile.views.together import names_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.state.session import Session
    from mobile.state.visit_session import VisitSession


@dataclass(frozen=True)
class Signing:
    """The pads with their heading, for the end of a screen's body, and its foot with the way on."""

    pads: list[ft.Control]
    foot: ft.Control


def use_signing(session: Session, walk: VisitSession, onward: str) -> Signing:
    """Return both; a hook of the component that shows them. `onward` is where completing leads."""
    _, set_version = ft.use_state(0)
    asking, ask = ft.use_state(False)

    def draw_again() -> None:
        session.changed()
        set_version(lambda count: count + 1)

    def keep_name(name: str) -> None:
        name_auditee(session, walk, name)
        draw_again()

    naming = ft.use_memo(lambda: Autosave(keep_name), [walk])

    def complete() -> None:
        ask(False)
        if disagreements.of_visit(session.store, walk.visit_id):
            # They came while the question was open; the way to them is on the screen now.
            draw_again()
            return
        naming.flush()
        visits.seal(session.store, session.who.id, walk.visit_id)
        forget_place(session)
        session.changed()
        go(onward)

    ft.use_dialog(_dialog(session, walk, complete, lambda: ask(False)) if asking else None)
    two = disagreements.of_visit(session.store, walk.visit_id)
    missing = _before_completing(session, walk) if not two else say("close.two_hint")
    hint = ft.Text(missing, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT)
    button = _look_button(walk) if two else _complete_button(lambda: ask(True), ready=not missing)
    pads = [
        Heading(say("close.signatures")),
        ft.Text(say("close.signatures_why"), color=ft.Colors.ON_SURFACE_VARIANT),
        Signatures(walk, naming, draw_again, key="signatures"),
    ]
    return Signing(pads, Foot([Beside(hint, button, spacing=theme.GAP)]))


def _look_button(walk: VisitSession) -> ft.Control:
    way = places.two_answers(walk.visit_id)
    return PrimaryButton("two-look", say("close.two_look"), lambda: go(way), icon=ft.Icons.CALL_SPLIT)


def _complete_button(on_tap: Callable[[], None], *, ready: bool) -> ft.Control:
    icon = ft.Icons.VERIFIED_OUTLINED
    return PrimaryButton("complete", say("close.complete"), on_tap, icon=icon, disabled=not ready)


def _before_completing(session: Session, walk: VisitSession) -> str:
    """Return what a seal needs and does not have yet, empty if nothing."""
    findings = [one for state in walk.questions.values() for one in state.findings]
    if not all(one.says_something for one in findings):
        return say("close.words_hint")
    if walk.walked.still_required(walk.visit):
        return say("close.required_hint")
    if any(walk.visit.signature(who) is None for who in SignedBy):
        return say("close.complete_hint")
    return "" if auditee_name(session, walk) else say("close.name_hint")


def _dialog(
    session: Session, walk: VisitSession, on_yes: Callable[[], None], on_no: Callable[[], None]
) -> ft.AlertDialog:
    names = names_of(session, walk.visit.co_auditors)
    whole = say("practice.complete" if session.practising else "close.ask_text")
    sentences = [whole, *([say("close.ask_together", names=names)] if names else [])]
    return ConfirmDialog(
        say("close.ask"),
        " ".join(sentences),
        yes=say("close.yes"),
        on_yes=on_yes,
        on_no=on_no,
        no=say("close.not_yet"),
    )
