"""What the report of a visit holds, in the order it is read: words as people read them, photos by name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checklists.records.values import Stroke


class Mark(StrEnum):
    """How something stands out."""

    CONFORMS = "conforms"
    WORTH_SHARING = "worth_sharing"
    NEEDS_ATTENTION = "needs_attention"
    MAJOR = "major"
    NOT_APPLICABLE = "not_applicable"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Found:
    """A finding.

    Attributes:
        id: of its record.
        mark: how it stands out.
        label: kind and grade.
        statement: what was seen.
        question: the one it was raised on, empty where the checklist is not here.
        evidence: what shows it, may be empty.
        clause: may be empty.
        photos: of what was found.
        corrected: whether it was fixed on the spot.
        correction: what was done, may be empty.
        photos_after: of it fixed.
        agreed: what is done about it, and by whom until when.
    """

    id: str
    mark: Mark
    label: str
    statement: str
    question: str = ""
    evidence: str = ""
    clause: str = ""
    photos: tuple[str, ...] = ()
    corrected: bool = False
    correction: str = ""
    photos_after: tuple[str, ...] = ()
    agreed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer.

    Attributes:
        number: its place in the walk, from 1.
        question: as it is asked.
        marks: each with its word.
        value: what a typed question was answered with, empty for none.
        texts: the reason and the note, those that are there.
        photos: of the answer.
    """

    number: int
    question: str
    marks: tuple[tuple[Mark, str], ...]
    value: str = ""
    texts: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its answers."""

    title: str
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature: in which role, the words below it, and how it was drawn."""

    role: str
    words: str
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report.

    Attributes:
        title: of the visit.
        kind: which kind of walk it was.
        purpose: of its checklist, empty where that is not here.
        facts: label and words: place, people, begun, completed.
        mark: the seal's own mark, as far as people compare it.
        strengths: the good practices.
        findings: what needs attention, the gravest first.
        parts: the answers by section.
        signatures: in the order of signing.
        addenda: the words, and who added them when.
    """

    title: str
    kind: str
    purpose: str
    facts: tuple[tuple[str, str], ...]
    mark: str
    strengths: tuple[Found, ...]
    findings: tuple[Found, ...]
    parts: tuple[Part, ...]
    signatures: tuple[Signed, ...]
    addenda: tuple[tuple[str, str], ...] = ()

    @property
    def photos(self) -> tuple[str, ...]:
        """The names of all photos in it, each once, in the order they are read."""
        of_findings = [
            sha for one in (*self.strengths, *self.findings) for sha in (*one.photos, *one.photos_after)
        ]
        of_answers = [sha for part in self.parts for one in part.answers for sha in one.photos]
        return tuple(dict.fromkeys([*of_findings, *of_answers]))
