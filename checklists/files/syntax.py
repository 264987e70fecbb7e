"""Says what the TOML parser minds in a checklist file, in words that say what to write."""

from __future__ import annotations

import re

from checklists.errors import Problem

_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_ONE_EACH = "keep one of the two; a section begins with [[section]], a question with [[section.question]]"
_NAME_VALUE = 'write each line as name = value, such as title = "Purchasing"'
_HEADING = "write [[section]] or [[section.question]]"
_STRAIGHT_QUOTES = 'put text between straight double quotes, such as title = "Purchasing"'
# How the parser's message begins, what that means in the file, and what to do.
_SYNTAX = (
    ("Invalid value", "has a value that can't be read", _STRAIGHT_QUOTES),
    ("Invalid date", "has a date that no calendar holds", _STRAIGHT_QUOTES),
    ("Invalid statement", "begins with something that is not a name", _NAME_VALUE),
    ("Invalid initial character", "has something where a name belongs", _NAME_VALUE),
    ("Expected '=' after a key", "has a name with no equals sign after it", _NAME_VALUE),
    ("Expected newline", "goes on after its value has ended", 'write \\" for a double quote inside a text'),
    ("Expected ']", "has a bracket that is not closed", _HEADING),
    ("Illegal character '\\n'", "ends in the middle of a text", "close the text with a double quote"),
    ("Illegal character", "has a hidden character in it", "delete what was pasted and type it again"),
    ("Unterminated string", "ends in the middle of a text", "close the text with a double quote"),
    ("Unclosed array", "is still inside a list", "put commas between the entries and close the list with ]"),
    (
        "Unclosed inline table",
        "is still inside a table",
        'close it with }, and write \\" for a double quote inside a text',
    ),
    ("Unescaped '\\'", "has a backslash on its own", "write two backslashes for one"),
    ("Escaped character", "has a code that names no character", "type the character itself"),
    ("Invalid hex", "has a code that names no character", "type the character itself"),
    ("Cannot ", "sets something that was set before", _ONE_EACH),
    ("Duplicate ", "sets something that was set before", _ONE_EACH),
)
_IN_A_LIST = ("the list that begins here is not closed", "put commas between the entries and close it with ]")


def where(message: str, text: str) -> tuple[int, int]:
    """Return the line and the column, both from 1, that the parser's message is about."""
    found = _WHERE.search(message)
    if found and found[1]:
        return int(found[1]), int(found[2])
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def syntax_problem(message: str, text: str, file: str, begun_on: int | None = None) -> Problem:
    """Return what the parser's message comes to.

    Args:
        message: what it said of the text.
        text: the text.
        file: the file's name, fit to show.
        begun_on: the line of a list that was still open where it stopped.
    """
    if begun_on is not None:
        return Problem(file, None, None, *_IN_A_LIST, begun_on)
    line, column = where(message, text)
    reason, remedy = next(
        ((reason, remedy) for beginning, reason, remedy in _SYNTAX if message.startswith(beginning)),
        ("is not written as TOML asks", _NAME_VALUE),
    )
    if remedy == _NAME_VALUE and text.split("\n")[line - 1].lstrip().startswith("["):
        remedy = _HEADING
    return Problem(file, None, None, f"column {column} {reason}", remedy, line)


def not_in_double_brackets(name: str, file: str, line: int) -> Problem:
    """Return what there is to say of `[section]`, of which TOML takes one and a checklist none."""
    return Problem(file, None, None, f'"{name}" does not stand in double brackets', f"write [[{name}]]", line)
