"""Whether the parts of a question fit its type: limits beside a number, choices to choose from.

Looked at as it stands in a file, so that everything is found even where other parts can't be read.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from checklists.form.misfit import Misfit, tables, texts
from checklists.own_words import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklists.form.misfit import Table

JUDGEMENT, YES_NO, CHOICE, CHOICES, NUMBER = "judgement", "yes_no", "choice", "choices", "number"
SAMPLE = "sample"

TYPES = (JUDGEMENT, YES_NO, CHOICE, CHOICES, NUMBER, "text", "date", "photo", SAMPLE)

# Which types each part belongs to.
HOMES = {
    "choices": (CHOICE, CHOICES),
    "unit": (NUMBER,),
    "lowest": (NUMBER,),
    "highest": (NUMBER,),
    "decimals": (NUMBER,),
    "finding_if": (YES_NO,),
    "sample": (SAMPLE,),
}
_FEWEST_CHOICES = 2


def type_of(question: Table) -> str:
    """Return the type of a question, judgement where it says nothing that can be read."""
    found = question.get("type", JUDGEMENT)
    return found if isinstance(found, str) else JUDGEMENT


def choice_ids(question: Table) -> tuple[str, ...]:
    """Return the ids of its choices."""
    ids = (choice.get("id") for _, choice in tables(question.get("choices")))
    return tuple(one for one in ids if isinstance(one, str))


def own_misfits(question: Table) -> Iterator[Misfit]:
    """Yield what does not fit inside one question."""
    yield from _parts_of_other_types(question)
    yield from _missing_parts(question)
    yield from _limits(question)
    if (twice := _repeated(choice_ids(question))) is not None:
        yield Misfit(
            ("choices",), f"uses the id {quoted(twice)} more than once", "give each choice an id of its own"
        )
    if (twice := _repeated(texts(question.get("tags")))) is not None:
        yield Misfit(("tags",), f"names {quoted(twice)} more than once", "keep one of them")


def _repeated(words: tuple[str, ...]) -> str | None:
    return next((word for word, times in Counter(words).items() if times > 1), None)


def _parts_of_other_types(question: Table) -> Iterator[Misfit]:
    found = type_of(question)
    if found not in TYPES:  # which is said of the type itself
        return
    for name, homes in HOMES.items():
        if name in question and found not in homes:
            types = " or ".join(f'type = "{home}"' for home in homes)
            reason = f'belongs to {types}, and this question has type = "{found}"'
            if "type" not in question:
                reason = f"belongs to {types}, and this question names no type"
            yield Misfit((name,), reason, f"write {types}, or take the line out")


def _missing_parts(question: Table) -> Iterator[Misfit]:
    found = type_of(question)
    if found in (CHOICE, CHOICES):
        said = question.get("choices", [])
        if isinstance(said, list | tuple) and len(said) < _FEWEST_CHOICES:
            count = "is missing" if "choices" not in question else f"has {len(said)} of the two it needs"
            yield Misfit(
                ("choices",),
                f'{count}, with type = "{found}"',
                'write choices = [{id = "new", text = "New"}, {id = "old", text = "Old"}] or the like',
            )
    if found == SAMPLE and "sample" not in question:
        yield Misfit(
            ("sample",),
            'is missing, with type = "sample"',
            'add a line such as sample = {what = "gauge", of = 5, holds = "in date"}',
        )


def _limits(question: Table) -> Iterator[Misfit]:
    lowest, highest = question.get("lowest"), question.get("highest")
    numbers = [one for one in (lowest, highest) if isinstance(one, int | float) and not isinstance(one, bool)]
    if len(numbers) == len(("lowest", "highest")) and numbers[0] > numbers[1]:
        yield Misfit(
            ("lowest",), f"is {numbers[0]}, above the highest ({numbers[1]})", "exchange the two numbers"
        )
