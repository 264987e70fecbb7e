"""An answer: what a visit says of one question, as people read it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, JsonValue, StrictBool

from checklists.form.lines import LARGEST_NUMBER
from checklists.ids import is_slug
from checklists.text import TEXT_LIMIT, Line, is_clean

if TYPE_CHECKING:
    from checklists.journal.siblings import Sibling
    from checklists.records.values import PhotoRef

# As many as a question has choices at most.
_MOST_CHOSEN = 50

AnswerValue: TypeAlias = bool | float | str | tuple[str, ...]
"""Yes or no, a number, a text or an ISO date or the id of a choice, or the ids of several choices."""


class Judgement(StrEnum):
    """The auditor's judgement on one question; a note alone is no judgement."""

    CONFORMS = "conforms"
    FINDING = "finding"
    NOT_APPLICABLE = "not_applicable"


def value_in(said: JsonValue) -> AnswerValue | None:
    """Return the value a field holds, None for nothing and for what no answer is."""
    match said:
        case bool() | str():
            return said
        case int() | float():
            return said if math.isfinite(said) and abs(said) <= LARGEST_NUMBER else None
        case list() if all(isinstance(one, str) for one in said):
            return tuple(one for one in said if isinstance(one, str))
        case _:
            return None


def _can_be_an_answer(said: JsonValue) -> JsonValue:
    value = value_in(said)
    if value is None:
        raise ValueError(
            f"An answer is true or false, a number up to {LARGEST_NUMBER:,}, a text or a list of choices."
        )
    if isinstance(value, str) and len(value) > TEXT_LIMIT:
        raise ValueError(f"This text has {len(value):,} characters; {TEXT_LIMIT:,} fit.")
    if isinstance(value, str) and not is_clean(value):
        raise ValueError("This text holds a character that can't be stored.")
    if isinstance(value, tuple) and not (len(value) <= _MOST_CHOSEN and all(map(is_slug, value))):
        raise ValueError(f"A list of choices holds the ids of up to {_MOST_CHOSEN} choices.")
    return said


Value = Annotated[JsonValue, AfterValidator(_can_be_an_answer)]
"""What the field of an answer's value takes."""


class SampleRow(BaseModel):
    """One piece of a sample.

    Attributes:
        item: which one it was, such as a number or a name; may be empty.
        holds: whether it is as it is meant to be.
    """

    model_config = ConfigDict(frozen=True)

    item: Line
    holds: StrictBool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a visit says of one question.

    Attributes:
        question: the question's key: its id, with `~2` in the second walk through a repeated section.
        judgement: None while there is none.
        reason: why the question does not apply, where it does not.
        note: what was seen, heard or measured.
        photos: name to description, in the order they were taken.
        recorded: the judgement that is shown, or else the value or the last piece of the sample, or else the
            note, with who recorded it when; None for none of them.
        noted: the note that is shown, with who wrote it when; None for none.
        explained: the reason that is shown, likewise.
        value: what a typed question was answered with, None for nothing; `answered.value_of` says
            whether it is one the question takes.
        sample: the pieces looked at, by their numbers from 1.
    """

    question: str
    judgement: Judgement | None
    reason: str
    note: str
    photos: dict[str, PhotoRef]
    recorded: Sibling | None
    noted: Sibling | None = None
    explained: Sibling | None = None
    value: AnswerValue | None = None
    sample: dict[int, SampleRow] = field(default_factory=dict)

    @property
    def recorded_at(self) -> str | None:
        """When it was recorded, None for an empty answer."""
        return self.recorded.at if self.recorded else None

    @property
    def noted_at(self) -> str | None:
        """When the note was recorded, None for none."""
        return self.noted.at if self.noted else None
