"""One question of a walk: what is asked, help for a novice, four answers, note, findings, photos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import flet as ft

from checklists.form.question import QuestionType
from mobile import theme
from mobile.components.answer_buttons import AnswerButtons
from mobile.components.buttons import IconAction, QuietButton, SecondaryButton
from mobile.components.card import Card
from mobile.components.guards import memoised, safe_component
from mobile.components.photo_strip import PhotoStrip, Thumb
from mobile.components.saved_note import SavedNote
from mobile.components.state_chip import StateChip
from mobile.components.two_answers_mark import TwoAnswersMark
from mobile.text import say
from mobile.text.moments import clock
from mobile.theme import State
from mobile.views.comments import CommentsToMe
from mobile.views.earlier_here import EarlierHere
from mobile.views.finding_mark import finding_words, state_of
from mobile.views.question_help import QuestionHelp
from mobile.views.question_suggestion import QuestionSuggestion
from mobile.views.question_value import QuestionValue

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping
    from datetime import date

    from checklists.journal.siblings import Sibling
    from checklists.records.finding import Finding
    from mobile.sizes import Sizes
    from mobile.state.question_state import QuestionState
    from mobile.state.session import Session
    from mobile.store.earlier import Earlier


@dataclass(frozen=True)
class CardActions:
    """What a card can ask for; the same object for all cards of a walk, so that none is drawn needlessly."""

    on_answer: Callable[[str, State], object]
    on_note: Callable[[str, str, Sibling | None], None]
    on_reason: Callable[[str, str, Sibling | None], None]
    on_add_photo: Callable[[str], object]
    on_open_photo: Callable[[str], object]
    on_remove_photo: Callable[[str, str], object]
    on_open_finding: Callable[[str], object]
    on_add_finding: Callable[[str, State], object]
    on_two_answers: Callable[[str], object]
    on_come_back: Callable[[str], object]
    on_value: Callable[..., None]
    on_piece: Callable[[str, int, bool], object]
    on_piece_out: Callable[[str, int], object]
    on_item: Callable[[str, int, str], object]
    item: Callable[[str, int], str]
    on_suggested: Callable[[str, str], object]
    on_comments: Callable[[], object]
    today: Callable[[], date]
    thumbnail: Callable[[str], bytes | None]
    session: Session
    visit: str
    unsaved: MutableMapping[str, str]


@safe_component
def _QuestionCard(  # noqa: PLR0917 - a component takes its values in one order
    state: QuestionState,
    actions: CardActions,
    wide: bool,
    across: int,
    guided: bool,
    earlier: tuple[Earlier, ...],
    sizes: Sizes,  # noqa: ARG001 - other sizes draw it again
) -> ft.Control:
    ft.use_state(state)
    question, key = state.question, state.key
    typed = QuestionValue(state, actions)
    # Each in its own place: one that comes or goes must not take a field from under somebody's hands.
    parts: list[tuple[str, list[ft.Control]]] = [
        ("asked", [_asked(state, actions), *_foreign(state), *_required(state), *_marked(state)]),
        ("help", [] if guided else [QuestionHelp(question, key=f"help-{key}")]),
        ("earlier", _earlier(key, earlier, actions)),
        ("comments", CommentsToMe(actions.session, state.comments, actions.on_comments)),
        ("value", typed),
        ("suggestion", QuestionSuggestion(state, actions)),
        ("judged", _judged(state, actions, across, small=bool(typed))),
        ("together", _together(state, actions)),
        ("reason", [_reason(state, actions)] if State.NOT_APPLICABLE in state.chosen else []),
        ("findings", [_finding_row(one, actions, wide=wide) for one in state.findings]),
        ("photos", [_photos(state, actions)] if state.answer.photos else []),
        ("note", [_note_and_photo(state, actions, wide=wide)]),
        ("another", [_another(key, actions)] if state.findings else []),
    ]
    controls = [_part(name, part) for name, part in parts if part]
    return ft.Container(
        key=ft.ScrollKey(key),  # type: ignore[call-arg]  # a lazily made class
        content=Card(
            ft.Column(controls, spacing=theme.GAP, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
            identifier=f"question-{key}",
            padding=theme.GAP if not wide else 20,
        ),
        data=key,
    )


def _part(name: str, controls: list[ft.Control]) -> ft.Control:
    return ft.Column(
        controls,
        spacing=theme.GAP,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        key=name,
    )


def _earlier(key: str, found: tuple[Earlier, ...], actions: CardActions) -> list[ft.Control]:
    if not found:
        return []
    return [
        EarlierHere(key, found, actions.session, actions.visit, actions.on_open_photo, key=f"earlier-{key}")
    ]


def _judged(state: QuestionState, actions: CardActions, across: int, *, small: bool) -> list[ft.Control]:
    """Return the four answers, below a value smaller and with a line that says what they are."""
    buttons = ft.Container(
        AnswerButtons(state.key, state.chosen, actions.on_answer, across=across, small=small),
        key=f"answers-{across}",
    )
    if not small:
        return [buttons]
    caption = ft.Text(say("typed.judgement"), theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT)
    return [
        ft.Column(
            [caption, buttons],
            spacing=theme.GAP_SMALL,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        )
    ]


def _required(state: QuestionState) -> list[ft.Control]:
    """Return the mark of a question the walk can't be completed without, as long as it is not answered."""
    if not state.question.required or state.answered:
        return []
    return [ft.Text(say("typed.required"), theme_style=theme.SMALL, color=ft.Colors.PRIMARY)]


_Card = memoised(_QuestionCard)


def QuestionCard(
    state: QuestionState,
    actions: CardActions,
    wide: bool,
    *,
    guided: bool = False,
    earlier: tuple[Earlier, ...] = (),
    key: str,
) -> ft.Control:
    """One question; drawn again only when it changes itself, or when the window gets another size.

    With `guided` the help is beside the card, so that there is less room in it. `earlier` is what was found
    on it here before.
    """
    # No component of its own: it would follow the question too, and draw the card a second time. What the
    # card needs of the session is read here, since below what is not drawn again there is none.
    across = _across(actions.session, guided=guided)
    return _Card(state, actions, wide, across, guided, earlier, theme.sizes(), key=key)


def _across(session: Session, *, guided: bool) -> int:
    """Return how many answers fit beside each other."""
    if session.tight:
        return 1
    return 4 if session.roomy and not guided else 2


def _asked(state: QuestionState, actions: CardActions) -> ft.Control:
    question_id = state.key
    return ft.Row(
        [
            ft.Container(
                ft.Text(str(state.number), theme_style=theme.LABEL, color=ft.Colors.ON_SECONDARY_CONTAINER),
                border_radius=20,
                padding=ft.Padding.symmetric(vertical=7, horizontal=12),
                # In line with the sign at the far end, which has room around it for a finger.
                margin=ft.Margin.only(top=theme.beside_text(7)),
                bgcolor=ft.Colors.SECONDARY_CONTAINER,
            ),
            ft.Semantics(
                header=True,
                heading_level=3,
                expand=True,
                content=ft.Container(
                    ft.Text(state.question.text, theme_style=theme.QUESTION),
                    padding=ft.Padding.only(top=theme.beside_text(10)),
                ),
            ),
            IconAction(
                f"come-back-{question_id}",
                theme.COME_BACK if state.come_back else theme.COME_BACK_NOT,
                say("walk.unmark" if state.come_back else "walk.mark"),
                lambda: actions.on_come_back(question_id),
                color=ft.Colors.PRIMARY if state.come_back else ft.Colors.ON_SURFACE_VARIANT,
            ),
        ],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


def _foreign(state: QuestionState) -> list[ft.Control]:
    """Return the mark of a question that is not translated."""
    if not state.foreign:
        return []
    return [ft.Text(state.foreign, theme_style=theme.CAPTION, color=ft.Colors.ON_SURFACE_VARIANT)]


def _marked(state: QuestionState) -> list[ft.Control]:
    """Return icon and words for a question one wants to come back to."""
    if not state.come_back:
        return []
    mark = ft.Row(
        [
            ft.Icon(theme.COME_BACK, size=theme.icon_size(20), color=ft.Colors.PRIMARY),
            ft.Text(say("walk.marked"), theme_style=theme.SMALL, color=ft.Colors.PRIMARY, expand=True),
        ],
        spacing=theme.GAP_SMALL,
    )
    return [ft.Semantics(identifier=f"marked-{state.key}", container=True, content=mark)]


def _together(state: QuestionState, actions: CardActions) -> list[ft.Control]:
    """Return who gave the answer where several people walk, and the mark where they said different things."""
    question_id = state.key
    marks: list[ft.Control] = []
    if state.two_answers:
        mark = TwoAnswersMark(f"two-answers-{question_id}", lambda: actions.on_two_answers(question_id))
        marks.append(mark)
    if state.answered_by:
        marks.append(ft.Text(state.answered_by, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT))
    return [ft.Row(marks, wrap=True, spacing=12, run_spacing=theme.GAP_SMALL)] if marks else []


def _reason(state: QuestionState, actions: CardActions) -> ft.Control:
    question_id = state.key
    return SavedNote(
        f"reason-{question_id}",
        say("visit.reason"),
        state.answer.reason,
        lambda text, seen: actions.on_reason(question_id, text, seen),
        record=actions.visit,
        seen=state.answer.explained,
        unsaved=actions.unsaved,
        saved=clock(state.answer.recorded_at) if state.answer.reason and state.answer.recorded_at else None,
        key=f"reason-{question_id}",
    )


def _finding_row(finding: Finding, actions: CardActions, *, wide: bool) -> ft.Control:
    statement = finding.text("statement")
    words = ft.Text(
        statement or say("visit.finding_empty"),
        color=ft.Colors.ON_SURFACE if statement else ft.Colors.ON_SURFACE_VARIANT,
        max_lines=3,
        expand=wide,
    )
    state = state_of(finding)
    chip = StateChip(state, finding_words(finding))
    content: list[ft.Control] = (
        [chip, words] if wide else [ft.Column([ft.Row([chip], wrap=True), words], spacing=4, expand=True)]
    )
    return Card(
        ft.Row([*content, ft.Icon(ft.Icons.CHEVRON_RIGHT)], spacing=12),
        identifier=f"finding-{finding.id}",
        on_tap=lambda: actions.on_open_finding(finding.id),
        state=state,
        padding=12,
    )


def _note(state: QuestionState, actions: CardActions) -> ft.Control:
    question_id, noted = state.key, state.answer.noted_at
    return SavedNote(
        f"note-{question_id}",
        say("visit.note"),
        state.answer.note,
        lambda text, seen: actions.on_note(question_id, text, seen),
        record=actions.visit,
        seen=state.answer.noted,
        unsaved=actions.unsaved,
        saved=", ".join([clock(noted), *([state.noted_by] if state.noted_by else [])]) if noted else None,
        hint=say("visit.note_hint"),
        key=f"note-{question_id}",
    )


def _note_and_photo(state: QuestionState, actions: CardActions, *, wide: bool) -> ft.Control:
    question_id = state.key
    if state.question.type is QuestionType.PHOTO:
        # It has a button of its own.
        return _note(state, actions)
    words = say("visit.add_photo")
    photo = (
        SecondaryButton(
            f"photo-{question_id}",
            words,
            lambda: actions.on_add_photo(question_id),
            icon=ft.Icons.PHOTO_CAMERA_OUTLINED,
        )
        if wide
        else IconAction(
            f"photo-{question_id}",
            ft.Icons.PHOTO_CAMERA_OUTLINED,
            words,
            lambda: actions.on_add_photo(question_id),
            color=ft.Colors.PRIMARY,
        )
    )
    return ft.Row(
        [ft.Container(_note(state, actions), expand=True), photo],
        spacing=theme.GAP_SMALL,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


def _photos(state: QuestionState, actions: CardActions) -> ft.Control:
    question_id = state.key
    return PhotoStrip(
        f"photos-{question_id}",
        [Thumb(sha256, actions.thumbnail(sha256)) for sha256 in state.answer.photos],
        actions.on_open_photo,
        on_remove=lambda sha256: actions.on_remove_photo(question_id, sha256),
    )


def _another(question_id: str, actions: CardActions) -> ft.Control:
    button = QuietButton(
        f"another-{question_id}",
        say("visit.add_finding"),
        lambda: actions.on_add_finding(question_id, State.NEEDS_ATTENTION),
        icon=ft.Icons.ADD,
    )
    return ft.Row([button], wrap=True)
