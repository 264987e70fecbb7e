"""What stands in the way of an import: the sheet, row and column, the reason, and what to do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checklists.errors import PROBLEMS_SHOWN
from sync_server.errors import CannotGoOn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LETTERS = 26
# Two rows are named, more are spanned.
_A_PAIR = 2


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """Where something stands in a spreadsheet.

    Attributes:
        sheet: the sheet's name, None where there are no sheets or the whole file is meant.
        row: counted from 1, None for the whole sheet.
        column: counted from 1, None for the whole row.
        heading: what stands above the column, "" where that says nothing.
        more: further rows of which the same is said, in order.
    """

    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    heading: str = ""
    more: tuple[int, ...] = ()

    def __str__(self) -> str:
        parts = [f"sheet “{self.sheet}”"] if self.sheet else []
        if self.row is not None:
            parts.append(f"rows {_spans((self.row, *self.more))}" if self.more else f"row {self.row}")
        if self.column is not None:
            named = f" (“{self.heading}”)" if self.heading else ""
            parts.append(f"column {column_letters(self.column)}{named}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """One thing to put right in a spreadsheet; its text is one sentence."""

    file: str
    place: SheetPlace
    reason: str
    remedy: str

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.file, str(self.place)) if part)
        return f"In {where}, {self.reason}; {self.remedy}."


class InterchangeError(CannotGoOn):
    """A file can't become a checklist yet; `problems` (at least one) holds everything found in it."""

    def __init__(self, file: str, problems: Sequence[SheetProblem]) -> None:
        self.file = file
        self.problems = said_once(problems)
        super().__init__(_sentences(file, self.problems))


def only(file: str, reason: str, remedy: str, place: SheetPlace | None = None) -> InterchangeError:
    """Return the error with one problem: what lies behind it can't be seen yet."""
    return InterchangeError(file, [SheetProblem(file, place or SheetPlace(), reason, remedy)])


def said_once(problems: Iterable[SheetProblem]) -> tuple[SheetProblem, ...]:
    """Return the problems with what is the same in several rows of a column said once, with all the rows."""
    rows: dict[tuple[object, ...], dict[int, None]] = {}
    first: dict[tuple[object, ...], SheetProblem] = {}
    for one in problems:
        place = one.place
        key: tuple[object, ...] = (place.sheet, place.row is None, place.column, one.reason, one.remedy)
        first.setdefault(key, one)
        rows.setdefault(key, {}).update(dict.fromkeys([place.row] if place.row is not None else []))
    return tuple(
        replace(one, place=replace(one.place, more=tuple(rows[key])[1:])) for key, one in first.items()
    )


def _spans(rows: tuple[int, ...]) -> str:
    """Return numbers in order as people say them: `4, 6 to 9 and 12`."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][-1] + 1:
            spans[-1].append(row)
        else:
            spans.append([row])
    said = [
        f"{span[0]} to {span[-1]}" if len(span) > _A_PAIR else " and ".join(map(str, span)) for span in spans
    ]
    flat = [part for one in said for part in one.split(" and ")]
    return flat[0] if len(flat) == 1 else f"{', '.join(flat[:-1])} and {flat[-1]}"


def column_letters(column: int) -> str:
    """Return what a spreadsheet calls a column: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(reference: str) -> int:
    """Return the column of a cell's name: A1 is 1, AA7 is 27; 0 where it names none."""
    number = 0
    for letter in reference.upper():
        if not "A" <= letter <= "Z":
            break
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


def _sentences(file: str, problems: Sequence[SheetProblem]) -> str:
    count = "one thing" if len(problems) == 1 else f"{len(problems)} things"
    lines = [f"Nothing has been changed. {file} has {count} to put right before it can be used:"]
    lines += [f"- {problem}" for problem in problems[:PROBLEMS_SHOWN]]
    if len(problems) > PROBLEMS_SHOWN:
        lines.append(f"- and {len(problems) - PROBLEMS_SHOWN} more, shown once these are put right.")
    return "\n".join(lines)
