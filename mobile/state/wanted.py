"""Finding a question of a walk again: by its words, or by what is still to be done about it."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING

from mobile.state.asking import title_of
from mobile.text.said import said_of

if TYPE_CHECKING:
    from mobile.state.question_state import QuestionState
    from mobile.state.visit_session import VisitSession


class Wanted(StrEnum):
    """Which questions somebody looks for."""

    ALL = "all"
    UNANSWERED = "unanswered"
    ATTENTION = "attention"
    COME_BACK = "come_back"


def fits(state: QuestionState, wanted: Wanted) -> bool:
    """Say whether a question is one of those."""
    return {
        Wanted.ALL: True,
        Wanted.UNANSWERED: not state.answered,
        Wanted.ATTENTION: state.needs_attention,
        Wanted.COME_BACK: state.come_back,
    }[wanted]


def found(walk: VisitSession, wanted: Wanted, words: str) -> list[QuestionState]:
    """Return the questions that are wanted and hold all of these words, in the order of the walk.

    The words may stand in the question, its section's title, its reason, its clauses, its answer or the note
    written there; capitals and accents make no difference.
    """
    parts = _plain(words).split()
    return [
        state
        for section in walk.walked.sections
        for state in walk.section_state(section)
        if fits(state, wanted) and _holds(state, title_of(section), parts)
    ]


def _holds(state: QuestionState, title: str, parts: list[str]) -> bool:
    if not parts:
        return True
    question = state.question
    clauses = " ".join(str(one) for one in question.clauses)
    said = said_of(question, state.answer)
    text = _plain(f"{question.text} {title} {question.why} {clauses} {said} {state.answer.note}")
    return all(part in text for part in parts)


def _plain(words: str) -> str:
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))
