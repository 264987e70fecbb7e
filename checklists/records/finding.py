"""A finding: one observation judged against a criterion; the good practices first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import StrictBool

from checklists.ids import Id, QuestionKey, Slug
from checklists.journal.canonical import digest_of_fields
from checklists.moments import Moment
from checklists.records.fields import Vocabulary, rule
from checklists.records.unnamed import NOBODY
from checklists.records.values import PhotoRef, known_word
from checklists.records.visit import photos_below
from checklists.text import Line, Note

if TYPE_CHECKING:
    from checklists.journal.fold import RecordState

KIND = "finding"


class FindingKind(StrEnum):
    """What was found; the first three on a visit, the others raised by anybody."""

    GOOD_PRACTICE = "good_practice"
    OPPORTUNITY = "opportunity"
    NONCONFORMITY = "nonconformity"
    PROBLEM = "problem"
    NEAR_MISS = "near_miss"
    IDEA = "idea"

    @property
    def label(self) -> str:
        """The words people read."""
        return _LABELS[self]


_LABELS = {
    FindingKind.GOOD_PRACTICE: "Good practice",
    FindingKind.OPPORTUNITY: "Opportunity",
    FindingKind.NONCONFORMITY: "Nonconformity",
    FindingKind.PROBLEM: "Problem",
    FindingKind.NEAR_MISS: "Near miss",
    FindingKind.IDEA: "Idea",
}


class Grade(StrEnum):
    """How serious a nonconformity is; a habit of certification practice, not of ISO 9000."""

    MINOR = "minor"
    MAJOR = "major"


VOCABULARY = Vocabulary(
    KIND,
    (
        rule("kind", FindingKind),
        rule("grade", Grade),
        rule("statement", Note),
        rule("evidence", Note),
        rule("clause", Line),
        rule("visit", Id),
        rule("question", QuestionKey),
        rule("area", Slug),
        rule("department", Slug),
        rule("raised_by", Id),
        rule("raised_at", Moment),
        rule("withdrawn", StrictBool),
        rule("photo/{sha}", PhotoRef),
        # Put right on the spot: what was done, when, and how it looked afterwards.
        rule("correction", Note),
        rule("corrected_at", Moment),
        rule("corrected/photo/{sha}", PhotoRef),
        # What the office says to somebody who raised it without their name.
        rule("seen_at", Moment, frozen_by_seal=False),
        rule("seen_by", Id, frozen_by_seal=False),
        rule("reply", Note, frozen_by_seal=False),
    ),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding as people read it, from the state of its record."""

    state: RecordState

    @property
    def id(self) -> str:
        """The record's id."""
        return self.state.record

    @property
    def kind(self) -> FindingKind:
        """What was found; an opportunity until somebody has said."""
        return known_word(self.text("kind"), FindingKind, FindingKind.OPPORTUNITY)

    @property
    def grade(self) -> Grade | None:
        """How serious it is; only a nonconformity has one."""
        grade = self.text("grade")
        graded = grade and self.kind is FindingKind.NONCONFORMITY
        return known_word(grade, Grade, Grade.MAJOR) if graded else None

    @property
    def label(self) -> str:
        """Kind and grade in the words people read: `Nonconformity, minor`."""
        return f"{self.kind.label}, {self.grade}" if self.grade else self.kind.label

    @property
    def withdrawn(self) -> bool:
        """Whether it was taken back before the visit was sealed."""
        return self.state.value("withdrawn") is True

    @property
    def is_good_practice(self) -> bool:
        """Whether it is worth sharing, and so goes to everybody at once."""
        return self.kind is FindingKind.GOOD_PRACTICE

    @property
    def says_something(self) -> bool:
        """Whether there is anything to read or see yet; a tap alone is not shown to others."""
        return bool(self.text("statement") or self.photos)

    @property
    def photos(self) -> dict[str, PhotoRef]:
        """Its photos, name to description: those of what was found, then those of it put right."""
        return {**self.photos_before, **self.photos_after}

    @property
    def photos_before(self) -> dict[str, PhotoRef]:
        """The photos of what was found."""
        return photos_below(self.state)

    @property
    def photos_after(self) -> dict[str, PhotoRef]:
        """The photos of it put right on the spot."""
        return photos_below(self.state, "corrected")

    @property
    def corrected(self) -> bool:
        """Whether it was put right on the spot, which takes nothing from its having been found."""
        return bool(self.text("corrected_at")) and not self.is_good_practice

    @property
    def unnamed(self) -> bool:
        """Whether it was raised without a name."""
        return self.text("raised_by") == NOBODY

    def text(self, name: str) -> str:
        """Return a field that holds a text, empty if unset."""
        value = self.state.value(name)
        return value if isinstance(value, str) else ""


_ORDER = (
    (FindingKind.GOOD_PRACTICE, None),
    (FindingKind.NONCONFORMITY, Grade.MAJOR),
    (FindingKind.NONCONFORMITY, Grade.MINOR),
    (FindingKind.NONCONFORMITY, None),
    (FindingKind.NEAR_MISS, None),
    (FindingKind.PROBLEM, None),
    (FindingKind.OPPORTUNITY, None),
    (FindingKind.IDEA, None),
)


def strengths_first(finding: Finding) -> tuple[int, str]:
    """Return a sort key: good practices first, then from grave to light, each in order of raising."""
    return _ORDER.index((finding.kind, finding.grade)), finding.text("raised_at")


def finding_hash(state: RecordState) -> str:
    """Return the hash a seal carries for a finding: every value of the fields that close with the visit."""
    fields = {name: values for name, values in state.every_value().items() if VOCABULARY.closes(name)}
    return digest_of_fields(state.record, fields)
