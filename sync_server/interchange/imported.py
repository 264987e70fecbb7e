"""What an import comes to: a checklist, or one that only lacks words that nobody has written yet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from checklists.files.line_numbers import FileLines
from checklists.files.problems import problems, with_model_names
from checklists.files.table import Table, elements
from checklists.files.writing import write_content
from checklists.form.checklist import MOST_QUESTIONS, Checklist, Question, Section
from sync_server.interchange.problems import InterchangeError, SheetPlace, SheetProblem, said_once

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checklists.errors import Problem
    from checklists.files.line_numbers import Path

# What a list or a form from elsewhere does not have, and somebody who knows the work can write.
_TO_WRITE = re.compile(r'"(?:why|look_for|ask|outcome|purpose|kind|minutes|language)" is missing')
# What the file's own remedies say in the words of its format.
_REMEDIES = {
    "question": "put a question between its first row and its last, or take the group out",
    "look_for": "write what is worth seeing, one a line",
    "clauses": "write them like ISO 9001:2015 8.4.1, one a line",
    "tags": "write them in lower-case letters, digits and hyphens, with a space between two",
    "choices": "put at least two on the sheet “choices” in its list, each with a name and a label",
}
_NO_QUESTIONS = '"question" is empty'
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
    def content(self) -> dict[str, object]:
        """What was read with the names of the models, as a draft of the editor has it."""
        return _in_order(with_model_names(self.table), Checklist)

    @property
    def toml(self) -> str:
        """The checklist file; where words are missing, it says so when it is looked over."""
        return write_content(self.content, self.off)


@dataclass(frozen=True, slots=True)
class Notes:
    """What was noted while a file was read.

    Attributes:
        problems: what could not be read.
        left_out: what was passed over.
        off: rules of the linter that are switched off.
        homes: where each part of a checklist stands in such a file, such as `in the column “label”`.
    """

    problems: Sequence[SheetProblem] = ()
    left_out: Sequence[str] = ()
    off: Mapping[str, str] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)


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


def imported(table: Table, places: Places, file: str, notes: Notes) -> Imported:
    """Return what a table comes to.

    Args:
        table: what was read, with a checklist file's names.
        places: where each part of it stands.
        file: the name of what it was read from, fit to show.
        notes: what was noted on the way.

    Raises:
        InterchangeError: something can't be used as it is; it holds everything found.
    """
    if wrong := _count(table, file, notes):
        raise InterchangeError(file, wrong)
    to_write: list[SheetProblem] = []
    checklist = None
    wrong = list(notes.problems)
    try:
        checklist = Checklist.model_validate(with_model_names(table))
    except ValidationError as error:
        said = problems(table, error, file, places)
        unread = {(one.place.sheet, one.place.row) for one in wrong if one.place.row is not None}
        for one in said:
            place = places.place(one.line)
            # What could not be read is not missing as well.
            if one.reason.endswith("is missing") and (place.sheet, place.row) in unread:
                continue
            # Perhaps its questions are among what could not be read.
            if one.reason == _NO_QUESTIONS and unread:
                continue
            if _TO_WRITE.fullmatch(one.reason):
                to_write.append(_placed(one, places, {}))
            else:
                wrong.append(_placed(one, places, notes.homes))
        if not said:
            wrong.append(_unplaced(file, error))
    if wrong:
        raise InterchangeError(file, sorted(wrong, key=_order))
    return Imported(table, checklist, said_once(to_write), tuple(notes.left_out), notes.off)


def _count(table: Table, file: str, notes: Notes) -> list[SheetProblem]:
    """Return what was found where there is nothing, or too much, to look at any further."""
    count = sum(len(place) == len(("section", "question")) for place, _ in elements(table))
    if 1 <= count <= MOST_QUESTIONS:
        return []
    if count:
        reason = f"there are {count:,} questions, and {MOST_QUESTIONS:,} is the most"
        return [*notes.problems, SheetProblem(file, SheetPlace(), reason, "make several checklists of it")]
    remedy = "write one question a row, with a heading above each column"
    return sorted(notes.problems, key=_order) or [
        SheetProblem(file, SheetPlace(), "there are no questions", remedy)
    ]


def _order(problem: SheetProblem) -> tuple[str, int, int]:
    place = problem.place
    return place.sheet or "", place.row or 0, place.column or 0


def _placed(problem: Problem, places: Places, homes: Mapping[str, str]) -> SheetProblem:
    parts = _PART.findall(problem.reason)
    part = next((one for one in parts if one in _REMEDIES), next(reversed(parts), ""))
    home = homes.get(part)
    remedy = _REMEDIES.get(part) or (f"{problem.remedy}, {home}" if home else problem.remedy)
    reason = problem.reason.partition(", with type = ")[0]
    return SheetProblem(problem.file, places.place(problem.line), reason, remedy)


def _in_order(table: Mapping[str, Any], model: type[BaseModel]) -> dict[str, Any]:
    """Return a table with its names in the order in which people read them."""
    inner: dict[str, type[BaseModel]] = {"sections": Section, "questions": Question}
    return {
        name: [_in_order(one, inner[name]) for one in table[name]] if name in inner else table[name]
        for name in model.model_fields
        if name in table
    }


def _unplaced(file: str, error: ValidationError) -> SheetProblem:
    said = error.errors(include_url=False, include_input=False)[0]["msg"]
    return SheetProblem(
        file, SheetPlace(), f"the parts don't fit each other ({said[:200]})", "look them over"
    )
