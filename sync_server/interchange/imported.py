"""What an import comes to: a checklist, or one that only lacks words that nobody has written yet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from checklists.checklist import MOST_QUESTIONS, Checklist
from checklists.errors import Problem
from checklists.file_lines import FileLines
from checklists.file_problems import problems, with_model_names
from checklists.file_table import Table, elements
from sync_server.interchange.problems import InterchangeError, SheetPlace, SheetProblem
from sync_server.interchange.toml_text import toml_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checklists.file_lines import Path

# What a list or a form from elsewhere does not have, and somebody who knows the work can write.
_TO_WRITE = re.compile(r'"(?:why|look_for|ask|outcome|purpose|kind|minutes|language)" is missing')
# What the file's own remedies say in the words of its format.
_REMEDIES = {
    "look_for": "write what is worth seeing, one a line",
    "clauses": "write them like ISO 9001:2015 8.4.1, one a line",
    "tags": "write them in lower-case letters, digits and hyphens, with a space between two",
    "choices": "put its choices on the sheet “choices”, each with a name and a label",
}
_PART = re.compile(r'"(\w+)"')


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read.

    Attributes:
        table: what a checklist file holds, with its names (`section`, `question`).
        checklist: the checklist, None while words are missing.
        to_write: what is missing, each a sentence with what to write.
        left_out: what was passed over because a checklist has no place for it, each a sentence.
        off: rules of the linter that are switched off, each with the reason.
    """

    table: Table
    checklist: Checklist | None
    to_write: tuple[SheetProblem, ...]
    left_out: tuple[str, ...]
    off: Mapping[str, str]

    @property
    def toml(self) -> str:
        """The checklist file; where words are missing, it says so when it is looked over."""
        return toml_text({**self.table, "lint": {"off": dict(self.off)}} if self.off else self.table)


class Places(FileLines):
    """Where each part of a checklist stands in a spreadsheet."""

    def __init__(self) -> None:
        super().__init__("")
        self._at: dict[Path, int] = {}
        self._places: list[SheetPlace] = []

    def put(self, path: Path, place: SheetPlace) -> None:
        """Remember the place of a part; the first one counts."""
        if path not in self._at:
            self._places.append(place)
            self._at[path] = len(self._places)

    def line_of(self, path: Path) -> int | None:
        """Return the number of a place, counted from 1: the part's own, or that of what holds it."""
        return next((self._at[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self._at), None)

    def place(self, number: int | None) -> SheetPlace:
        """Return the place with this number."""
        return SheetPlace() if number is None else self._places[number - 1]


def imported(
    table: Table,
    places: Places,
    file: str,
    found: Sequence[SheetProblem] = (),
    left_out: Sequence[str] = (),
    off: Mapping[str, str] | None = None,
) -> Imported:
    """Return what a table comes to.

    Args:
        table: what was read, with a checklist file's names.
        places: where each part of it stands.
        file: the name of what it was read from, fit to show.
        found: what could not be read.
        left_out: what was passed over.
        off: rules of the linter that are switched off.

    Raises:
        InterchangeError: something can't be used as it is; it holds everything found.
    """
    if too_many := _too_many(table, file):
        raise InterchangeError(file, [*found, too_many])
    said: list[SheetProblem] = []
    checklist = None
    try:
        checklist = Checklist.model_validate(with_model_names(table))
    except ValidationError as error:
        said = [_placed(one, places) for one in problems(table, error, file, places)]
        if not said:
            raise InterchangeError(file, [*found, _unplaced(file, error)]) from error
    wrong = [*found, *(one for one in said if not _TO_WRITE.fullmatch(one.reason))]
    if wrong:
        raise InterchangeError(file, wrong)
    return Imported(table, checklist, tuple(said), tuple(left_out), off or {})


def _too_many(table: Table, file: str) -> SheetProblem | None:
    count = sum(len(place) == len(("section", "question")) for place, _ in elements(table))
    if count == 0:
        remedy = "write one question a row, with a heading above each column"
        return SheetProblem(file, SheetPlace(), "there are no questions", remedy)
    if count > MOST_QUESTIONS:
        reason = f"there are {count:,} questions, and {MOST_QUESTIONS:,} is the most"
        return SheetProblem(file, SheetPlace(), reason, "make several checklists of it")
    return None


def _placed(problem: Problem, places: Places) -> SheetProblem:
    part = _PART.match(problem.reason)
    remedy = _REMEDIES.get(part[1], problem.remedy) if part else problem.remedy
    return SheetProblem(problem.file, places.place(problem.line), problem.reason, remedy)


def _unplaced(file: str, error: ValidationError) -> SheetProblem:
    said = error.errors(include_url=False, include_input=False)[0]["msg"]
    return SheetProblem(file, SheetPlace(), f"the parts don't fit each other ({said[:200]})", "look them over")
