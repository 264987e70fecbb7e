"""A sample on its question's card: each piece with its number or name, and whether it holds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import flet as ft

from checklists.form.answered import rows_of
from checklists.text import LINE_LIMIT
from mobile import theme
from mobile.components.big_choices import Option, TwoButtons
from mobile.components.buttons import IconAction, QuietButton
from mobile.components.columns import Columns
from mobile.components.guards import safe_component
from mobile.components.saved_note import SavedNote
from mobile.components.text_fields import NoteField
from mobile.text import say
from mobile.text.said import said_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.form.question import Sample
    from mobile.state.question_state import QuestionState
    from mobile.views.question_card import CardActions


@safe_component
def QuestionSample(state: QuestionState, actions: CardActions) -> ft.Control:
    """The pieces looked at so far and the next one, then how many of them hold.

    Identifiers: `tally-<key>`, `item-<key>-<n>`, `holds-<key>-<n>-yes` and `-no`, `out-<key>-<n>`,
    `next-<key>`.
    """
    ft.use_state(state)
    opened, open_next = ft.use_state(0)
    sample = state.question.sample
    if sample is None:
        return ft.Container()
    rows = rows_of(state.question, state.answer)
    free = [number for number in range(1, sample.of + 1) if number not in rows]
    named = {number for number in free if actions.item(state.key, number)}
    # The first piece is waited for; the next is asked for with a tap, so that none seems to be left out.
    begun = {*rows, *named, *({opened} & {*free}), *(free[:1] if not rows else ())}
    lines = [_piece(state, actions, sample, number) for number in sorted(begun)]
    rest = [number for number in free if number not in begun]
    return ft.Column(
        [
            _tally(state, sample, len(rows)),
            *lines,
            *([_next(state.key, sample, rest[0], open_next)] if rest else []),
        ],
        spacing=theme.GAP,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _next(key: str, sample: Sample, number: int, on_open: Callable[[int], object]) -> ft.Control:
    words = say("typed.add_piece", what=sample.what, n=number)
    return ft.Row([QuietButton(f"next-{key}", words, lambda: on_open(number), icon=ft.Icons.ADD)], wrap=True)


def _tally(state: QuestionState, sample: Sample, seen: int) -> ft.Control:
    looked_at = say("typed.looked_at", n=seen, of=sample.of)
    held = said_of(state.question, state.answer)
    return ft.Semantics(
        identifier=f"tally-{state.key}",
        container=True,
        live_region=True,
        content=ft.Row(
            [
                ft.Text(held, theme_style=theme.STRONG) if held else ft.Container(),
                ft.Text(looked_at, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
            ],
            wrap=True,
            spacing=12 if held else 0,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
    )


def _piece(state: QuestionState, actions: CardActions, sample: Sample, number: int) -> ft.Control:
    key, row = state.key, state.answer.sample.get(number)
    # At the beginning of a line, whatever its place in a sentence is.
    title = say("typed.piece", what=sample.what[:1].upper() + sample.what[1:], n=number)
    chosen = None if row is None else "yes" if row.holds else "no"
    item = SavedNote(
        f"item-{key}-{number}",
        title,
        row.item if row else actions.item(key, number),
        lambda typed, _: actions.on_item(key, number, typed),
        record=actions.visit,
        unsaved=actions.unsaved,
        hint=say("typed.which"),
        lines=0,
        field=partial(NoteField, longest=LINE_LIMIT),
        key=f"item-{key}-{number}",
    )
    options = (Option("yes", sample.holds), Option("no", say("typed.not_so", holds=sample.holds)))

    def tap(said: str) -> None:
        if said == chosen:
            actions.on_piece_out(key, number)
        else:
            actions.on_piece(key, number, said == "yes")

    out = IconAction(
        f"out-{key}-{number}",
        ft.Icons.CLOSE,
        say("typed.take_out", what=sample.what, n=number),
        lambda: actions.on_piece_out(key, number),
    )
    named = ft.Row(
        [ft.Container(item, expand=True), *([out] if row else [])],
        spacing=theme.GAP_SMALL,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    buttons = TwoButtons(f"holds-{key}-{number}", options, chosen, tap)
    return ft.Container(
        Columns(
            [ft.Container(named, col={"xs": 12, "md": 6}), ft.Container(buttons, col={"xs": 12, "md": 6})],
            spacing=12,
            run_spacing=0,
        ),
        key=f"piece-{key}-{number}",
    )
