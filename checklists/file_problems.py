"""Finds everything to put right in a checklist file: what the models say of it, each with a remedy."""

import difflib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from pydantic import BaseModel, ValidationError

from checklists.checklist import MOST_QUESTIONS, TEXT_LENGTH, Checklist, Question, Section
from checklists.errors import ChecklistValueError, Problem
from checklists.file_table import Place, Table, element, elements
from checklists.own_words import quoted, sort_of

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

# One for each question there can be; nobody puts more right in one go, and a hostile file costs no more.
MOST_PROBLEMS = MOST_QUESTIONS

_LEVELS: tuple[type[BaseModel], ...] = (Checklist, Section, Question)
# A file names one thing at a time ([[section]]), a model all of them; the other way round reads as unknown.
_SWAPPED = {"section": "sections", "sections": "section", "question": "questions", "questions": "question"}
# What each key of a file holds, as people are told it.
_HINTS = tuple(
    {_SWAPPED.get(name, name): field.description or "" for name, field in level.model_fields.items()}
    for level in _LEVELS
)
# Where a key goes that stands at another level.
_HOMES = (
    (2, "move it below its [[section.question]]"),
    (1, "move it below its [[section]]"),
    (0, "move it to the top of the file, above the first [[section]]"),
)
# What each finding of the models means in the file.
_REASONS = {
    "missing": "{key} is missing",
    "string_type": "{key} is {found} where text in quotes belongs",
    "int_type": "{key} is {found} where a whole number belongs",
    "tuple_type": "{key} is {found} where a list belongs",
    "model_type": "{key} is {found}",
    "enum": "{key} is {value}, which is not one of the words used here",
    "string_pattern_mismatch": "{key} is {value}",
    "string_too_long": "{key} is longer than {max_length} characters",
    "greater_than_equal": "{key} is {value}",
    "less_than_equal": "{key} is {value}",
    "too_short": "{key} is empty",
    "too_long": "{key} has more than {max_length} entries",
}
_ANY_OTHER = "{key} can't be used as it is"
_ENTRY_REMEDIES = {
    "look_for": f"write each entry as text in double quotes, up to {TEXT_LENGTH} characters",
    "clauses": 'write it like "ISO 9001:2015 8.4.1"',
}


class _Found(NamedTuple):
    place: Place
    reason: str
    remedy: str


def with_model_names(table: Table) -> dict[str, object]:
    """Return a file's table with the names the models use, `sections` for `section`."""
    renamed = {_SWAPPED.get(key, key): value for key, value in table.items()}
    if isinstance(sections := renamed.get("sections"), list):
        renamed["sections"] = [
            {_SWAPPED.get(key, key): value for key, value in section.items()}
            if isinstance(section, Mapping)
            else section
            for section in sections
        ]
    return renamed


def problems(table: Table, error: ValidationError, file: str) -> list[Problem]:
    """Return everything to put right, in the order of the file.

    Args:
        table: the file as it was read.
        error: what the models say of it.
        file: its name, fit to show.
    """
    found = [*_repeated_ids(table), *_worded(error.errors(include_url=False))]
    in_order = sorted(dict.fromkeys(found), key=lambda one: one.place)
    return [_problem(one, table, file) for one in in_order]


def _problem(found: _Found, table: Table, file: str) -> Problem:
    labels: list[str | None] = [None, None]
    for depth, number in enumerate(found.place):
        element_id = element(table, found.place[: depth + 1]).get("id")
        labels[depth] = (
            f"{number + 1} {quoted(element_id)}" if isinstance(element_id, str) else f"{number + 1}"
        )
    return Problem(file, labels[0], labels[1], found.reason, found.remedy)


def _repeated_ids(table: Table) -> Iterator[_Found]:
    first: dict[tuple[int, str], str] = {}
    for place, one in elements(table):
        element_id = one.get("id")
        if not place or not isinstance(element_id, str):
            continue
        used_by = first.setdefault((len(place), element_id), _spoken(place))
        if used_by != _spoken(place):
            yield _Found(place, f'"id" is already used by {used_by}', "give this one an id of its own")


def _spoken(place: Place) -> str:
    section = f"section {place[0] + 1}"
    return f"question {place[1] + 1} of {section}" if place[1:] else section


def _worded(errors: list["ErrorDetails"]) -> Iterator[_Found]:
    placed = [(*_split(error["loc"]), error) for error in errors[:MOST_PROBLEMS]]
    misspelt: set[tuple[Place, object]] = set()
    for place, tail, error in placed:
        if error["type"] == "extra_forbidden" and len(tail) == 1:
            meant, remedy = _meant(str(tail[0]), place)
            misspelt.add((place, meant))
            yield _Found(place, f"{quoted(tail[0])} is not a name used here", remedy)
    for place, tail, error in placed:
        misspelt_only = error["type"] == "missing" and (place, tail[0]) in misspelt
        if not misspelt_only and not _is_said_elsewhere(tail, error):
            yield _known(place, tail, error)


def _split(loc: tuple[int | str, ...]) -> tuple[Place, tuple[int | str, ...]]:
    """Cut a model's location into the place and the rest, which keeps the names of the file."""
    place: Place = ()
    while loc and len(loc) > 1 and loc[0] in ("sections", "questions") and isinstance(loc[1], int):
        place, loc = (*place, loc[1]), loc[2:]
    if loc and len(place) < len(_LEVELS) - 1:
        loc = (_SWAPPED.get(str(loc[0]), loc[0]), *loc[1:])
    return place, loc


def _is_said_elsewhere(tail: tuple[int | str, ...], error: "ErrorDetails") -> bool:
    match error["type"]:
        case "extra_forbidden":  # with the name that was meant
            return len(tail) == 1
        case "value_error":  # the checklist as a whole minds repeated ids, which are found in the table
            return not tail
        case "too_short":  # a list counts as empty when each of its entries has a problem of its own
            return bool(error["input"])
        case _:
            return False


def _known(place: Place, tail: tuple[int | str, ...], error: "ErrorDetails") -> _Found:
    value, context = error["input"], error.get("ctx", {})
    if not tail:
        hint = _HINTS[len(place) - 1][("section", "question")[len(place) - 1]]
        return _Found(place, f"there is {sort_of(value)} where a table belongs", f"write {hint}")
    name, entry = str(tail[0]), next((part + 1 for part in tail[1:] if isinstance(part, int)), None)
    key = f'"{name}"' if entry is None else f'"{name}" entry {entry}'
    if isinstance(cause := context.get("error"), ChecklistValueError):
        return _Found(place, f"{key} {cause.reason}", cause.remedy)
    # A clause written as a table with parts of its own is refused as a whole.
    template = _ANY_OTHER if len(tail) > len(("clauses", 0)) else _REASONS.get(error["type"], _ANY_OTHER)
    reason = template.format_map({"key": key, "found": sort_of(value), "value": quoted(value), **context})
    if entry is not None:
        return _Found(place, reason, _ENTRY_REMEDIES[name])
    hint = _HINTS[len(place)][name]
    return _Found(place, reason, f"add {key}, {hint}" if error["type"] == "missing" else f"write {hint}")


def _meant(key: str, place: Place) -> tuple[str, str]:
    """The name somebody meant by a key that is not known at this place ("" for none), and what to do."""
    for depth, remedy in _HOMES:
        if key in _HINTS[depth]:
            return "", remedy
    names = list(_HINTS[len(place)])
    if close := difflib.get_close_matches(key.lower(), names, n=1):
        return close[0], f'write "{close[0]}" if that is what you meant'
    return "", f"take it out or use one of: {', '.join(names)}"
