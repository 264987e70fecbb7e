"""The names of a checklist file: which there are at each place, and what each holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, get_args

from pydantic import BaseModel

from checklists.form.checklist import Checklist, Question, Section
from checklists.form.lines import TEXT_LENGTH
from checklists.own_words import plain

if TYPE_CHECKING:
    from checklists.files.table import Place

# What follows a place: ("choices", 1, "text"), with the file's names.
Tail: TypeAlias = tuple[int | str, ...]

LEVELS: tuple[type[BaseModel], ...] = (Checklist, Section, Question)
# A file names one thing at a time ([[section]]), a model all of them; the other way round reads as unknown.
SWAPPED = {
    "section": "sections",
    "sections": "section",
    "question": "questions",
    "questions": "question",
    "subset": "subsets",
    "subsets": "subset",
}
# Where a key goes that stands at another level.
_HOMES = (
    (2, "move it below its [[section.question]]"),
    (1, "move it below its [[section]]"),
    (0, "move it to the top of the file, above the first [[section]]"),
)
# For an entry of a list, which has no description of its own.
_ENTRIES = {
    "look_for": f"each entry as text in double quotes, up to {TEXT_LENGTH} characters",
    "clauses": 'it like "ISO 9001:2015 8.4.1"',
    "tags": 'each tag in lower-case letters, digits and hyphens, such as "night-shift"',
    "choices": 'each choice as {id = "new", text = "New"}',
    "subset": 'each as [[subset]], in double brackets, with lines such as tag = "spot-check" and ask = 3',
}
# How pydantic marks that it minds a name, not what stands under it.
NAME_ITSELF = "[key]"


def split(location: tuple[int | str, ...]) -> tuple[Place, Tail]:
    """Cut a model's location into the place and the rest, which gets the names of the file."""
    place: Place = ()
    while len(location) > 1 and location[0] in ("sections", "questions") and isinstance(location[1], int):
        place, location = (*place, location[1]), location[2:]
    # Translations have sections and questions of their own, named as a file names them.
    if location and len(place) < len(LEVELS) - 1:
        location = (SWAPPED.get(str(location[0]), location[0]), *location[1:])
    return place, location


def path_of(place: Place, tail: Tail) -> Tail:
    """Return the whole path in the file of what stands at a place."""
    path: Tail = ()
    for name, number in zip(("section", "question"), place, strict=False):
        path = (*path, name, number)
    return (*path, *(part for part in tail if part != NAME_ITSELF))


def spoken(tail: Tail) -> str:
    """Return how a part is spoken of: `"choices" entry 2, "text"`, `"translations.de.title"`."""
    said: list[str] = []
    names: list[str] = []
    for part in tail:
        if isinstance(part, int):
            said.append(f'"{".".join(names)}" entry {part + 1}')
            names = []
        elif part != NAME_ITSELF:
            names.append(plain(part))
    if names:
        said.append(f'"{".".join(names)}"')
    return ", ".join(said)


def known_names(place: Place, tail: Tail = ()) -> list[str]:
    """Return the names that are used at a place, or inside the part of it that `tail` names."""
    model = _at(place, tail)[0]
    return [SWAPPED.get(name, name) if not tail else name for name in model.model_fields] if model else []


def hint_of(place: Place, tail: Tail) -> str:
    """Return what to write there, in the words after “write” or “add”."""
    if tail and isinstance(tail[-1], int):
        name = next(part for part in reversed(tail) if isinstance(part, str))
        return _ENTRIES.get(name, "something that can be used")
    return _at(place, tail)[1]


def home_of(name: str) -> str | None:
    """Return what to do with a name that belongs to another level, None for one that belongs to none."""
    return next((remedy for depth, remedy in _HOMES if name in known_names((0,) * depth)), None)


def _at(place: Place, tail: Tail) -> tuple[type[BaseModel] | None, str]:
    """Return the model that a part holds, None for a value, and its description."""
    model: type[BaseModel] | None = LEVELS[len(place)]
    description = ""
    for step, part in enumerate(tail):
        if not isinstance(part, str) or model is None:
            continue
        field = model.model_fields.get(SWAPPED.get(part, part) if step == 0 else part)
        if field is not None:
            model, description = _model_in(field.annotation), field.description or ""
    return model, description


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - any type form
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for one in get_args(annotation) if (found := _model_in(one))), None)
