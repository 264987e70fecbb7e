"""Two answers: what people who were apart said differently, as the pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checklists.records.disagreement import disagreements

if TYPE_CHECKING:
    from checklists.journal.fold import RecordState
    from checklists.records.disagreement import Disagreement, Said
    from sync_server.web.field_words import FieldWords

_PARTS: Final = {
    "judgement": "Answer",
    "reason": "Why it does not apply",
    "note": "Note",
    "value": "What was answered",
    "sample": "A piece of the sample",
    "photo": "Photo",
    "kind": "Kind of finding",
    "grade": "Grade",
    "statement": "What was seen",
    "evidence": "Evidence",
    "clause": "Clause",
    "withdrawn": "Whether the finding stands",
}


@dataclass(frozen=True, slots=True)
class SaidShown:
    """One of the answers.

    Attributes:
        who: the people who gave it, and when each did, by their tablet's clock.
        words: what it is.
        photo: the name of the photo it is about, None for anything else.
        shown: whether it is shown everywhere until somebody picks.
    """

    who: list[tuple[str, str]]
    words: str
    photo: str | None
    shown: bool


@dataclass(frozen=True, slots=True)
class TwoAnswers:
    """One thing with its different answers."""

    part: str
    question: str | None
    said: list[SaidShown]


def two_answers(state: RecordState, words: FieldWords) -> list[TwoAnswers]:
    """Return what people said differently in a record."""
    return [
        TwoAnswers(
            part=_PARTS.get(one.part, words.name(one.name)),
            question=one.question,
            said=[_said(one, place, words) for place in range(len(one.said))],
        )
        for one in disagreements(state)
    ]


def _said(about: Disagreement, place: int, words: FieldWords) -> SaidShown:
    said = about.said[place]
    return SaidShown(
        who=[(words.names.person(one.person), one.at) for one in said.by],
        words=_words(about, said, words),
        photo=about.name.rpartition("/")[2] if about.part == "photo" and said.value is not None else None,
        shown=place == about.shown,
    )


def _words(about: Disagreement, said: Said, words: FieldWords) -> str:
    if about.part == "photo":
        return "Takes the photo away" if said.value is None else "Keeps the photo"
    if about.part == "withdrawn":
        return "Taken back" if said.value is True else "Stands"
    # A kind with its grade, an answer with its reason.
    parts = [words.value(name, value) for name, value in said.values.items() if value is not None]
    return ", ".join(parts) or words.value(about.name, None)
