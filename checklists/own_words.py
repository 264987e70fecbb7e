"""Repeats somebody's own words and values in a sentence: short, and with nothing that can't be shown."""

import difflib
from collections.abc import Collection
from datetime import date, time

from checklists.form.lines import UNSHOWABLE

# As much of somebody's own words as tells them which line is meant.
QUOTED_LENGTH = 80
# Comparing takes time: of thousands of questions, those that begin with the same letter are enough.
_MOST_COMPARED = 100
# Python itself declines to write out integers of thousands of digits, and nobody reads more than these.
_READABLE = 10**18


def plain(text: str) -> str:
    """Return the beginning of a text, fit to show."""
    shown = UNSHOWABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    return shown if len(shown) <= QUOTED_LENGTH else shown[: QUOTED_LENGTH - 1] + "…"


def closest(word: str, known: Collection[str]) -> str | None:
    """Return the known word that somebody may have meant, None where none is close."""
    if len(known) > _MOST_COMPARED:
        known = [one for one in known if one[:1] == word[:1]][:_MOST_COMPARED]
    return next(iter(difflib.get_close_matches(word[:QUOTED_LENGTH].lower(), known, n=1)), None)


def quoted(value: object) -> str:
    """Return a value as a sentence shows it: text in quotes, a number as it is, anything else by its sort."""
    if isinstance(value, str):
        return f'"{plain(value)}"'
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _READABLE:
        return str(value)
    return "a very long number" if type(value) is int else sort_of(value)


def sort_of(value: object) -> str:
    """Return what a value of a file is called: `text`, `a whole number`, `a list`."""
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
