"""A sheet of a spreadsheet as it was read: headings, rows and cells, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from sync_server.interchange.problems import SheetPlace

Value: TypeAlias = str | float | bool


@dataclass(slots=True)
class Sheet:
    """One sheet.

    Attributes:
        name: what it is called.
        cells: by row and column, both counted from 1; an empty cell is not there.
        top: the row of the headings: the first that holds anything, 0 while none does.
    """

    name: str | None
    cells: dict[int, dict[int, Value]] = field(default_factory=dict)
    top: int = 0

    def place(self, row: int | None = None, column: int | None = None) -> SheetPlace:
        """Return where something stands, with the heading above it."""
        heading = self.cells.get(self.top, {}).get(column, "") if column is not None else ""
        return SheetPlace(self.name, row, column, str(heading).strip() if row != self.top else "")

    def put(self, row: int, column: int, value: Value) -> None:
        """Keep what a cell holds."""
        self.cells.setdefault(row, {})[column] = value
        self.top = min(self.top or row, row)

    @property
    def headings(self) -> dict[int, str]:
        """The headings by their columns, without the spaces around them."""
        cells = self.cells.get(self.top, {})
        return {column: text_of(value).strip() for column, value in sorted(cells.items())}

    @property
    def rows(self) -> list[int]:
        """The numbers of the rows below the headings that hold anything."""
        return sorted(row for row, cells in self.cells.items() if row != self.top and cells)


def text_of(value: Value) -> str:
    """Return what a cell shows: 3.0 is 3, yes is TRUE."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 10**15 else repr(value)
    return str(value)
