"""A section of a checklist: questions that belong together, perhaps walked once for each machine."""

from pydantic import Field

from checklists.form.frozen import Frozen, is_unset
from checklists.form.lines import ID_HINT, SHORT_LENGTH, TITLE_LENGTH, Short, Title
from checklists.form.question import CONDITION_HINT, Condition, Question
from checklists.ids import MOST_OF_ONE, Slug

# No walk asks 2,000 questions; a whole year's programme pasted into one file still fits.
MOST_QUESTIONS = 2_000


class Repeat(Frozen):
    """What a section is walked once for, such as each machine of a hall."""

    what: Short = Field(description=f'what one of them is called, up to {SHORT_LENGTH} characters: "machine"')
    most: int = Field(
        ge=2, le=MOST_OF_ONE, strict=True, description=f"how many at most, from 2 to {MOST_OF_ONE}"
    )


class Section(Frozen):
    """Questions that belong together on one screen of the walk."""

    id: Slug = Field(description=ID_HINT)
    title: Title = Field(description=f"a few words, up to {TITLE_LENGTH} characters")
    when: Condition | None = Field(default=None, exclude_if=is_unset, description=CONDITION_HINT)
    repeat: Repeat | None = Field(
        default=None,
        exclude_if=is_unset,
        description='what it is walked once for, such as {what = "machine", most = 10}',
    )
    questions: tuple[Question, ...] = Field(
        min_length=1,
        max_length=MOST_QUESTIONS,
        description="at least one [[section.question]], in double brackets, below its [[section]]",
    )


class Subset(Frozen):
    """Of the questions that carry a tag, how many each visit asks: drawn by lot."""

    tag: Slug = Field(description="a tag that questions carry")
    ask: int = Field(
        ge=1, le=MOST_QUESTIONS, strict=True, description="how many of them to ask, a whole number from 1"
    )
