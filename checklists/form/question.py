"""A question of a checklist: one open prompt with its help, and what kind of answer it asks for."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from checklists.errors import ChecklistValueError
from checklists.form.clause import Clause
from checklists.form.condition import CONDITION_LENGTH, written
from checklists.form.frozen import Frozen, is_unset
from checklists.form.lines import ID_HINT, SHORT_LENGTH, TEXT_LENGTH, Number, Short, Text, Title
from checklists.form.question_fit import own_misfits
from checklists.ids import MOST_OF_ONE, Slug

# What one question can hold before it wants to be two questions.
MOST_LOOK_FOR = 20
MOST_CLAUSES = 20
MOST_CHOICES = 50
MOST_TAGS = 20
# Readings of a thousandth of a thousandth are taken in laboratories, not on a walk.
MOST_DECIMALS = 6
HIGHEST_WEIGHT = 5

CONDITION_HINT = 'a condition on earlier answers, such as "goods-arrived is yes"'
Condition = Annotated[str, Field(max_length=CONDITION_LENGTH), AfterValidator(written)]
"""A condition as it is written; see `checklists.form.condition`."""


class Outcome(StrEnum):
    """What a question is good for in the business."""

    SAFETY = "safety"
    QUALITY = "quality"
    CUSTOMER = "customer"
    DELIVERY = "delivery"
    COST = "cost"
    PEOPLE = "people"
    ENVIRONMENT = "environment"


class QuestionType(StrEnum):
    """What kind of answer a question asks for, beside the judgement that each can have."""

    JUDGEMENT = "judgement"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    PHOTO = "photo"
    SAMPLE = "sample"


class Choice(Frozen):
    """One of the answers to choose from."""

    id: Slug = Field(description=ID_HINT)
    text: Title = Field(description="the words to choose, a few at most")
    finding: bool = Field(
        default=False,
        strict=True,
        exclude_if=is_unset,
        description="true where choosing it suggests that something needs attention",
    )


class Sample(Frozen):
    """Some of a kind, looked at one by one."""

    what: Short = Field(description=f'what one of them is called, up to {SHORT_LENGTH} characters: "gauge"')
    of: int = Field(
        ge=1, le=MOST_OF_ONE, strict=True, description=f"how many to look at, from 1 to {MOST_OF_ONE}"
    )
    holds: Short = Field(
        description=f'what each is looked at for, up to {SHORT_LENGTH} characters: "in date"'
    )


class Question(Frozen):
    """One open prompt, with the help a new auditor needs beside it."""

    id: Slug = Field(description=ID_HINT)
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
    type: QuestionType = Field(
        default=QuestionType.JUDGEMENT,
        exclude_if=lambda one: one is QuestionType.JUDGEMENT,
        description=f"one of: {', '.join(QuestionType)}",
    )
    choices: tuple[Choice, ...] = Field(
        default=(),
        max_length=MOST_CHOICES,
        exclude_if=is_unset,
        description='a list of two or more, such as [{id = "new", text = "New"}, {id = "old", text = "Old"}]',
    )
    unit: Short | None = Field(
        default=None, exclude_if=is_unset, description='the unit of the number, such as "°C" or "mm"'
    )
    lowest: Number | None = Field(
        default=None, exclude_if=is_unset, description="the lowest number that is fine, such as 2 or 0.5"
    )
    highest: Number | None = Field(
        default=None, exclude_if=is_unset, description="the highest number that is fine, such as 8 or 7.5"
    )
    decimals: int | None = Field(
        default=None,
        ge=0,
        le=MOST_DECIMALS,
        strict=True,
        exclude_if=is_unset,
        description=f"how many decimals the number has, from 0 to {MOST_DECIMALS}",
    )
    finding_if: Literal["yes", "no"] | None = Field(
        default=None,
        exclude_if=is_unset,
        description='"yes" or "no": the answer that suggests that something needs attention',
    )
    sample: Sample | None = Field(
        default=None,
        exclude_if=is_unset,
        description='what to look at, such as {what = "gauge", of = 5, holds = "in date"}',
    )
    tags: tuple[Slug, ...] = Field(
        default=(),
        max_length=MOST_TAGS,
        exclude_if=is_unset,
        description='a list of tags in lower-case letters, digits and hyphens, such as ["night-shift"]',
    )
    weight: int = Field(
        default=1,
        ge=1,
        le=HIGHEST_WEIGHT,
        strict=True,
        exclude_if=lambda weight: weight == 1,
        description=f"how much it matters, from 1 to {HIGHEST_WEIGHT}",
    )
    required: bool = Field(
        default=False,
        strict=True,
        exclude_if=is_unset,
        description="true where the walk can't be closed without its answer",
    )
    when: Condition | None = Field(default=None, exclude_if=is_unset, description=CONDITION_HINT)

    @model_validator(mode="after")
    def _parts_fit_its_type(self) -> Self:
        # Most questions set none of it; a few hundred of them are read while somebody waits.
        if self.model_fields_set - _ALWAYS_THERE:
            for misfit in own_misfits(self.model_dump(mode="json")):
                raise ChecklistValueError(misfit.named, misfit.remedy)
        return self


_ALWAYS_THERE = frozenset({"id", "text", "why", "look_for", "ask", "clauses", "outcome"})
