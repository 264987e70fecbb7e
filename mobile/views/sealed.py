"""A completed visit: sealed, to be read; what comes to mind later is added as an addendum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.records.visit import KIND, SignedBy
from mobile import theme
from mobile.components.banner import Banner
from mobile.components.buttons import QuietButton, SecondaryButton
from mobile.components.card import Card
from mobile.components.guards import safe_component
from mobile.components.signature_pad import SignatureView
from mobile.state.clocks import told
from mobile.state.session import use_session
from mobile.store import outbox, people, visits
from mobile.store import places as stored_places
from mobile.text import say
from mobile.text.moments import when
from mobile.views import places
from mobile.views.answer_read import AnswerRead
from mobile.views.layout import Heading, Scroll
from mobile.views.photo_dialog import PhotoDialog
from mobile.views.pulse import may_be_asked
from mobile.views.screen import Screen, go, walks_of
from mobile.views.summary import Summary
from mobile.views.write_words import Asking, WriteWords

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.state.session import Session
    from mobile.state.visit_session import VisitSession
    from mobile.store.addenda import Addendum

_MARK_SHOWN = 8


def Sealed(session: Session, walk: VisitSession) -> ft.View:
    """The screen of a completed visit."""
    visit = walk.visit
    area = stored_places.area(session.store, visit.text("area"))
    return Screen(
        session,
        _Body(walk, session.arrived, key=f"sealed-{visit.id}"),
        title=walk.title,
        subtitle=area.name if area else visit.text("area"),
        back=walks_of(session),
    )


@safe_component
def _Body(walk: VisitSession, arrived: int) -> ft.Control:  # noqa: ARG001 - arrival draws it again
    session = use_session()
    ft.use_state(session.sync_line)
    looking, look = ft.use_state("")
    _, set_version = ft.use_state(0)
    ft.use_dialog(PhotoDialog(session, looking, lambda: look("")) if looking else None)
    return Scroll(
        [
            _seal_card(session, walk),
            *_onward(session, walk),
            *Summary(session, walk, look, sealed=True),
            Heading(say("sealed.answers")),
            *(AnswerRead(session, walk, state, look) for state in walk.questions.values()),
            Heading(say("close.signatures")),
            _signatures(session, walk),
            *_addenda(session, walk),
            _AddAddendum(walk, lambda: set_version(lambda count: count + 1), key="add-addendum"),
        ],
        width=960 if session.wide else None,
    )


def _seal_card(session: Session, walk: VisitSession) -> ft.Control:
    seal = walk.visit.seal
    if seal is None:
        return Banner(say("visit.gone"))
    waiting = {one.record for one in outbox.waiting(session.store)}
    where = say("sealed.on_tablet" if walk.visit_id in waiting else "sealed.on_server")
    where = say("practice.mark") if session.practising else where
    mark = say("sealed.seal", mark=seal.mark[:_MARK_SHOWN])
    when_sealed = told(session.store, KIND, walk.visit_id, walk.visit.state.shown("seal"), seal.sealed_at)
    sealed_at = say("sealed.sealed_at", when=when_sealed)
    return Card(
        ft.Row(
            [
                ft.Icon(ft.Icons.VERIFIED, size=40, color=ft.Colors.PRIMARY),
                ft.Column(
                    [
                        ft.Text(f"{mark} · {sealed_at}", theme_style=theme.STRONG),
                        ft.Text(where),
                        ft.Text(
                            say("sealed.explain"), theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT
                        ),
                    ],
                    spacing=2,
                    expand=True,
                ),
            ],
            spacing=theme.GAP,
        ),
        identifier="seal",
    )


def _onward(session: Session, walk: VisitSession) -> list[ft.Control]:
    """Return the ways on from a walk that has just been completed."""
    visit_id = walk.visit_id
    report = SecondaryButton(
        "read-report", say("report.read"), lambda: go(places.report(visit_id)), icon=ft.Icons.ARTICLE_OUTLINED
    )
    asking = may_be_asked(session, visit_id)
    pulse = (
        [QuietButton("ask-pulse", say("pulse.open"), lambda: go(places.pulse(visit_id)))] if asking else []
    )
    return [ft.Row([report, *pulse], wrap=True, spacing=theme.GAP_SMALL, run_spacing=theme.GAP_SMALL)]


def _signatures(session: Session, walk: VisitSession) -> ft.Control:
    shown: list[ft.Control] = []
    for who in SignedBy:
        signature = walk.visit.signature(who)
        if signature:
            drawn = walk.visit.state.shown(f"signature/{who}")
            when_signed = told(session.store, KIND, walk.visit_id, drawn, signature.signed_at)
            signed = say("sealed.signed", name=signature.name, when=when_signed)
            caption = ft.Text(signed, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT)
            shown.append(ft.Column([SignatureView(signature.strokes), caption], spacing=4))
    return ft.Row(shown, wrap=True, spacing=theme.GAP_LARGE, run_spacing=theme.GAP)


def _addenda(session: Session, walk: VisitSession) -> list[ft.Control]:
    added = visits.addenda(session.store, walk.visit_id)
    if not added:
        return []
    cards = [
        Card(
            ft.Column(
                [
                    ft.Text(one.text),
                    ft.Text(
                        _by(session, one),
                        theme_style=theme.CAPTION,
                        color=ft.Colors.ON_SURFACE_VARIANT,
                    ),
                ],
                spacing=4,
            )
        )
        for one in added
    ]
    return [Heading(say("sealed.addenda")), *cards]


def _by(session: Session, addendum: Addendum) -> str:
    author = people.person(session.store, addendum.author)
    name = author.name if author else say("wins.somebody")
    return say("wins.by", name=name, when=when(addendum.written_at, session.now()))


@safe_component
def _AddAddendum(walk: VisitSession, on_added: Callable[[], None]) -> ft.Control:
    session = use_session()

    def add(words: str) -> None:
        visits.add_addendum(session.store, session.who.id, walk.visit_id, words)
        session.changed()
        on_added()

    return WriteWords(
        session,
        "addendum",
        add,
        Asking(say("sealed.add"), say("sealed.addendum"), say("sealed.addendum_save"), ft.Icons.POST_ADD),
        kept=f"addendum/{walk.visit_id}",
        key="write-addendum",
    )
