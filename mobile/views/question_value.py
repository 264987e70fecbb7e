"""What a typed question asks for, on its card: yes or no, choices, a number, words, a day, a photo."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

import flet as ft

from checklists.form.answered import value_of
from checklists.form.lines import LARGEST_NUMBER
from checklists.form.question import QuestionType
from mobile import theme
from mobile.components.big_choices import BigRows, Option, TwoButtons
from mobile.components.buttons import IconAction, SecondaryButton
from mobile.components.choices import Choice, Choices
from mobile.components.guards import guard, safe_component
from mobile.components.saved_note import SavedNote
from mobile.components.text_fields import NumberField
from mobile.errors import NotANumber
from mobile.text import say
from mobile.text.moments import clock
from mobile.text.numbers import plain_number, read_number
from mobile.text.said import day_words, limits
from mobile.views.question_sample import QuestionSample

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.form.question import Question
    from checklists.journal.siblings import Sibling
    from mobile.state.question_state import QuestionState
    from mobile.views.question_card import CardActions


def QuestionValue(state: QuestionState, actions: CardActions) -> list[ft.Control]:
    """The controls of a typed question; none for one that asks for a judgement alone.

    Identifiers: `value-<key>-<choice>`, `value-<key>`, `today-<key>`, `day-<key>`, `clear-<key>`,
    `take-<key>` and those of a sample.
    """
    make = _MADE.get(state.question.type)
    return [make(state, actions)] if make else []


def _yes_no(state: QuestionState, actions: CardActions) -> ft.Control:
    value = value_of(state.question, state.answer)
    chosen = {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else None
    options = (Option("yes", say("typed.yes")), Option("no", say("typed.no")))

    def tap(said: str) -> None:
        actions.on_value(state.key, None if said == chosen else said == "yes")

    return TwoButtons(f"value-{state.key}", options, chosen, tap)


def _choice(state: QuestionState, actions: CardActions) -> ft.Control:
    chosen = value_of(state.question, state.answer)

    def tap(said: str) -> None:
        actions.on_value(state.key, None if said == chosen else said)

    return BigRows(f"value-{state.key}", _options(state.question), {str(chosen)} if chosen else (), tap)


def _choices(state: QuestionState, actions: CardActions) -> ft.Control:
    value = value_of(state.question, state.answer)
    chosen = value if isinstance(value, tuple) else ()

    def tap(said: str) -> None:
        kept = {*chosen} ^ {said}
        # In the order of the checklist, so that the same choices are the same answer on every tablet.
        actions.on_value(state.key, [one.id for one in state.question.choices if one.id in kept] or None)

    rows = BigRows(f"value-{state.key}", _options(state.question), chosen, tap, several=True)
    return ft.Column(
        [_caption(say("typed.any")), rows],
        spacing=theme.GAP_SMALL,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _options(question: Question) -> list[Option]:
    return [Option(one.id, one.text) for one in question.choices]


def _number(state: QuestionState, actions: CardActions) -> ft.Control:
    question = state.question
    value = value_of(question, state.answer)
    whole = question.decimals == 0 and question.lowest is not None and question.lowest >= 0

    def keep(typed: str, seen: Sibling | None) -> None:
        actions.on_value(state.key, _read(question, typed), seen)

    def same(typed: str, shown: str) -> bool:
        try:
            return _read(question, typed) == _read(question, shown)
        except NotANumber:
            return False

    field = SavedNote(
        f"value-{state.key}",
        say("typed.reading"),
        plain_number(value) if isinstance(value, int | float) else "",
        keep,
        record=actions.visit,
        seen=state.valued,
        unsaved=actions.unsaved,
        saved=_saved(state),
        field=partial(NumberField, unit=question.unit, whole=whole),
        same=same,
        key=f"value-{state.key}",
    )
    fine = limits(question)
    return ft.Column(
        [*([_caption(fine)] if fine else []), ft.Container(field, width=_NUMBER_WIDTH)],
        spacing=theme.GAP_SMALL,
    )


# A reading has few figures; as wide as a phone its unit would be far from it.
_NUMBER_WIDTH = 320


def _read(question: Question, typed: str) -> float | None:
    """Return the number that is typed, as exact as it is typed; None for nothing.

    Raises:
        NotANumber: it is none, or too large to be one.
    """
    if not typed.strip():
        return None
    found = read_number(typed)
    if found is None or abs(found) > LARGEST_NUMBER:
        raise NotANumber(question.highest or question.lowest or _EXAMPLE)
    return int(found) if found.is_integer() else found


_EXAMPLE = 4.5


def _text(state: QuestionState, actions: CardActions) -> ft.Control:
    value = state.answer.value
    return SavedNote(
        f"value-{state.key}",
        say("typed.text"),
        value if isinstance(value, str) else "",
        lambda typed, seen: actions.on_value(state.key, typed, seen),
        record=actions.visit,
        seen=state.valued,
        unsaved=actions.unsaved,
        saved=_saved(state),
        hint=say("typed.text_hint"),
        key=f"value-{state.key}",
    )


def _saved(state: QuestionState) -> str | None:
    return clock(state.valued.at) if state.valued and state.answer.value is not None else None


def _date(state: QuestionState, actions: CardActions) -> ft.Control:
    value = value_of(state.question, state.answer)
    return _Day(state.key, value if isinstance(value, str) else "", actions, key=f"day-{state.key}")


@safe_component
def _Day(key: str, chosen: str, actions: CardActions) -> ft.Control:
    picking, pick = ft.use_state(False)
    today = actions.today()

    def picked(event: ft.Event[ft.DatePicker]) -> None:
        day = event.control.value
        pick(False)
        if day:
            actions.on_value(key, (day.date() if isinstance(day, datetime) else day).isoformat())

    ft.use_dialog(_picker(chosen, today, picked, lambda: pick(False)) if picking else None)
    words = day_words(chosen) if chosen else say("typed.choose_day")
    button = SecondaryButton(f"day-{key}", words, lambda: pick(True), icon=ft.Icons.CALENDAR_TODAY_OUTLINED)
    chips = Choices(
        f"day-{key}",
        [Choice("today", say("typed.today"))],
        "today" if chosen == today.isoformat() else None,
        lambda _: actions.on_value(key, None if chosen == today.isoformat() else today.isoformat()),
    )
    clear = IconAction(
        f"clear-{key}", ft.Icons.CLOSE, say("typed.clear"), lambda: actions.on_value(key, None)
    )
    return ft.Row(
        [button, chips, *([clear] if chosen else [])],
        wrap=True,
        spacing=theme.GAP_SMALL,
        run_spacing=theme.GAP_SMALL,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )


def _picker(
    chosen: str,
    today: date,
    on_pick: Callable[[ft.Event[ft.DatePicker]], None],
    on_close: Callable[[], object],
) -> ft.DatePicker:
    return ft.DatePicker(
        value=date.fromisoformat(chosen) if chosen else today,
        current_date=today,
        # Of what is on a shelf, and of what is planned for it.
        first_date=date(today.year - 30, 1, 1),
        last_date=date(today.year + 30, 12, 31),
        on_change=guard(on_pick),
        on_dismiss=guard(lambda _: on_close()),
    )


def _photo(state: QuestionState, actions: CardActions) -> ft.Control:
    words = say("typed.more_photos" if state.answer.photos else "typed.photo")
    return ft.Row(
        [
            SecondaryButton(
                f"take-{state.key}",
                words,
                lambda: actions.on_add_photo(state.key),
                icon=ft.Icons.PHOTO_CAMERA_OUTLINED,
                expand=True,
            )
        ]
    )


def _sample(state: QuestionState, actions: CardActions) -> ft.Control:
    return QuestionSample(state, actions, key=f"sample-{state.key}")


def _caption(words: str) -> ft.Control:
    return ft.Text(words, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT)


_MADE: dict[QuestionType, Callable[[QuestionState, CardActions], ft.Control]] = {
    QuestionType.YES_NO: _yes_no,
    QuestionType.CHOICE: _choice,
    QuestionType.CHOICES: _choices,
    QuestionType.NUMBER: _number,
    QuestionType.TEXT: _text,
    QuestionType.DATE: _date,
    QuestionType.PHOTO: _photo,
    QuestionType.SAMPLE: _sample,
}
