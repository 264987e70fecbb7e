"""Finding a question of a walk again: by its words, or by what is still to be done about it."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mobile.state.visit_session import QuestionState, VisitSession


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

    The words may stand in the question, its section's title, its reason, its clauses or the note written
    there; capitals and accents make no difference.
    """
    parts = _plain(words).split()
    return [
        state
        for section in walk.checklist.sections
        for state in walk.section_state(section)
        if fits(state, wanted) and _holds(state, section.title, parts)
    ]


def _holds(state: QuestionState, title: str, parts: list[str]) -> bool:
    if not parts:
        return True
    question = state.question
    clauses = " ".join(str(one) for one in question.clauses)
    text = _plain(f"{question.text} {title} {question.why} {clauses} {state.answer.note}")
    return all(part in text for part in parts)


def _plain(words: str) -> str:
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))
