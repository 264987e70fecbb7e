"""One answer of a visit, to be read: what was asked, what was said of it, its photos."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.card import Card
from mobile.components.photo_strip import PhotoStrip, Thumb
from mobile.components.state_chip import StateChip
from mobile.components.two_answers_mark import TwoAnswersMark
from mobile.text.said import said_of
from mobile.views import places
from mobile.views.screen import go

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mobile.state.question_state import QuestionState
    from mobile.state.session import Session
    from mobile.state.visit_session import VisitSession


def AnswerRead(
    session: Session,
    walk: VisitSession,
    state: QuestionState,
    look: Callable[[str], None],
    below: Sequence[ft.Control] = (),
    *,
    picks: bool = True,
) -> ft.Control:
    """A card (`read-<question>`) with the answer as it is; `below` stands under it.

    `picks`: whether whoever reads it may pick where people said different things.
    """
    answer = state.answer
    chips = [StateChip(one) for one in state.marks]
    if state.two_answers and picks:
        way = places.two_answers(walk.visit_id, state.key)
        chips.append(TwoAnswersMark(f"two-answers-{state.key}", lambda: go(way)))
    asked = ft.Text(f"{state.number}  {state.question.text}", expand=session.wide)
    together = ft.Row(chips, wrap=True, tight=True, spacing=theme.GAP_SMALL)
    lines: list[ft.Control] = [ft.Row([asked, together])] if session.wide else [asked, together]
    said = said_of(state.question, answer)
    lines += [ft.Text(text, theme_style=theme.SMALL) for text in (said, answer.reason, answer.note) if text]
    if answer.photos:
        thumbs = [Thumb(sha256, session.thumbnail(sha256)) for sha256 in answer.photos]
        lines.append(PhotoStrip(f"photos-{answer.question}", thumbs, look))
    if state.answered_by:
        by = ft.Text(state.answered_by, theme_style=theme.CAPTION, color=ft.Colors.ON_SURFACE_VARIANT)
        lines.append(by)
    column = ft.Column(
        [*lines, *below], spacing=theme.GAP_SMALL, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )
    return Card(column, identifier=f"read-{state.key}")
