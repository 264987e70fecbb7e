"""Reads the bytes of a checklist file into a plain table, and refuses what is too much to look at.

What is too much is one problem: what lies behind it can't be seen yet.
"""

import codecs
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from checklists.errors import ChecklistFileError, Problem
from checklists.files.reading_on import PutAside, read_on
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


def read_table(text: str, file: str) -> tuple[Table, PutAside]:
    """Return what the text of a file holds, as TOML reads it, and the lines that could not be read.

    Args:
        text: the text.
        file: its name, fit to show.

    Raises:
        ChecklistFileError: too little of it can be read as TOML, or its lists are too long.
    """
    table, aside = _parsed(text, file)
    _refuse_if_too_long(table, file)
    return table, aside


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


def _parsed(text: str, file: str) -> tuple[Table, PutAside]:
    # The parser's time and memory grow with the square of a key's parts: a.b.c.… would fill the machine.
    if deep := _DEEP_KEY.search(text):
        line = text.count("\n", 0, deep.start()) + 1
        raise _only(file, "a name has very many parts", "write each line as name = value", line)
    try:
        return tomllib.loads(text), PutAside()
    except tomllib.TOMLDecodeError as error:
        found, aside = read_on(text, error, file)
        if found is None:
            raise ChecklistFileError(file, sorted(aside.problems, key=lambda one: one.line or 0)) from None
        return found, aside
    except RecursionError:
        remedy = "take out the brackets that are not needed"
        raise _only(file, "lists stand inside lists, too many deep to read", remedy) from None
    except ValueError:  # what Python says to a number of thousands of digits
        raise _only(file, "a number has too many digits to read", "write a shorter number") from None


_DEEP_KEY = re.compile(
    r"""(?<![\w-]) (?: (?: [\w-]++ | "(?:\\.|[^"\\\n])*+" | '[^'\n]*+' ) [ \t]*+ \. [ \t]*+ ){30}""",
    re.VERBOSE,
)


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
