"""Closing a walk: what is still open, what was found, two signatures, complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.moments import write_moment
from checklists.records.values import Signature
from checklists.records.visit import Judgement, SignedBy
from checklists.text import LINE_LIMIT, clean
from mobile import theme
from mobile.components.autosave import Autosave
from mobile.components.buttons import PrimaryButton, QuietButton
from mobile.components.card import Card
from mobile.components.confirm_dialog import ConfirmDialog
from mobile.components.guards import guard, safe_component, safe_screen
from mobile.components.signature_pad import SignaturePad
from mobile.components.state_chip import StateIcon
from mobile.components.text_fields import LineField
from mobile.state.resume import forget_place
from mobile.state.session import use_session
from mobile.state.visit_session import VisitSession
from mobile.store import memory, visits
from mobile.store import places as stored_places
from mobile.text import say
from mobile.theme import State
from mobile.views import places
from mobile.views.instead import Instead, InsteadOfDraft, why_not
from mobile.views.photo_dialog import PhotoDialog
from mobile.views.screen import Foot, Heading, Screen, Scroll, WithFoot, go
from mobile.views.sealed import Sealed
from mobile.views.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.finding import Finding
    from mobile.components.strokes import Strokes
    from mobile.state.session import Session

_PAD_WIDTH = 440

# The closing meeting is about what was found; the rest of the list is one tap away.
_POINTS_SHOWN = 4


@safe_screen
def Close() -> ft.View:
    """The closing meeting, on one screen."""
    session = use_session()
    visit_id = ft.use_route_params()["visit"]
    walk = ft.use_memo(
        lambda: VisitSession.open(session.store, session.who, visit_id), [visit_id, session.who.id]
    )
    looking, look = ft.use_state("")
    ft.use_dialog(PhotoDialog(session, looking, lambda: look("")) if looking else None)
    version, set_version = ft.use_state(0)

    def read_again() -> None:
        if walk:
            walk.read_again()
            set_version(lambda count: count + 1)

    ft.use_effect(guard(read_again), [walk, session.arrived])
    if walk is None:
        return Instead(session, why_not(session, visit_id), title=say("close.title"))
    visit = walk.visit
    if visit.status == "completed":
        return Sealed(session, walk)
    if visit.discarded:
        return InsteadOfDraft(session, visit, lambda: set_version(lambda count: count + 1))
    area = stored_places.area(session.store, visit.text("area"))
    return Screen(
        session,
        _Body(walk, version, look, key=f"close-{visit_id}"),
        title=say("close.title"),
        subtitle=f"{visit.text('title')} · {area.name if area else visit.text('area')}",
        back=places.visit(visit_id),
    )


@safe_component
def _Body(
    walk: VisitSession,
    read: int,  # noqa: ARG001 - a value of the component; reading again draws it again
    look: Callable[[str], None],
) -> ft.Control:
    session = use_session()
    _, set_version = ft.use_state(0)
    asking, ask = ft.use_state(False)
    aside, setting_aside = ft.use_state(False)
    naming = ft.use_memo(lambda: Autosave(lambda name: _name_auditee(session, walk, name)), [walk])

    def draw_again() -> None:
        session.changed()
        set_version(lambda count: count + 1)

    def complete() -> None:
        ask(False)
        naming.flush()
        visits.seal(session.store, session.who.id, walk.visit_id)
        forget_place(session)
        session.changed()
        go(places.visit(walk.visit_id))

    def open_finding(finding: Finding) -> None:
        go(places.finding(finding.id))

    def set_aside() -> None:
        setting_aside(False)
        visits.discard(session.store, session.who.id, walk.visit_id)
        forget_place(session)
        session.changed()
        go(places.WALKS)

    ft.use_dialog(_complete_dialog(complete, lambda: ask(False)) if asking else None)
    ft.use_dialog(_aside_dialog(set_aside, lambda: setting_aside(False)) if aside else None)
    visit = walk.visit
    signed = all(visit.signature(who) is not None for who in SignedBy)
    hint = ft.Text(
        say("close.complete_hint"), theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT, expand=True
    )
    body = Scroll(
        [
            _Missing(walk, key="missing"),
            *Summary(session, walk, look, on_open=open_finding),
            Heading(say("close.signatures")),
            ft.Text(say("close.signatures_why"), color=ft.Colors.ON_SURFACE_VARIANT),
            _Signatures(walk, naming, draw_again, key="signatures"),
            ft.Row([QuietButton("set-aside", say("visit.discard"), lambda: setting_aside(True))]),
        ],
        width=1040 if session.wide else None,
    )
    complete_button = PrimaryButton(
        "complete",
        say("close.complete"),
        lambda: ask(True),
        icon=ft.Icons.VERIFIED_OUTLINED,
        disabled=not signed,
    )
    space = ft.Container(expand=True)
    return WithFoot(body, Foot([ft.Row([space if signed else hint, complete_button], spacing=theme.GAP)]))


def _complete_dialog(on_yes: Callable[[], None], on_no: Callable[[], None]) -> ft.AlertDialog:
    return ConfirmDialog(
        say("close.ask"),
        say("close.ask_text"),
        yes=say("close.yes"),
        on_yes=on_yes,
        on_no=on_no,
        no=say("close.not_yet"),
    )


def _aside_dialog(on_yes: Callable[[], None], on_no: Callable[[], None]) -> ft.AlertDialog:
    return ConfirmDialog(
        say("visit.discard_ask"),
        say("visit.discard_text"),
        yes=say("visit.discard_yes"),
        on_yes=on_yes,
        on_no=on_no,
    )


@safe_component
def _Missing(walk: VisitSession) -> ft.Control:
    all_shown, show_all = ft.use_state(False)
    points = [
        (question_id, words) for question_id in walk.questions for words in _open_points(walk, question_id)
    ]
    if not points:
        return ft.Row([StateIcon(State.CONFORMS), ft.Text(say("close.nothing_missing"))], spacing=12)
    shown = points if all_shown else points[:_POINTS_SHOWN]
    more = QuietButton("show-all", say("close.show_all", n=len(points)), lambda: show_all(True))
    return ft.Column(
        [
            Heading(say("close.missing")),
            ft.Text(say("close.may_stay_open"), theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
            *(_missing_line(walk, question_id, words) for question_id, words in shown),
            *([ft.Row([more])] if len(shown) < len(points) else []),
        ],
        spacing=theme.GAP_SMALL,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _open_points(walk: VisitSession, question_id: str) -> list[str]:
    state = walk.questions[question_id]
    points = [] if state.answered else [say("close.unanswered")]
    if state.answer.judgement is Judgement.NOT_APPLICABLE and not state.answer.reason:
        points.append(say("close.no_reason"))
    points += [say("close.no_statement") for one in state.findings if not one.text("statement")]
    return points


def _missing_line(walk: VisitSession, question_id: str, words: str) -> ft.Control:
    question = walk.questions[question_id]
    text = ft.Column(
        [
            ft.Text(f"{question.number}  {question.question.text}"),
            ft.Text(words, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
        ],
        spacing=0,
        expand=True,
    )
    return Card(
        ft.Row([StateIcon(State.UNANSWERED), text, ft.Icon(ft.Icons.CHEVRON_RIGHT)], spacing=12),
        identifier=f"missing-{question_id}",
        on_tap=lambda: go(places.visit(walk.visit_id, question_id)),
        padding=12,
    )


@safe_component
def _Signatures(walk: VisitSession, naming: Autosave, draw_again: Callable[[], None]) -> ft.Control:
    session = use_session()
    visit = walk.visit
    drawn = visit.signature(SignedBy.AUDITEE)
    kept = drawn.name if drawn else memory.recall(session.store, _name_key(walk)) or ""
    auditee, set_auditee = ft.use_state(kept)
    ft.use_effect(lambda: None, [], cleanup=guard(naming.flush))
    auditor = session.who.name

    def sign(who: SignedBy, name: str, strokes: Strokes) -> None:
        signature = None
        if strokes:
            moment = write_moment(session.now())
            signature = Signature(name=_line(name) or who.capitalize(), signed_at=moment, strokes=strokes)
        visits.sign(session.store, session.who.id, walk.visit_id, who, signature)
        draw_again()

    async def rename(name: str) -> None:
        set_auditee(name)
        await naming.typed(name)

    def pad(who: SignedBy, name: str) -> ft.Control:
        signature = visit.signature(who)
        return SignaturePad(
            f"sign-{who}",
            signature.strokes if signature else [],
            lambda strokes: sign(who, name, strokes),
            width=_PAD_WIDTH if session.wide else None,
            key=f"pad-{who}",
        )

    columns = [
        ft.Column(
            [
                ft.Text(say("close.auditor"), theme_style=theme.STRONG),
                ft.Text(auditor),
                pad(SignedBy.AUDITOR, auditor),
            ],
            spacing=theme.GAP_SMALL,
        ),
        ft.Column(
            [
                ft.Text(say("close.auditee"), theme_style=theme.STRONG),
                LineField("auditee-name", say("close.auditee_name"), auditee, rename, longest=LINE_LIMIT),
                pad(SignedBy.AUDITEE, auditee),
            ],
            spacing=theme.GAP_SMALL,
            width=_PAD_WIDTH if session.wide else None,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
    ]
    return ft.ResponsiveRow(
        [ft.Container(one, col={"xs": 12, "md": 6}) for one in columns],
        spacing=theme.GAP_LARGE,
        run_spacing=theme.GAP_LARGE,
        vertical_alignment=ft.CrossAxisAlignment.END,
    )


def _name_auditee(session: Session, walk: VisitSession, name: str) -> None:
    """Keep the auditee's name, and put it under their signature if that is there already."""
    memory.remember(session.store, _name_key(walk), name)
    written = walk.visit.signature(SignedBy.AUDITEE)
    if written and _line(name):
        renamed = written.model_copy(update={"name": _line(name)})
        visits.sign(session.store, session.who.id, walk.visit_id, SignedBy.AUDITEE, renamed)
        session.changed()


def _name_key(walk: VisitSession) -> str:
    return f"auditee/{walk.visit_id}"


def _line(name: str) -> str:
    return clean(name).strip()[:LINE_LIMIT]
