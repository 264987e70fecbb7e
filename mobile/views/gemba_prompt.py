"""One prompt of a gemba walk in large type: talk first, then a line, a photo, and whether to share it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.buttons import QuietButton, SecondaryButton
from mobile.components.choices import Choice, Several
from mobile.components.guards import safe_component
from mobile.components.notice import notice
from mobile.components.photo_strip import PhotoStrip, Thumb
from mobile.components.saved_note import SavedNote
from mobile.components.two_answers_mark import TwoAnswersMark
from mobile.state import gemba
from mobile.state.session import use_session
from mobile.text import say
from mobile.text.moments import clock
from mobile.theme import STATES, State
from mobile.views import places
from mobile.views.screen import go

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.journal.siblings import Sibling
    from mobile.state.question_state import QuestionState
    from mobile.state.session import Session
    from mobile.state.visit_session import VisitSession

_MARKS = (State.WORTH_SHARING, State.NEEDS_ATTENTION)


@safe_component
def GembaPrompt(
    walk: VisitSession, question_id: str, take: Callable[[str], None], look: Callable[[str], None]
) -> ft.Control:
    """What to ask, and room for what was heard.

    Identifiers: `prompt`, `note-<id>`, `mark-<id>-<state>`, `photo-<id>`, `photos-<id>`, `look-for`.
    """
    session = use_session()
    state, _ = ft.use_state(walk.questions[question_id])

    def keep(text: str, seen: Sibling | None) -> None:
        gemba.note(walk, question_id, text, seen)
        session.changed_soon()

    def mark(chosen: str) -> None:
        _mark(session, walk, question_id, State(chosen))

    def remove(sha256: str) -> None:
        ref = state.answer.photos[sha256]
        gemba.remove_photo(walk, question_id, sha256)
        notice(say("visit.removed"), undo=lambda: gemba.add_photo(walk, question_id, sha256, ref))

    marked = [one for one in _MARKS if gemba.raised(walk, question_id, one)]
    answer = state.answer
    two = TwoAnswersMark(
        f"two-answers-{question_id}", lambda: go(places.two_answers(walk.visit_id, question_id))
    )
    parts: list[ft.Control] = [
        *_asked(state),
        *([ft.Row([two], wrap=True)] if state.two_answers else []),
        _LookFor(state.question.look_for, key=f"look-for-{question_id}"),
        SavedNote(
            f"note-{question_id}",
            say("gemba.note"),
            answer.note,
            keep,
            record=walk.visit_id,
            seen=answer.noted,
            unsaved=session.unsaved,
            saved=clock(answer.noted_at) if answer.note and answer.noted_at else None,
            lines=3,
            key=f"note-{question_id}",
        ),
        Several(
            f"mark-{question_id}",
            [Choice(one, STATES[one].word, one) for one in _MARKS],
            marked,
            mark,
        ),
    ]
    if answer.photos:
        thumbs = [Thumb(one, session.thumbnail(one)) for one in answer.photos]
        parts.append(PhotoStrip(f"photos-{question_id}", thumbs, look, on_remove=remove))
    photo = SecondaryButton(
        f"photo-{question_id}",
        say("part.photo.is"),
        lambda: take(question_id),
        icon=ft.Icons.ADD_A_PHOTO_OUTLINED,
    )
    parts.append(ft.Row([photo, *_more(state)], wrap=True, spacing=theme.GAP_SMALL))
    return ft.Column(parts, spacing=theme.GAP, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _mark(session: Session, walk: VisitSession, question_id: str, chosen: State) -> None:
    there = gemba.raised(walk, question_id, chosen)
    if not there:
        gemba.mark(walk, question_id, chosen)
        session.changed()
        return
    for one in there:
        walk.withdraw(one)

    def put_back() -> None:
        for one in there:
            walk.bring_back(one)
        session.changed()

    session.changed()
    notice(say("gemba.unmarked"), undo=put_back)


def _asked(state: QuestionState) -> list[ft.Control]:
    question = state.question
    asked = ft.Semantics(
        identifier="prompt",
        header=True,
        heading_level=2,
        content=ft.Text(question.text, theme_style=theme.TITLE),
    )
    foreign = [ft.Text(state.foreign, theme_style=theme.CAPTION)] if state.foreign else []
    opening = ft.Container(
        ft.Row(
            [
                ft.Icon(ft.Icons.CHAT_BUBBLE_OUTLINE, color=ft.Colors.PRIMARY),
                ft.Text(question.ask, theme_style=theme.QUESTION, expand=True),
            ],
            spacing=12,
            vertical_alignment=ft.CrossAxisAlignment.START,
        ),
        padding=theme.GAP,
        border_radius=theme.RADIUS,
        bgcolor=ft.Colors.SURFACE_CONTAINER_HIGH,
    )
    return [asked, *foreign, *([opening] if question.ask else [])]


def _more(state: QuestionState) -> list[ft.Control]:
    """Return the way to what was raised here, for who wants to say more of it."""
    if not state.findings:
        return []
    first = state.findings[0]
    return [
        QuietButton(
            f"more-{state.question.id}",
            say("gemba.say_more"),
            lambda: go(places.finding(first.id)),
            icon=ft.Icons.EDIT_NOTE,
        )
    ]


@safe_component
def _LookFor(hints: tuple[str, ...]) -> ft.Control:
    shown, show = ft.use_state(False)
    words = say("gemba.hide_look_for" if shown else "gemba.look_for")
    button = QuietButton("look-for", words, lambda: show(not shown), icon=ft.Icons.SEARCH)
    lines = [
        ft.Row(
            [
                ft.Icon(ft.Icons.CIRCLE, size=8, color=ft.Colors.ON_SURFACE_VARIANT),
                ft.Text(one, expand=True),
            ],
            spacing=12,
        )
        for one in hints
    ]
    return ft.Column(
        [ft.Row([button], wrap=True), *(lines if shown else [])],
        spacing=theme.GAP_SMALL,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
