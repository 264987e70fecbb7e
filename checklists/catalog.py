"""Reads checklist files, says everything there is to put right in one, and holds the shipped ones.

A file is TOML with the keys of `Checklist`, except that one section is written `[[section]]` and one question
`[[section.question]]`. Reading changes and keeps nothing.
"""

import codecs
import difflib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, time
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pydantic import BaseModel, ValidationError

from checklists.checklist import (
    MOST_CLAUSES,
    MOST_LOOK_FOR,
    MOST_QUESTIONS,
    TEXT_LENGTH,
    UNSHOWABLE,
    Checklist,
    Question,
    Section,
)
from checklists.errors import ChecklistFileError, ChecklistValueError, Problem

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

LIBRARY = "checklists.library"

# 2,000 questions of the usual length (1 kB each) fit; a larger file is something else.
LARGEST_FILE = 2 * 1024 * 1024
# One for each question there can be; nobody puts more right in one go, and a hostile file costs no more.
MOST_PROBLEMS = MOST_QUESTIONS
# What the fullest checklist holds in all its lists: sections, questions, and the lists of each question.
MOST_ENTRIES = MOST_QUESTIONS * (2 + MOST_LOOK_FOR + MOST_CLAUSES)
# As much of somebody's own words as tells them which line is meant.
QUOTED_LENGTH = 80

Table: TypeAlias = Mapping[str, object]
# Where something is: () for the checklist, (section,) or (section, question), counted from 0.
Place: TypeAlias = tuple[int, ...]


class _Found(NamedTuple):
    place: Place
    reason: str
    remedy: str


def shipped_files() -> dict[str, bytes]:
    """The shipped checklist files: name (`purchasing.toml`) to bytes, in the order of their names."""
    entries = sorted(resources.files(LIBRARY).iterdir(), key=lambda entry: entry.name)
    return {entry.name: entry.read_bytes() for entry in entries if entry.name.endswith(".toml")}


@cache
def shipped() -> tuple[Checklist, ...]:
    """The shipped checklists, in the order of their file names."""
    return tuple(read_checklist(data, name) for name, data in shipped_files().items())


def read_checklist(data: bytes, name: str) -> Checklist:
    """Read the bytes of a checklist file; `name` is what people call it, such as `purchasing.toml`.

    Raises ChecklistFileError with everything there is to put right. What is too large or can't be read as
    TOML has one problem only: what lies behind it can't be seen yet.
    """
    file = _plain(name)
    table = _parsed(_decoded(data, file), file)
    _refuse_if_too_long(table, file)
    try:
        return Checklist.model_validate(_with_model_names(table))
    except ValidationError as error:
        found = [*_repeated_ids(table), *_worded(error.errors(include_url=False))]
    in_order = sorted(dict.fromkeys(found), key=lambda one: one.place)
    raise ChecklistFileError(file, [_problem(one, table, file) for one in in_order])


# --- from bytes to a table


def _decoded(data: bytes, file: str) -> str:
    if len(data) > LARGEST_FILE:
        size = f"{len(data) / 1024 / 1024:.1f} MB"
        raise _only(file, f"there are {size}, and 2 MB is the most", "make two checklists of it")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _only(file, "the text is stored as UTF-16", "save it again with the encoding UTF-8")
    data = data.removeprefix(codecs.BOM_UTF8)  # Windows editors put it there, and it means UTF-8
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"line {line} has a character that is not stored as UTF-8"
        raise _only(file, reason, "save the file again with the encoding UTF-8") from None


def _parsed(text: str, file: str) -> Table:
    # The parser's time and memory grow with the square of a key's parts: a.b.c.… would fill the machine.
    if deep := _DEEP_KEY.search(text):
        line = text.count("\n", 0, deep.start()) + 1
        raise _only(file, f"line {line} has a name of very many parts", "write each line as name = value")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason, remedy = _syntax(str(error), text)
        raise _only(file, reason, remedy) from None
    except RecursionError:
        remedy = "take out the brackets that are not needed"
        raise _only(file, "lists stand inside lists, too many deep to read", remedy) from None
    except ValueError:  # what Python says to a number of thousands of digits
        raise _only(file, "a number has too many digits to read", "write a shorter number") from None


_DEEP_KEY = re.compile(
    r"""(?<![\w-]) (?: (?: [\w-]++ | "(?:\\.|[^"\\\n])*+" | '[^'\n]*+' ) [ \t]*+ \. [ \t]*+ ){30}""",
    re.VERBOSE,
)
_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_ONE_EACH = "keep one of the two; a section begins with [[section]], a question with [[section.question]]"
_NAME_VALUE = 'write each line as name = value, such as title = "Purchasing"'
_STRAIGHT_QUOTES = 'put text between straight double quotes, such as title = "Purchasing"'
# How the parser's message begins, what that means in the file, and what to do.
_SYNTAX = (
    ("Invalid value", "has a value that can't be read", _STRAIGHT_QUOTES),
    ("Invalid date", "has a date that no calendar holds", _STRAIGHT_QUOTES),
    ("Invalid statement", "begins with something that is not a name", _NAME_VALUE),
    ("Invalid initial character", "has something where a name belongs", _NAME_VALUE),
    ("Expected '=' after a key", "has a name with no equals sign after it", _NAME_VALUE),
    ("Expected newline", "goes on after its value has ended", 'write \\" for a double quote inside a text'),
    ("Expected ']", "has a bracket that is not closed", "write [[section]] or [[section.question]]"),
    ("Illegal character '\\n'", "ends in the middle of a text", "close the text with a double quote"),
    ("Illegal character", "has a hidden character in it", "delete what was pasted and type it again"),
    ("Unterminated string", "ends in the middle of a text", "close the text with a double quote"),
    ("Unclosed array", "is still inside a list", "put commas between the entries and close the list with ]"),
    ("Unclosed inline table", "is still inside a table", "close the table with }"),
    ("Unescaped '\\'", "has a backslash on its own", "write two backslashes for one"),
    ("Escaped character", "has a code that names no character", "type the character itself"),
    ("Invalid hex", "has a code that names no character", "type the character itself"),
    ("Cannot ", "sets something that was set before", _ONE_EACH),
    ("Duplicate ", "sets something that was set before", _ONE_EACH),
)


def _syntax(message: str, text: str) -> tuple[str, str]:
    where = _WHERE.search(message)
    if where and where[1]:
        line, column = where[1], where[2]
    else:
        line, column = str(text.count("\n") + 1), str(len(text) - text.rfind("\n"))
    for beginning, reason, remedy in _SYNTAX:
        if message.startswith(beginning):
            return f"line {line}, column {column} {reason}", remedy
    return f"line {line}, column {column} is not written as TOML asks", _NAME_VALUE


def _only(file: str, reason: str, remedy: str) -> ChecklistFileError:
    return ChecklistFileError(file, [Problem(file, None, None, reason, remedy)])


# --- what is in the table


def _tables(value: object) -> Iterator[tuple[int, Table]]:
    """The tables of a list with their numbers from 0; nothing where the value is something else."""
    for number, entry in enumerate(value if isinstance(value, list) else []):
        if isinstance(entry, Mapping):
            yield number, entry


def _elements(table: Table) -> Iterator[tuple[Place, Table]]:
    yield (), table
    for s, section in _tables(table.get("section")):
        yield (s,), section
        for q, question in _tables(section.get("question")):
            yield (s, q), question


def _refuse_if_too_long(table: Table, file: str) -> None:
    counts = Counter(len(place) for place, _ in _elements(table))
    for depth, things in ((1, "sections"), (2, "questions")):
        if counts[depth] > MOST_QUESTIONS:
            reason = f"there are {counts[depth]:,} {things}, and {MOST_QUESTIONS:,} is the most"
            raise _only(file, reason, "make several checklists of it")
    entries = sum(
        len(value) for _, one in _elements(table) for value in one.values() if isinstance(value, list)
    )
    if entries > MOST_ENTRIES:
        raise _only(file, f"its lists have {entries:,} entries together", "shorten the lists")


def _repeated_ids(table: Table) -> Iterator[_Found]:
    first: dict[tuple[int, str], str] = {}
    for place, element in _elements(table):
        element_id = element.get("id")
        if not place or not isinstance(element_id, str):
            continue
        used_by = first.setdefault((len(place), element_id), _spoken(place))
        if used_by != _spoken(place):
            yield _Found(place, f'"id" is already used by {used_by}', "give this one an id of its own")


def _spoken(place: Place) -> str:
    section = f"section {place[0] + 1}"
    return f"question {place[1] + 1} of {section}" if place[1:] else section


def _element(table: Table, place: Place) -> Table:
    """The checklist, section or question at a place, as it stands in the file; empty where it is no table."""
    found: object = table
    for key, number in zip(("section", "question"), place, strict=False):
        entries = found.get(key) if isinstance(found, Mapping) else None
        found = entries[number] if isinstance(entries, list) else None
    return found if isinstance(found, Mapping) else {}


def _problem(found: _Found, table: Table, file: str) -> Problem:
    labels: list[str | None] = [None, None]
    for depth, number in enumerate(found.place):
        element_id = _element(table, found.place[: depth + 1]).get("id")
        labels[depth] = (
            f"{number + 1} {_quoted(element_id)}" if isinstance(element_id, str) else f"{number + 1}"
        )
    return Problem(file, labels[0], labels[1], found.reason, found.remedy)


# --- what the models say about it

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


def _with_model_names(table: Table) -> dict[str, object]:
    renamed = {_SWAPPED.get(key, key): value for key, value in table.items()}
    if isinstance(sections := renamed.get("sections"), list):
        renamed["sections"] = [
            {_SWAPPED.get(key, key): value for key, value in section.items()}
            if isinstance(section, Mapping)
            else section
            for section in sections
        ]
    return renamed


def _worded(errors: list["ErrorDetails"]) -> Iterator[_Found]:
    placed = [(*_split(error["loc"]), error) for error in errors[:MOST_PROBLEMS]]
    misspelt: set[tuple[Place, object]] = set()
    for place, tail, error in placed:
        if error["type"] == "extra_forbidden" and len(tail) == 1:
            meant, remedy = _meant(str(tail[0]), place)
            misspelt.add((place, meant))
            yield _Found(place, f"{_quoted(tail[0])} is not a name used here", remedy)
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
        return _Found(place, f"there is {_sort_of(value)} where a table belongs", f"write {hint}")
    name, entry = str(tail[0]), next((part + 1 for part in tail[1:] if isinstance(part, int)), None)
    key = f'"{name}"' if entry is None else f'"{name}" entry {entry}'
    if isinstance(cause := context.get("error"), ChecklistValueError):
        return _Found(place, f"{key} {cause.reason}", cause.remedy)
    # A clause written as a table with parts of its own is refused as a whole.
    template = _ANY_OTHER if len(tail) > len(("clauses", 0)) else _REASONS.get(error["type"], _ANY_OTHER)
    reason = template.format_map({"key": key, "found": _sort_of(value), "value": _quoted(value), **context})
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


# --- somebody's own words, made fit to repeat


def _plain(text: str) -> str:
    shown = UNSHOWABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    return shown if len(shown) <= QUOTED_LENGTH else shown[: QUOTED_LENGTH - 1] + "…"


def _quoted(value: object) -> str:
    if isinstance(value, str):
        return f'"{_plain(value)}"'
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _READABLE:
        return str(value)
    return "a very long number" if type(value) is int else _sort_of(value)


# Python itself declines to write out integers of thousands of digits, and nobody reads more than these.
_READABLE = 10**18


def _sort_of(value: object) -> str:
    for types, words in _SORTS:
        if isinstance(value, types):
            return words
    return "something else"


_SORTS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (str, "text"),
    (bool, "true or false"),  # before int, which it also is
    (int, "a whole number"),
    (float, "a number with decimals"),
    ((date, time), "a date or a time"),
    (list, "a list"),
    (dict, "a table"),
)
