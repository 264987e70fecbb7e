"""Reads the bytes of a checklist file into a plain table, and refuses what is too much to look at.

Each refusal is one problem: what lies behind it can't be seen yet.
"""

import codecs
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from checklists.errors import ChecklistFileError, Problem
from checklists.form.checklist import MOST_CHOICES, MOST_CLAUSES, MOST_LOOK_FOR, MOST_QUESTIONS, MOST_TAGS

# 2,000 questions of the usual length (1 kB each) fit; a larger file is something else.
LARGEST_FILE = 2 * 1024 * 1024
# What the fullest checklist holds in all its lists: sections, questions, and the lists of each question.
MOST_ENTRIES = MOST_QUESTIONS * (2 + MOST_LOOK_FOR + MOST_CLAUSES + MOST_CHOICES + MOST_TAGS)

Table: TypeAlias = Mapping[str, object]
# Where something is: () for the checklist, (section,) or (section, question), counted from 0.
Place: TypeAlias = tuple[int, ...]


def read_text(data: bytes, file: str) -> str:
    """Return the bytes of a file as text; `file` is its name, fit to show.

    Raises:
        ChecklistFileError: it is too large, or not stored as UTF-8.
    """
    if len(data) > LARGEST_FILE:
        size = f"{len(data) / 1024 / 1024:.1f} MB"
        raise _only(file, f"there are {size}, and 2 MB is the most", "make two checklists of it")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _only(file, "the text is stored as UTF-16", "save it again with the encoding UTF-8")
    data = data.removeprefix(codecs.BOM_UTF8)  # Windows editors put it there, and it means UTF-8
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = "a character is not stored as UTF-8"
        raise _only(file, reason, "save the file again with the encoding UTF-8", line) from None
    if (null := text.find("\0")) >= 0:
        reason, line = "there is a null byte, which no text has", text.count("\n", 0, null) + 1
        raise _only(file, reason, "save it as plain text with the encoding UTF-8", line)
    return text


def read_table(text: str, file: str) -> Table:
    """Return what the text of a file holds, as TOML reads it; `file` is its name, fit to show.

    Raises:
        ChecklistFileError: it can't be read as TOML, or its lists are too long.
    """
    table = _parsed(text, file)
    _refuse_if_too_long(table, file)
    return table


def elements(table: Table) -> Iterator[tuple[Place, Table]]:
    """Yield the checklist, its sections and their questions, each with its place; only what is a table."""
    yield (), table
    for s, section in _tables(table.get("section")):
        yield (s,), section
        for q, question in _tables(section.get("question")):
            yield (s, q), question


def element(table: Table, place: Place) -> Table:
    """Return what stands at a place of the file; empty where it is no table."""
    found: object = table
    for key, number in zip(("section", "question"), place, strict=False):
        entries = found.get(key) if isinstance(found, Mapping) else None
        found = entries[number] if isinstance(entries, list) else None
    return found if isinstance(found, Mapping) else {}


def _parsed(text: str, file: str) -> Table:
    # The parser's time and memory grow with the square of a key's parts: a.b.c.… would fill the machine.
    if deep := _DEEP_KEY.search(text):
        line = text.count("\n", 0, deep.start()) + 1
        raise _only(file, "a name has very many parts", "write each line as name = value", line)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _only(file, *_syntax(str(error), text)) from None
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


def _syntax(message: str, text: str) -> tuple[str, str, int]:
    where = _WHERE.search(message)
    if where and where[1]:
        line, column = where[1], where[2]
    else:
        line, column = str(text.count("\n") + 1), str(len(text) - text.rfind("\n"))
    for beginning, reason, remedy in _SYNTAX:
        if message.startswith(beginning):
            return f"column {column} {reason}", remedy, int(line)
    return f"column {column} is not written as TOML asks", _NAME_VALUE, int(line)


def _only(file: str, reason: str, remedy: str, line: int | None = None) -> ChecklistFileError:
    return ChecklistFileError(file, [Problem(file, None, None, reason, remedy, line)])


def _refuse_if_too_long(table: Table, file: str) -> None:
    counts = Counter(len(place) for place, _ in elements(table))
    for depth, things in ((1, "sections"), (2, "questions")):
        if counts[depth] > MOST_QUESTIONS:
            reason = f"there are {counts[depth]:,} {things}, and {MOST_QUESTIONS:,} is the most"
            raise _only(file, reason, "make several checklists of it")
    entries = sum(
        len(value) for _, one in elements(table) for value in one.values() if isinstance(value, list)
    )
    if entries > MOST_ENTRIES:
        raise _only(file, f"its lists have {entries:,} entries together", "shorten the lists")


def _tables(value: object) -> Iterator[tuple[int, Table]]:
    """The tables of a list with their numbers from 0; nothing where the value is something else."""
    for number, entry in enumerate(value if isinstance(value, list) else []):
        if isinstance(entry, Mapping):
            yield number, entry
