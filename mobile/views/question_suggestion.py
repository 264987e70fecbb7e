"""What an answer suggests: that something needs attention, which one tap records; it decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.buttons import SecondaryButton
from mobile.components.columns import Columns
from mobile.text import say
from mobile.text.said import suggestion_words
from mobile.theme import STATES, State

if TYPE_CHECKING:
    from mobile.state.question_state import QuestionState
    from mobile.views.question_card import CardActions


def QuestionSuggestion(state: QuestionState, actions: CardActions) -> list[ft.Control]:
    """The sentence and the button; none where nothing is suggested, or somebody judged already.

    Identifiers: `suggestion-<key>`, `record-<key>`.
    """
    suggested = state.suggested
    if suggested is None:
        return []
    look = STATES[State.NEEDS_ATTENTION]
    why = suggestion_words(state.question, suggested)
    words = ft.Text(f"{why} {say('typed.attention')}", color=look.ink, expand=True)
    sentence = ft.Row([ft.Icon(look.icon, size=theme.icon_size(24), color=look.strong), words], spacing=12)
    record = SecondaryButton(
        f"record-{state.key}", say("typed.record"), lambda: actions.on_suggested(state.key, why)
    )
    content = Columns(
        [
            ft.Container(sentence, col={"xs": 12, "md": 9}),
            # On a phone below the sentence, which has the whole width then.
            ft.Row([record], alignment=ft.MainAxisAlignment.END, col={"xs": 12, "md": 3}),
        ],
        spacing=theme.GAP,
        run_spacing=theme.GAP_SMALL,
        alignment=ft.CrossAxisAlignment.CENTER,
    )
    return [
        ft.Semantics(
            identifier=f"suggestion-{state.key}",
            container=True,
            live_region=True,
            content=ft.Container(
                content,
                padding=ft.Padding.symmetric(vertical=12, horizontal=theme.GAP),
                bgcolor=look.soft,
                border_radius=theme.RADIUS_SMALL,
            ),
        )
    ]
