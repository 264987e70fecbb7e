"""What is still open on a walk; each line is a tap that goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.records.visit import Judgement
from mobile import theme
from mobile.components.buttons import QuietButton
from mobile.components.card import Card
from mobile.components.guards import safe_component
from mobile.components.state_chip import StateIcon
from mobile.text import say
from mobile.theme import STATES, State
from mobile.views import places
from mobile.views.layout import Heading
from mobile.views.screen import go

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklists.records.disagreement import Disagreement
    from mobile.state.visit_session import VisitSession

# The closing meeting is about what was found; the rest of the list is one tap away.
_POINTS_SHOWN = 4


@safe_component
def StillOpen(walk: VisitSession) -> ft.Control:
    """What could still be answered or written; nothing here keeps the walk from being completed."""
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
            *([ft.Row([more], wrap=True)] if len(shown) < len(points) else []),
        ],
        spacing=theme.GAP_SMALL,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def TwoAnswersHere(walk: VisitSession, found: Sequence[Disagreement]) -> list[ft.Control]:
    """What people who were apart said differently; each line is a tap that leads to both."""
    if not found:
        return []
    asked = [question_id for question_id, state in walk.questions.items() if state.two_answers]
    icon = ft.Icon(ft.Icons.CALL_SPLIT, color=ft.Colors.PRIMARY)
    lines = [
        _line(walk, one, say("two.mark"), f"two-answers-{one}", icon, places.two_answers(walk.visit_id, one))
        for one in asked
    ]
    why = ft.Text(say("close.two_why"), theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT)
    return [
        ft.Column(
            [Heading(say("close.two")), why, *lines],
            spacing=theme.GAP_SMALL,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        )
    ]


def _open_points(walk: VisitSession, question_id: str) -> list[str]:
    state = walk.questions[question_id]
    missing = "close.required" if state.question.required else "close.unanswered"
    points = [] if state.answered else [say(missing)]
    if state.answer.judgement is Judgement.NOT_APPLICABLE and not state.answer.reason:
        points.append(say("close.no_reason"))
    points += [say("close.no_statement") for one in state.findings if not one.text("statement")]
    return points


def _missing_line(walk: VisitSession, question_id: str, words: str) -> ft.Control:
    way = places.visit(walk.visit_id, question_id)
    # The words say what the sign does: it is not read out.
    look = STATES[State.UNANSWERED]
    sign = ft.Icon(look.icon, size=theme.icon_size(24), color=look.strong)
    return _line(walk, question_id, words, f"missing-{question_id}", sign, way)


def _line(  # noqa: PLR0917 - what a line shows, from left to right, and where it leads
    walk: VisitSession, question_id: str, words: str, identifier: str, icon: ft.Control, way: str
) -> ft.Control:
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
        ft.Row([icon, text, ft.Icon(ft.Icons.CHEVRON_RIGHT)], spacing=12),
        identifier=identifier,
        on_tap=lambda: go(way),
        padding=12,
    )
