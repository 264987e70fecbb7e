"""Finds the line of a checklist file that a part of it stands on.

The text has been read as TOML before, so this looks for headings and names only, past what is inside texts
and lists. A part it does not find on a line of its own is said to be where the table around it begins.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TypeAlias

# A path with a file's names, and places counted from 0: ("section", 0, "question", 1, "why").
Path: TypeAlias = tuple[str | int, ...]

_NAME = r"""(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*')"""
_DOTTED = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
HEADING = re.compile(rf"[ \t]*(?P<brackets>\[\[?)[ \t]*(?P<names>{_DOTTED})[ \t]*\]")
SETTING = re.compile(rf"[ \t]*(?P<names>{_DOTTED})[ \t]*=")
_ONE_NAME = re.compile(_NAME)
# What a line is made of as far as it matters here; the rest are letters and spaces.
_PIECE = re.compile(
    r'''(?P<long>"""|\'\'\')|"(?:\\.|[^"\\])*"|'[^']*'|(?P<comment>\#)|(?P<open>[\[{])|(?P<close>[\]}])'''
)


class FileLines:
    """The lines of a file by what stands on them; looked for when the first is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    def line_of(self, path: Path) -> int | None:
        """Return the line of a part, counted from 1: its own, or where what holds it begins."""
        for length in range(len(path), 0, -1):
            if (line := self._lines.get(path[:length])) is not None:
                return line
        return None

    @cached_property
    def _lines(self) -> dict[Path, int]:
        found: dict[Path, int] = {}
        counts: Counter[Path] = Counter()
        table: Path = ()
        inside = Inside()
        for number, line in enumerate(self._text.split("\n"), 1):
            if inside.nothing:
                if heading := HEADING.match(line):
                    table = _opened(heading, counts)
                    found.setdefault(table, number)
                elif setting := SETTING.match(line):
                    path: Path = table
                    for name in names_in(setting["names"]):
                        path = (*path, name)
                        found.setdefault(path, number)
            inside.past(line)
        return found


def _opened(heading: re.Match[str], counts: Counter[Path]) -> Path:
    """Return the path of the table that a heading opens, the newest of its kind."""
    path: Path = ()
    *outer, last = names_in(heading["names"])
    for name in outer:
        path = (*path, name)
        if counts[path]:
            path = (*path, counts[path] - 1)
    path = (*path, last)
    if heading["brackets"] == "[[":
        counts[path] += 1
        path = (*path, counts[path] - 1)
    return path


def names_in(dotted: str) -> list[str]:
    """Return the parts of a dotted name, without quotes."""
    return [name.strip("\"'") for name in _ONE_NAME.findall(dotted)]


class Inside:
    """Whether the beginning of a line is inside a long text or a list."""

    def __init__(self) -> None:
        self._quotes: str | None = None
        self._depth = 0

    @property
    def nothing(self) -> bool:
        """Whether a setting or a heading may begin here."""
        return self._quotes is None and self._depth == 0

    def past(self, line: str) -> None:
        """Go to the end of a line."""
        at = 0
        while at < len(line):
            if self._quotes is not None:
                end = line.find(self._quotes, at)
                if end < 0:
                    return
                at, self._quotes = end + len(self._quotes), None
                continue
            piece = _PIECE.search(line, at)
            if piece is None or piece["comment"]:
                return
            self._depth = max(0, self._depth + bool(piece["open"]) - bool(piece["close"]))
            at, self._quotes = piece.end(), piece["long"]
