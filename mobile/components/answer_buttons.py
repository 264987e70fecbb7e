"""The four answers to a question, one tap each: icon, word and shape, never colour alone."""

from collections.abc import Callable
from typing import Final

import flet as ft

from mobile import theme
from mobile.components.guards import calling
from mobile.theme import STATES, State

ANSWERS: Final = (State.CONFORMS, State.WORTH_SHARING, State.NEEDS_ATTENTION, State.NOT_APPLICABLE)

# Tall enough for a work glove; text that is larger, or takes two lines, makes the button higher.
_AROUND: Final = (theme.TARGET_GLOVE - 22) // 2
_AROUND_SMALL: Final = (theme.TARGET - 20) // 2


def AnswerButtons(
    question_id: str,
    value: State | frozenset[State] | None,
    on_answer: Callable[[str, State], object],
    *,
    narrow: bool | None = None,
    disabled: bool = False,
    small: bool = False,
) -> ft.Control:
    """Four buttons in a row, or two by two where the window is narrow.

    `value` is what is chosen: one state, several (a good practice and a finding on one question), or none.
    `on_answer(question_id, state)` is called on every tap, also on the chosen one; *worth sharing* and *needs
    attention* open a finding there. `narrow` forces two by two; without it the window's width decides.
    `small` ones stand below a value that answers the question as well.
    Identifiers: `answer-<question_id>-<state>`.
    """
    chosen = frozenset((value,)) if isinstance(value, State) else value or frozenset()
    span: ft.ResponsiveNumber = {"xs": 6, "md": 3} if narrow is None else 6 if narrow else 3
    return ft.ResponsiveRow(
        spacing=theme.GAP_SMALL,
        run_spacing=theme.GAP_SMALL,
        controls=[
            ft.Semantics(
                identifier=f"answer-{question_id}-{state}",
                container=True,
                selected=state in chosen,
                col=span,
                content=_answer(
                    state,
                    state in chosen,
                    calling(on_answer, question_id, state),
                    disabled=disabled,
                    small=small,
                ),
            )
            for state in ANSWERS
        ],
    )


def _answer(
    state: State, chosen: bool, on_tap: Callable[[], object], *, disabled: bool, small: bool
) -> ft.Control:
    look = STATES[state]
    around = theme.beside_text(_AROUND_SMALL) if small else theme.beside_text(_AROUND)
    edge = ft.BorderSide(2, look.strong) if chosen else ft.BorderSide(1, ft.Colors.OUTLINE)
    return ft.OutlinedButton(
        disabled=disabled,
        on_click=on_tap,
        style=ft.ButtonStyle(
            bgcolor=look.soft if chosen else ft.Colors.SURFACE_BRIGHT,
            color=look.ink if chosen else ft.Colors.ON_SURFACE,
            side=edge,
            shape=ft.RoundedRectangleBorder(radius=look.radius),
            padding=ft.Padding.symmetric(vertical=around, horizontal=4),
        ),
        content=ft.Row(
            # The sign goes above the word where large type leaves no room beside it.
            wrap=True,
            alignment=ft.MainAxisAlignment.CENTER,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
            spacing=6,
            run_spacing=0,
            controls=[
                ft.Icon(look.icon, size=theme.icon_size(20 if small else 22), color=look.strong),
                ft.Text(
                    look.word,
                    theme_style=theme.STRONG,
                    # Four beside each other on a portrait tablet, two on a phone, each on one line.
                    size=theme.icon_size(15 if small else 17),
                    color=look.ink if chosen else ft.Colors.ON_SURFACE,
                    text_align=ft.TextAlign.CENTER,
                ),
            ],
        ),
    )
