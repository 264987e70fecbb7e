"""A checklist: the versioned template of sections and questions that a visit walks through.

A published version never changes, so every model here is frozen and a checklist has a hash. The field
descriptions are what people read when a file has to be put right: each one completes "write …".
"""

import re
from collections import Counter
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_serializer, model_validator

from checklists.errors import ChecklistValueError, UnknownQuestionError
from checklists.ids import Slug
from checklists.journal.canonical import digest_of

# No walk asks 2,000 questions; a whole year's programme pasted into one file still fits.
MOST_QUESTIONS = 2_000
# One line of a list or a heading on a tablet held upright, wrapped at most twice.
TITLE_LENGTH = 120
# At 20 px this already fills the height of a tablet; beyond it nobody reads while walking.
TEXT_LENGTH = 500
# What one question can hold before it wants to be two questions.
MOST_LOOK_FOR = 20
MOST_CLAUSES = 20
# The longest name of a standard in use, with its clause, is half of this.
CLAUSE_LENGTH = 80
# A day: one walk does not take longer, and a typing slip in hours and seconds shows.
MOST_MINUTES = 24 * 60
# Fits the integer column of every database.
HIGHEST_VERSION = 2**31 - 1

_LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
_CITED = re.compile(
    r"(?P<standard>[A-Z0-9][A-Za-z0-9/.-]*(?: [A-Z0-9][A-Za-z0-9/.-]*)*)"  # ISO 9001, 21 CFR 820
    r":(?P<edition>[12][0-9]{3})"
    r" (?P<number>[A-Z0-9]{1,4}(?:\.[0-9]{1,3})*(?: [a-z]\))?)"  # 8.4.1, A.5.1, 8.4.3 e)
)
_LINE_BREAK = re.compile("[\n\v\f\r\x85\u2028\u2029]")
# Control characters draw nothing and upset exports; half of a surrogate pair can't be stored as UTF-8.
UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def _one_line(text: str) -> str:
    if not text.strip():
        raise ChecklistValueError("is blank", "write the words, or take the line out if it isn't needed")
    if _LINE_BREAK.search(text):
        raise ChecklistValueError("has a line break in it", "write it as one line")
    if hidden := UNSHOWABLE.search(text):
        code = f"U+{ord(hidden.group()):04X}"
        raise ChecklistValueError(
            f"has a hidden character ({code}) in it", "delete what was pasted and type it again"
        )
    return text


Title = Annotated[str, Field(max_length=TITLE_LENGTH), AfterValidator(_one_line)]
Text = Annotated[str, Field(max_length=TEXT_LENGTH), AfterValidator(_one_line)]

_ID_HINT = 'lower-case letters, digits and hyphens, at most 60, such as "goods-in"'


class VisitKind(StrEnum):
    """The kinds of walk; `label` is the name people read."""

    INTERNAL_AUDIT = "internal_audit"
    GEMBA_WALK = "gemba_walk"
    LAYERED_PROCESS_AUDIT = "layered_process_audit"
    FIVE_S_SAFETY_WALK = "5s_safety_walk"

    @property
    def label(self) -> str:
        """The name people read, in sentence case."""
        return _VISIT_KIND_LABELS[self]


_VISIT_KIND_LABELS = {
    VisitKind.INTERNAL_AUDIT: "Internal audit",
    VisitKind.GEMBA_WALK: "Gemba walk",
    VisitKind.LAYERED_PROCESS_AUDIT: "Layered process audit",
    VisitKind.FIVE_S_SAFETY_WALK: "5S/safety walk",
}


class Outcome(StrEnum):
    """What a question is good for in the business."""

    SAFETY = "safety"
    QUALITY = "quality"
    CUSTOMER = "customer"
    DELIVERY = "delivery"
    COST = "cost"
    PEOPLE = "people"
    ENVIRONMENT = "environment"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Clause(_Frozen):
    """Where a standard asks for something; written, shown and sent as one line, `ISO 9001:2015 8.4.1`."""

    standard: str
    edition: Annotated[int, Field(strict=True)]
    number: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `ISO 9001:2015 8.4.1`. Raises ChecklistValueError when a part is not there."""
        standard, edition, number = _clause_parts(text)
        return cls(standard=standard, edition=edition, number=number)

    @model_validator(mode="before")
    @classmethod
    def _from_one_line(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return dict(zip(cls.model_fields, _clause_parts(value), strict=True))

    @model_validator(mode="after")
    def _reads_back(self) -> Self:
        _clause_parts(str(self))
        return self

    @model_serializer
    def _to_one_line(self) -> str:
        return str(self)

    def __str__(self) -> str:
        return f"{self.standard}:{self.edition} {self.number}"


def _clause_parts(text: str) -> tuple[str, int, str]:
    cited = _CITED.fullmatch(text) if len(text) <= CLAUSE_LENGTH else None
    if cited is None:
        raise ChecklistValueError(
            "does not name a standard, its year and a clause", 'write it like "ISO 9001:2015 8.4.1"'
        )
    return cited["standard"], int(cited["edition"]), cited["number"]


class Question(_Frozen):
    """One open prompt, with the help a new auditor needs beside it."""

    id: Slug = Field(description=_ID_HINT)
    text: Text = Field(description=f"one open question, up to {TEXT_LENGTH} characters")
    why: Text = Field(description="one sentence on what the requirement is for")
    look_for: tuple[Text, ...] = Field(
        min_length=1,
        max_length=MOST_LOOK_FOR,
        description='a list of evidence worth seeing, such as ["Three receipts from last week"]',
    )
    ask: Text = Field(description="one opening question, as you would say it to a person")
    clauses: tuple[Clause, ...] = Field(
        default=(),
        max_length=MOST_CLAUSES,
        description='a list of clauses such as ["ISO 9001:2015 8.4.1"], or [] where none applies',
    )
    outcome: Outcome = Field(description=f"one of: {', '.join(Outcome)}")


class Section(_Frozen):
    """Questions that belong together on one screen of the walk."""

    id: Slug = Field(description=_ID_HINT)
    title: Title = Field(description=f"a few words, up to {TITLE_LENGTH} characters")
    questions: tuple[Question, ...] = Field(
        min_length=1,
        max_length=MOST_QUESTIONS,
        description="at least one [[section.question]], in double brackets, below its [[section]]",
    )


class Checklist(_Frozen):
    """One published version of a checklist; equal content has an equal hash."""

    id: Slug = Field(description=_ID_HINT)
    version: int = Field(
        ge=1, le=HIGHEST_VERSION, strict=True, description="a whole number from 1, one higher at each edit"
    )
    title: Title = Field(description=f"a few words, up to {TITLE_LENGTH} characters")
    kind: VisitKind = Field(description=f"one of: {', '.join(VisitKind)}")
    purpose: Text = Field(description="one sentence on what a walk with this checklist finds out")
    minutes: int = Field(
        ge=1, le=MOST_MINUTES, strict=True, description=f"a whole number of minutes, from 1 to {MOST_MINUTES}"
    )
    language: str = Field(
        max_length=35, pattern=_LANGUAGE, description='a language code such as "en" or "pt-BR"'
    )
    sections: tuple[Section, ...] = Field(
        min_length=1, max_length=MOST_QUESTIONS, description="at least one [[section]], in double brackets"
    )

    @model_validator(mode="after")
    def _names_each_thing_once(self) -> Self:
        if len(self.questions) > MOST_QUESTIONS:
            raise ChecklistValueError(
                f"has {len(self.questions)} questions", f"keep to {MOST_QUESTIONS} or make two checklists"
            )
        for ids in ([section.id for section in self.sections], [question.id for question in self.questions]):
            if repeated := [name for name, times in Counter(ids).items() if times > 1]:
                raise ChecklistValueError(
                    f"uses an id more than once ({', '.join(repeated)})", "give each its own id"
                )
        return self

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order of the walk."""
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, question_id: str) -> Question:
        """The question with this id. Raises UnknownQuestionError when there is none."""
        return self._place(question_id)[1]

    def section_of(self, question_id: str) -> Section:
        """The section that holds this question. Raises UnknownQuestionError when there is none."""
        return self._place(question_id)[0]

    def content_hash(self) -> str:
        """SHA-256, 64 hex digits, of this checklist as canonical JSON in UTF-8."""
        return digest_of(self.model_dump(mode="json"))

    @cached_property
    def _places(self) -> dict[str, tuple[Section, Question]]:
        return {
            question.id: (section, question) for section in self.sections for question in section.questions
        }

    def _place(self, question_id: str) -> tuple[Section, Question]:
        try:
            return self._places[question_id]
        except KeyError:
            raise UnknownQuestionError(question_id, self.id, self.version) from None
