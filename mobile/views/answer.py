"""What became of something raised without a name, for whoever has its code; nothing of who asks is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import flet as ft

from checklists.records.unnamed import key_of, record_of
from mobile import theme
from mobile.components.banner import Banner, BannerKind
from mobile.components.buttons import PrimaryButton
from mobile.components.card import Card
from mobile.components.guards import safe_component, safe_screen
from mobile.components.text_fields import LineField
from mobile.state.session import use_session
from mobile.store import actions, findings, people
from mobile.store.clock import offset_ms
from mobile.text import say
from mobile.text.moments import when
from mobile.views import places
from mobile.views.action_line import ActionLine
from mobile.views.finding_mark import finding_words, state_of
from mobile.views.layout import Heading, Scroll
from mobile.views.screen import Screen

if TYPE_CHECKING:
    from checklists.records.finding import Finding
    from mobile.state.session import Session

# Three groups of four, with whatever somebody puts between them.
_LONGEST = 20


@safe_screen
def Answer() -> ft.View:
    """Type a code, and read what became of it; also offline, as far as this tablet has heard."""
    session = use_session()
    return Screen(session, _Body(session.arrived), title=say("unnamed.answer"), back=places.SOMETHING)


@safe_component
def _Body(arrived: int) -> ft.Control:  # noqa: ARG001 - arrival draws it again
    session = use_session()
    typed, type_it = ft.use_state("")
    asked, ask = ft.use_state("")

    return Scroll(
        [
            ft.Text(say("unnamed.answer_how")),
            LineField(
                "answer-code",
                say("unnamed.code"),
                typed,
                type_it,
                on_submit=lambda: ask(typed),
                longest=_LONGEST,
                capitals=ft.TextCapitalization.CHARACTERS,
            ),
            ft.Row([PrimaryButton("answer-show", say("unnamed.show"), lambda: ask(typed))]),
            # Of another code than stands there now nothing is shown.
            *(_answer(session, asked) if asked and asked == typed else []),
        ],
        width=theme.READING_WIDTH + 80 if session.wide else None,
    )


def _answer(session: Session, code: str) -> list[ft.Control]:
    key = key_of(code)
    if key is None:
        return [Banner(say("unnamed.slip"), BannerKind.ATTENTION, identifier="answer-none")]
    found = findings.get(session.store, record_of(key))
    if found is None:
        return [Banner(say("unnamed.not_here"), identifier="answer-none")]
    agreed = actions.of_finding(session.store, found.id)
    return [
        _raised(session, found),
        *_said(session, found, agreed=bool(agreed)),
        *(ActionLine(session, one) for one in agreed),
    ]


def _raised(session: Session, found: Finding) -> ft.Control:
    day = _when(session, found.text("raised_at"))
    about = say("unnamed.received", what=finding_words(found), day=day)
    return Card(
        ft.Column(
            [
                ft.Text(found.text("statement") or say("something.photo_only"), theme_style=theme.STRONG),
                ft.Text(about, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
            ],
            spacing=2,
        ),
        identifier="answer-raised",
        state=state_of(found),
    )


def _said(session: Session, found: Finding, *, agreed: bool) -> list[ft.Control]:
    seen, words = found.text("seen_at"), found.text("reply")
    if not seen and not agreed:
        return [ft.Text(say("unnamed.not_seen"))]
    by = people.person(session.store, found.text("seen_by"))
    told = (
        [say("unnamed.seen", name=by.name if by else say("wins.somebody"), when=_when(session, seen))]
        if seen
        else []
    )
    return [
        *(ft.Text(one) for one in told),
        *([Heading(say("unnamed.reply")), ft.Text(words)] if words else []),
        *([Heading(say("unnamed.agreed"))] if agreed else []),
    ]


def _when(session: Session, moment: str) -> str:
    # What the server wrote is by the server's clock, and so is "today".
    return when(moment, session.now() + timedelta(milliseconds=offset_ms(session.store)))
