"""Reads on after a line that is not written as TOML asks, so that everything is said at once.

What can't be read is put aside and the rest is read again. Nothing is said of what that leaves open: that a
name is missing whose line can't be read, or that a condition names a question whose id can't.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checklists.files.line_numbers import HEADING, SETTING, Inside, names_in
from checklists.files.syntax import not_in_double_brackets, syntax_problem, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklists.errors import Problem

# A page of lines to put right is enough; a file with more is perhaps no TOML at all.
MOST_PUT_ASIDE = 50
# Reading again takes time: a large file is read fewer times, in characters together.
_MOST_READ_AGAIN = 8_000_000
# Other parts of a checklist don't depend on these.
_STANDS_ALONE = frozenset(
    {"version", "title", "kind", "purpose", "minutes", "text", "why", "look_for", "ask", "clauses", "outcome"}
    | {"weight", "required"}
)
_LISTED = frozenset({"section", "section.question", "subset"})
_WORDS = re.compile(r"[\[\]\s]*([A-Za-z0-9_.-]+)[\[\]\s]*(?:#.*)?")


@dataclass(slots=True)
class PutAside:
    """What was put aside while a file was read.

    Attributes:
        problems: one for each place that can't be read.
        lines: those that hold something else now, counted from 1.
        gaps: lines of the headings under which a line without a readable name stands, None for the top.
        text: what was read in its place, line by line; empty where nothing was put aside.
        is_whole: whether it can be said what fits what: ids, types and choices can be read.
    """

    problems: list[Problem] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    gaps: set[int | None] = field(default_factory=set)
    text: str = ""
    is_whole: bool = True

    def hides(self, problem: Problem) -> bool:
        """Say whether a problem is perhaps none, because of what was put aside."""
        if problem.line in self.lines:
            return True
        return problem.line in self.gaps and problem.reason.endswith("is missing")


def read_on(
    text: str, error: tomllib.TOMLDecodeError, file: str
) -> tuple[dict[str, object] | None, PutAside]:
    """Return what can be read of a text that TOML refuses, and what was put aside.

    Args:
        text: the text.
        error: what the parser said of it.
        file: its name, fit to show.

    Returns:
        The table is None where too much would have to be guessed; the problems found so far still count.
    """
    lines = text.split("\n")
    aside = PutAside()
    for _ in range(min(MOST_PUT_ASIDE, _MOST_READ_AGAIN // (len(text) + 1))):
        if not _put_aside(lines, error, file, aside):
            return None, aside
        aside.text = "\n".join(lines)
        try:
            return tomllib.loads(aside.text), aside
        except tomllib.TOMLDecodeError as next_error:
            error = next_error
        except (RecursionError, ValueError):
            return None, aside
    return None, aside


def _put_aside(lines: list[str], error: tomllib.TOMLDecodeError, file: str, aside: PutAside) -> bool:
    """Put aside what the parser could not read; say whether the rest is worth reading."""
    number = min(where(str(error), "\n".join(lines))[0], len(lines))
    first = _first_line(lines, number)
    # The same place again, or what was put in its place: the guess was wrong.
    if first in aside.lines:
        return False
    line = lines[first - 1]
    if (listed := _listed(line)) and _double_brackets(lines, first, listed, file, aside):
        return True
    begun_on = first if first < number and _begins(lines[number - 1]) else None
    aside.problems.append(syntax_problem(str(error), "\n".join(lines), file, begun_on))
    if line.lstrip().startswith("[") or '"""' in line or "'''" in line:
        return False
    setting = SETTING.match(line)
    is_repeated = str(error).startswith(("Cannot", "Duplicate"))
    last = _last_line(lines, first)
    _blank(lines, first, last, aside)
    if setting and not is_repeated:
        lines[first - 1] = f"{setting['names']} = 0"
        names = names_in(setting["names"])
        aside.is_whole = aside.is_whole and len(names) == 1 and names[0] in _STANDS_ALONE
    elif not setting:
        aside.gaps.add(next((n for n in range(first, 0, -1) if HEADING.match(lines[n - 1])), None))
        aside.is_whole = False
    return True


def _listed(line: str) -> str | None:
    """Return the name in a heading of which there can be several, however it is bracketed."""
    found = _WORDS.fullmatch(line)
    return found[1] if found and found[1] in _LISTED and line.lstrip().startswith("[") else None


def _double_brackets(lines: list[str], first: int, name: str, file: str, aside: PutAside) -> bool:
    """Read [section] as [[section]] and say so of each: who writes one writes all; False where none is."""
    meant = f"[[{name}]]"
    found = [n for n, line in enumerate(lines, 1) if line.split("#")[0].strip() == f"[{name}]"]
    if first not in found and lines[first - 1].split("#")[0].strip() != meant:
        found.append(first)
    for number in found:
        aside.problems.append(not_in_double_brackets(name, file, number))
        lines[number - 1] = meant
    return bool(found)


def _first_line(lines: list[str], number: int) -> int:
    """Return the line on which begins what goes on at a line: its setting or heading."""
    inside, first = Inside(), number
    for at in range(1, number + 1):
        if inside.nothing:
            first = at
        inside.past(lines[at - 1])
    return first


def _last_line(lines: list[str], first: int) -> int:
    """Return where a setting ends, or seems to: before the next line that begins one."""
    inside, last = Inside(), first
    for number, line in _from(lines, first):
        if number > first and _begins(line):
            return last
        inside.past(line)
        last = number
        if inside.nothing:
            return last
    return last


def _begins(line: str) -> bool:
    return bool(SETTING.match(line) or HEADING.match(line))


def _from(lines: list[str], first: int) -> Iterator[tuple[int, str]]:
    return ((number, lines[number - 1]) for number in range(first, len(lines) + 1))


def _blank(lines: list[str], first: int, last: int, aside: PutAside) -> None:
    for number in range(first, last + 1):
        lines[number - 1] = ""
        aside.lines.add(number)
