"""Cuts a condition into its words, numbers, texts and signs, each with its column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from checklists.errors import ChecklistValueError
from checklists.own_words import quoted


class ConditionError(ChecklistValueError):
    """A condition can't be read; `column` counts from 1."""

    def __init__(self, reason: str, remedy: str, column: int) -> None:
        super().__init__(reason, remedy)
        self.column = column


class Sort(StrEnum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    TEXT = "text"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, a text without its quotes, or a sign.

    Attributes:
        sort: what it is.
        text: how it reads; of a text what is inside its quotes.
        column: where it begins, counted from 1.
    """

    sort: Sort
    text: str
    column: int

    def not_here(self, remedy: str) -> ConditionError:
        """Return the error that says that something else belongs where this stands."""
        reason = (
            f"ends too early, at column {self.column}"
            if self.sort is Sort.END
            else f"can't be read from column {self.column} on, where {quoted(self.text)} stands"
        )
        return ConditionError(reason, remedy, self.column)


NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")

_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<number> {NUMBER.pattern} (?![\w-]))
    | (?P<word> [A-Za-z0-9][\w-]*)
    | "(?P<double> [^"]*)" | '(?P<single> [^']*)'
    | (?P<sign> <= | >= | < | > | \( | \))
    | (?P<end> \Z)
    )""",
    re.VERBOSE,
)
# What people know from elsewhere, and how it is written here.
_ELSEWHERE = (
    ("==", 'write "is" instead of "=="'),
    ("!=", 'write "is not" instead of "!="'),
    ("<>", 'write "is not" instead of "<>"'),
    ("=", 'write "is" instead of "="'),
    ("&", 'write "and" instead of "&"'),
    ("|", 'write "or" instead of "|"'),
    ("!", 'write "not" instead of "!"'),
    ('"', "close the text with the quote it began with"),
    ("'", "close the text with the quote it began with"),
    ("\N{LEFT DOUBLE QUOTATION MARK}", "put text between straight quotes"),
    ("\N{DOUBLE LOW-9 QUOTATION MARK}", "put text between straight quotes"),
)
_KNOWN = "use the ids of questions, is, is not, includes, <, <=, >, >=, and, or, not and brackets"


def tokens(text: str) -> list[Token]:
    """Return the tokens of a condition, the last one its end. Raises ConditionError at an unknown sign."""
    found: list[Token] = []
    at = 0
    while not found or found[-1].sort is not Sort.END:
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unknown(text, at)
        name = match.lastgroup or ""
        sort = Sort.TEXT if name in ("double", "single") else Sort(name)
        column = match.start(name) + (0 if sort is Sort.TEXT else 1)
        found.append(Token(sort, match[name], column))
        at = match.end()
    return found


def _unknown(text: str, at: int) -> ConditionError:
    rest = text[at:].lstrip()
    column = len(text) - len(rest) + 1
    remedy = next((said for sign, said in _ELSEWHERE if rest.startswith(sign)), _KNOWN)
    return ConditionError(f'has "{rest[0]}" at column {column}, which is not used here', remedy, column)
