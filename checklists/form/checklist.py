"""A checklist: the versioned template of sections and questions that a visit walks through.

A published version never changes, so every model here is frozen and a checklist has a hash. The field
descriptions are what people read when a file has to be put right: each one completes "write …".
"""

from collections import Counter
from enum import StrEnum
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from checklists.errors import ChecklistValueError, UnknownQuestionError
from checklists.form.checklist_fit import fits_between
from checklists.form.clause import CLAUSE_LENGTH, Clause
from checklists.form.frozen import Frozen, is_unset
from checklists.form.lines import (
    ID_HINT,
    LANGUAGE_HINT,
    TEXT_LENGTH,
    TITLE_LENGTH,
    UNSHOWABLE,
    Language,
    Text,
    Title,
)
from checklists.form.question import (
    MOST_CHOICES,
    MOST_CLAUSES,
    MOST_LOOK_FOR,
    MOST_TAGS,
    Choice,
    Outcome,
    Question,
    QuestionType,
    Sample,
)
from checklists.form.section import MOST_QUESTIONS, Repeat, Section, Subset
from checklists.form.translation import Translation, translated
from checklists.ids import Slug, parts_of_key
from checklists.journal.canonical import digest_of

__all__ = [
    "CLAUSE_LENGTH",
    "HIGHEST_VERSION",
    "MOST_CHOICES",
    "MOST_CLAUSES",
    "MOST_LOOK_FOR",
    "MOST_MINUTES",
    "MOST_QUESTIONS",
    "MOST_TAGS",
    "TEXT_LENGTH",
    "TITLE_LENGTH",
    "UNSHOWABLE",
    "Checklist",
    "Choice",
    "Clause",
    "Outcome",
    "Question",
    "QuestionType",
    "Repeat",
    "Sample",
    "Section",
    "Subset",
    "Translation",
    "VisitKind",
]

# A day: one walk does not take longer, and a typing slip in hours and seconds shows.
MOST_MINUTES = 24 * 60
# Fits the integer column of every database.
HIGHEST_VERSION = 2**31 - 1
MOST_SUBSETS = 20


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


class Checklist(Frozen):
    """One published version of a checklist; equal content has an equal hash."""

    id: Slug = Field(description=ID_HINT)
    version: int = Field(
        ge=1, le=HIGHEST_VERSION, strict=True, description="a whole number from 1, one higher at each edit"
    )
    title: Title = Field(description=f"a few words, up to {TITLE_LENGTH} characters")
    kind: VisitKind = Field(description=f"one of: {', '.join(VisitKind)}")
    purpose: Text = Field(description="one sentence on what a walk with this checklist finds out")
    minutes: int = Field(
        ge=1, le=MOST_MINUTES, strict=True, description=f"a whole number of minutes, from 1 to {MOST_MINUTES}"
    )
    language: Language = Field(description=LANGUAGE_HINT)
    sections: tuple[Section, ...] = Field(
        min_length=1, max_length=MOST_QUESTIONS, description="at least one [[section]], in double brackets"
    )
    subsets: tuple[Subset, ...] = Field(
        default=(),
        max_length=MOST_SUBSETS,
        exclude_if=is_unset,
        description="one or more [[subset]], in double brackets, each with its tag and how many to ask",
    )
    translations: dict[Language, Translation] = Field(
        default={},
        exclude_if=is_unset,
        description='tables by language codes, such as [translations.de] with title = "Wareneingang"',
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

    @model_validator(mode="after")
    def _parts_fit_each_other(self) -> Self:
        parts: tuple[Section | Question, ...] = (*self.sections, *self.questions)
        if any(part.when is not None for part in parts) or self.subsets or self.translations:
            for misfit in fits_between(self.model_dump(mode="json")):
                raise ChecklistValueError(misfit.named, misfit.remedy)
        return self

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order of the walk."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def most_asked(self) -> int:
        """How many questions one walk asks at most: those the lot leaves out are another walk's."""
        left_out = sum(
            sum(subset.tag in question.tags for question in self.questions) - subset.ask
            for subset in self.subsets
        )
        return len(self.questions) - left_out

    @property
    def languages(self) -> tuple[str, ...]:
        """Its own language first, then those it is translated into."""
        return (self.language, *self.translations)

    def in_language(self, language: str) -> tuple["Checklist", frozenset[str]]:
        """Return the checklist as it reads in a language, and the paths of what is not translated.

        `de-AT` is read as `de` where there is no `de-AT`. In a language it has no words in, the checklist
        comes back as it is, with every path. The hash of what comes back is another one: a visit is walked
        with the original, and this is how it is shown.

        Args:
            language: a language code.
        """
        if language == self.language:
            return self, frozenset()
        words = self.translations.get(language)
        if words is None and (base := language.partition("-")[0]) != language:
            return self.in_language(base)
        content = self.model_dump(mode="json")
        table, missing = translated(content, words or Translation())
        if words is None:
            return self, missing
        others = {code: one for code, one in content["translations"].items() if code != language}
        return Checklist.model_validate({**table, "language": language, "translations": others}), missing

    def question(self, question_id: str) -> Question:
        """The question with this id, or with this key. Raises UnknownQuestionError when there is none."""
        return self._place(question_id)[1]

    def section_of(self, question_id: str) -> Section:
        """The section that holds this question. Raises UnknownQuestionError when there is none."""
        return self._place(question_id)[0]

    def content_hash(self) -> str:
        """SHA-256, 64 hex digits, of this checklist as canonical JSON in UTF-8."""
        return digest_of(self.model_dump(mode="json"))

    def __hash__(self) -> int:
        return hash((self.id, self.version))

    @cached_property
    def _places(self) -> dict[str, tuple[Section, Question]]:
        return {
            question.id: (section, question) for section in self.sections for question in section.questions
        }

    def _place(self, question_id: str) -> tuple[Section, Question]:
        try:
            return self._places[parts_of_key(question_id)[0]]
        except KeyError:
            raise UnknownQuestionError(question_id, self.id, self.version) from None
