"""What a visit found, for closing it and for reading it later: strengths first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.records.visit import Judgement
from mobile import theme
from mobile.components.card import Card
from mobile.components.photo_strip import PhotoStrip, Thumb
from mobile.components.state_chip import StateChip
from mobile.store import findings
from mobile.text import say
from mobile.theme import State
from mobile.views.corrected import Corrected
from mobile.views.finding_mark import finding_words, state_of
from mobile.views.layout import Heading

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.finding import Finding
    from mobile.state.session import Session
    from mobile.state.visit_session import VisitSession


def Summary(
    session: Session,
    walk: VisitSession,
    look: Callable[[str], None],
    *,
    on_open: Callable[[Finding], object] | None = None,
    sealed: bool = False,
) -> list[ft.Control]:
    """Good practices, then what needs attention, the gravest first, then the counts of the rest."""
    raised = findings.of_visit(session.store, walk.visit_id)
    good = [one for one in raised if one.is_good_practice]
    other = [one for one in raised if not one.is_good_practice]
    return [
        Heading(say("close.strengths")),
        *_cards(session, good, look, on_open, say("sealed.no_strengths" if sealed else "close.no_strengths")),
        Heading(say("close.findings")),
        *_cards(session, other, look, on_open, say("sealed.no_findings" if sealed else "close.no_findings")),
        Counts(walk),
    ]


def _cards(
    session: Session,
    found: list[Finding],
    look: Callable[[str], None],
    on_open: Callable[[Finding], object] | None,
    nothing: str,
) -> list[ft.Control]:
    if not found:
        return [ft.Text(nothing, color=ft.Colors.ON_SURFACE_VARIANT)]
    return [FindingRead(session, one, look, on_open) for one in found]


def FindingRead(
    session: Session,
    finding: Finding,
    look: Callable[[str], None],
    on_open: Callable[[Finding], object] | None = None,
) -> ft.Control:
    """A card (`summary-<finding>`) with a finding as it is; a tap opens it where `on_open` is given."""
    state = state_of(finding)
    lines: list[ft.Control] = [
        ft.Row([StateChip(state, finding_words(finding)), *_cited(finding)], wrap=True, spacing=12),
        ft.Text(finding.text("statement") or say("close.no_statement"), theme_style=theme.STRONG),
    ]
    if finding.text("evidence"):
        lines.append(ft.Text(finding.text("evidence")))
    if finding.photos_before:
        thumbs = [Thumb(sha256, session.thumbnail(sha256)) for sha256 in finding.photos_before]
        lines.append(PhotoStrip(f"photos-{finding.id}", thumbs, look))
    lines += Corrected(session, finding, look)
    return Card(
        ft.Column(lines, spacing=theme.GAP_SMALL, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        identifier=f"summary-{finding.id}",
        on_tap=(lambda: on_open(finding)) if on_open else None,
        state=state,
    )


def _cited(finding: Finding) -> list[ft.Control]:
    clause = finding.text("clause")
    return [ft.Text(clause, theme_style=theme.CAPTION, color=ft.Colors.ON_SURFACE_VARIANT)] if clause else []


def Counts(walk: VisitSession) -> ft.Control:
    """How many questions conform, do not apply and are not answered."""
    judged = [state.answer.judgement for state in walk.questions.values()]
    unanswered = sum(not state.answered for state in walk.questions.values())
    counts = [
        (State.CONFORMS, "close.conforms", judged.count(Judgement.CONFORMS)),
        (State.NOT_APPLICABLE, "close.not_applicable", judged.count(Judgement.NOT_APPLICABLE)),
        (State.UNANSWERED, "close.open", unanswered),
    ]
    chips = [StateChip(state, say(words, n=n)) for state, words, n in counts if n]
    return ft.Row(chips, wrap=True, spacing=theme.GAP_SMALL, run_spacing=theme.GAP_SMALL)
