"""Finds everything to put right in a checklist file: what the models say of it, each with a remedy."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from checklists.errors import ChecklistValueError, Problem
from checklists.files.line_numbers import FileLines
from checklists.files.names import (
    NAME_ITSELF,
    SWAPPED,
    Tail,
    hint_of,
    home_of,
    known_names,
    path_of,
    split,
    spoken,
)
from checklists.files.table import Place, Table, element, elements
from checklists.form.checklist import MOST_QUESTIONS
from checklists.form.checklist_fit import misfits
from checklists.form.lines import ID_HINT, LANGUAGE_HINT
from checklists.own_words import closest, quoted, sort_of

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

# One for each question there can be; nobody puts more right in one go, and a hostile file costs no more.
MOST_PROBLEMS = MOST_QUESTIONS

# What each finding of the models means in the file.
_REASONS = {
    "missing": "{key} is missing",
    "string_type": "{key} is {found} where text in quotes belongs",
    "int_type": "{key} is {found} where a whole number belongs",
    "bool_type": "{key} is {found} where true or false belongs, without quotes",
    "tuple_type": "{key} is {found} where a list belongs",
    "dict_type": "{key} is {found} where a table belongs",
    "model_type": "{key} is {found} where a table belongs",
    "enum": "{key} is {value}, which is not one of the words used here",
    "literal_error": "{key} is {value}, which is not one of the words used here",
    "string_pattern_mismatch": "{key} is {value}",
    "string_too_long": "{key} is longer than {max_length} characters",
    "greater_than_equal": "{key} is {value}",
    "less_than_equal": "{key} is {value}",
    "too_short": "{key} is empty",
    "too_long": "{key} has more than {max_length} entries",
}
_ANY_OTHER = "{key} can't be used as it is"


class _Found(NamedTuple):
    place: Place
    tail: Tail
    reason: str
    remedy: str


def with_model_names(table: Table) -> dict[str, object]:
    """Return a file's table with the names the models use, `sections` for `section`."""
    renamed = {SWAPPED.get(key, key): value for key, value in table.items()}
    if isinstance(sections := renamed.get("sections"), list):
        renamed["sections"] = [
            {SWAPPED.get(key, key): value for key, value in section.items()}
            if isinstance(section, Mapping)
            else section
            for section in sections
        ]
    return renamed


def problems(
    table: Table, error: ValidationError, file: str, lines: FileLines, *, fits: bool = True
) -> list[Problem]:
    """Return everything to put right, in the order of the file.

    Args:
        table: the file as it was read.
        error: what the models say of it.
        file: its name, fit to show.
        lines: where everything stands in it.
        fits: whether to look at what does not fit each other as well.
    """
    named = list(_worded(error.errors(include_url=False)))
    misspelt = {(one.found.place, one.meant) for one in named if one.meant}
    found = [*_repeated_ids(table), *(one.found for one in named if not one.follows(misspelt))]
    found += [one for one in (_misfits(table) if fits else ()) if (one.place, one.tail) not in misspelt]
    in_place = sorted(dict.fromkeys(found), key=lambda one: one.place)
    worded = [_problem(one, table, file, lines) for one in in_place]
    return sorted(worded, key=lambda one: one.line or 0)


def _problem(found: _Found, table: Table, file: str, lines: FileLines) -> Problem:
    labels: list[str | None] = [None, None]
    for depth, number in enumerate(found.place):
        element_id = element(table, found.place[: depth + 1]).get("id")
        labels[depth] = (
            f"{number + 1} {quoted(element_id)}" if isinstance(element_id, str) else f"{number + 1}"
        )
    line = lines.line_of(path_of(found.place, found.tail))
    return Problem(file, labels[0], labels[1], found.reason, found.remedy, line)


def _repeated_ids(table: Table) -> Iterator[_Found]:
    first: dict[tuple[int, str], str] = {}
    for place, one in elements(table):
        element_id = one.get("id")
        if not place or not isinstance(element_id, str):
            continue
        used_by = first.setdefault((len(place), element_id), _spoken_place(place))
        if used_by != _spoken_place(place):
            reason = f'"id" is already used by {used_by}'
            yield _Found(place, ("id",), reason, "give this one an id of its own")


def _spoken_place(place: Place) -> str:
    section = f"section {place[0] + 1}"
    return f"question {place[1] + 1} of {section}" if place[1:] else section


def _misfits(table: Table) -> Iterator[_Found]:
    for one in islice(misfits(with_model_names(table)), MOST_PROBLEMS):
        place, tail = split(one.location)
        yield _Found(place, tail, f"{spoken(tail)} {one.reason}", one.remedy)


class _Worded(NamedTuple):
    found: _Found
    # The part that a name which is not known was meant for.
    meant: Tail = ()
    is_missing: bool = False

    def follows(self, misspelt: set[tuple[Place, Tail]]) -> bool:
        """Say whether it is missing only because its name is written differently."""
        return self.is_missing and (self.found.place, self.found.tail) in misspelt


def _worded(errors: list["ErrorDetails"]) -> Iterator[_Worded]:
    placed = [(*split(error["loc"]), error) for error in errors[:MOST_PROBLEMS]]
    unknown = [one for one in placed if one[2]["type"] == "extra_forbidden" and not _in_clause(one[1])]
    yield from (_unknown_name(place, tail) for place, tail, _ in unknown)
    for place, tail, error in placed:
        if not _is_said_elsewhere(tail, error):
            yield _Worded(_known(place, tail, error), is_missing=error["type"] == "missing")


def _in_clause(tail: Tail) -> bool:
    # A clause written as a table with parts of its own is refused as a whole.
    return len(tail) > len(("clauses", 0)) and tail[0] == "clauses"


def _is_said_elsewhere(tail: Tail, error: "ErrorDetails") -> bool:
    match error["type"]:
        case "extra_forbidden":  # with the name that was meant
            return not _in_clause(tail)
        case "value_error":  # what minds repeated ids and misfits as a whole; they are found in the table
            return not tail
        case "too_short":  # a list counts as empty when each of its entries has a problem of its own
            return bool(error["input"])
        case _:  # an id under which something is translated is looked for among the ids there are
            return tail[-1:] == (NAME_ITSELF,) and tail[2:3] in {("section",), ("question",)}


def _known(place: Place, tail: Tail, error: "ErrorDetails") -> _Found:
    value, context = error["input"], error.get("ctx", {})
    if not tail:
        hint = hint_of(place[:-1], (("section", "question")[len(place) - 1],))
        return _Found(place, (), f"there is {sort_of(value)} where a table belongs", f"write {hint}")
    if _in_clause(tail):
        entry = tail[:2]
        return _Found(place, entry, _ANY_OTHER.format(key=spoken(entry)), f"write {hint_of(place, entry)}")
    key, hint = spoken(tail), hint_of(place, tail)
    if isinstance(cause := context.get("error"), ChecklistValueError):
        return _Found(place, tail, f"{key} {cause.reason}", cause.remedy)
    if tail[-1] == NAME_ITSELF:
        hint = LANGUAGE_HINT if len(tail) == len(("translations", "de", NAME_ITSELF)) else ID_HINT
        return _Found(place, tail, f"{key} has a name that can't be used", f"name it by {hint}")
    template = _REASONS.get(error["type"], _ANY_OTHER) if tail[0] != "clauses" else "{key} is {found}"
    reason = template.format_map({"key": key, "found": sort_of(value), "value": quoted(value), **context})
    remedy = f"add {key}, {hint}" if error["type"] == "missing" else f"write {hint}"
    return _Found(place, tail, reason, remedy)


def _unknown_name(place: Place, tail: Tail) -> _Worded:
    name, around = str(tail[-1]), tail[:-1]
    reason = f"{spoken(around) + ' has ' if around else ''}{quoted(name)}{', which' if around else ''} is not"
    meant, remedy = _meant(name, place, around)
    found = _Found(place, tail, f"{reason} a name used here", remedy)
    return _Worded(found, (*around, meant) if meant else ())


def _meant(name: str, place: Place, around: Tail) -> tuple[str, str]:
    """The name somebody meant by one that is not known at this place ("" for none), and what to do."""
    if not around and (home := home_of(name)):
        return "", home
    names = known_names(place, around)
    if close := closest(name, names):
        return close, f'write "{close}" if that is what you meant'
    return "", f"take it out or use one of: {', '.join(names)}"
