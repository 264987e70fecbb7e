"""The four answers to a question, one tap each: icon, word and shape, never colour alone."""

from collections.abc import Callable
from typing import Final

import flet as ft

from mobile import theme
from mobile.components.guards import calling
from mobile.sizes import TARGET, TARGET_GLOVE
from mobile.theme import STATES, State

ANSWERS: Final = (State.CONFORMS, State.WORTH_SHARING, State.NEEDS_ATTENTION, State.NOT_APPLICABLE)

# Tall enough for a work glove; text that is larger, or takes two lines, makes the button higher.
_AROUND: Final = (TARGET_GLOVE - 22) // 2
_AROUND_SMALL: Final = (TARGET - 20) // 2


def AnswerButtons(
    question_id: str,
    value: State | frozenset[State] | None,
    on_answer: Callable[[str, State], object],
    *,
    across: int = len(ANSWERS),
    disabled: bool = False,
    small: bool = False,
) -> ft.Control:
    """Four buttons, `across` of them in a row, all of a row as high as its highest.

    `value` is what is chosen: one state, several (a good practice and a finding on one question), or none.
    `on_answer(question_id, state)` is called on every tap, also on the chosen one; *worth sharing* and *needs
    attention* open a finding there. `small` ones stand below a value that answers the question as well.
    Identifiers: `answer-<question_id>-<state>`.
    """
    chosen = frozenset((value,)) if isinstance(value, State) else value or frozenset()
    buttons: list[ft.Control] = [
        ft.MergeSemantics(
            expand=True,
            content=ft.Semantics(
                identifier=f"answer-{question_id}-{state}",
                container=True,
                selected=state in chosen,
                disabled=disabled,
                content=_answer(
                    state,
                    state in chosen,
                    calling(on_answer, question_id, state),
                    disabled=disabled,
                    small=small,
                ),
            ),
        )
        for state in ANSWERS
    ]
    return ft.Column(
        [_row(buttons[at : at + across]) for at in range(0, len(buttons), across)],
        spacing=theme.GAP_SMALL,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _row(buttons: list[ft.Control]) -> ft.Control:
    return ft.Row(
        buttons,
        spacing=theme.GAP_SMALL,
        intrinsic_height=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
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
            # The mark is there at once; a change drawn in steps is what the screen is busy with meanwhile.
            animation_duration=0,
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
                    size=theme.letters(15 if small else 17),
                    color=look.ink if chosen else ft.Colors.ON_SURFACE,
                    text_align=ft.TextAlign.CENTER,
                ),
            ],
        ),
    )
