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
    """

    name: str | None
    cells: dict[int, dict[int, Value]] = field(default_factory=dict)

    def place(self, row: int | None = None, column: int | None = None) -> SheetPlace:
        """Return where something stands, with the heading above it."""
        heading = self.cells.get(self.top, {}).get(column, "") if column is not None else ""
        return SheetPlace(self.name, row, column, str(heading).strip() if row != self.top else "")

    @property
    def top(self) -> int:
        """The row of the headings: the first that holds anything."""
        return min(self.cells, default=1)

    @property
    def headings(self) -> dict[int, str]:
        """The headings by their columns, without the spaces around them."""
        return {column: text_of(value).strip() for column, value in sorted(self.cells.get(self.top, {}).items())}

    @property
    def rows(self) -> list[int]:
        """The numbers of the rows below the headings that hold anything."""
        return sorted(row for row, cells in self.cells.items() if row != self.top and cells)


def text_of(value: Value) -> str:
    """Return what a cell shows: 3.0 is 3, yes is TRUE."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 10**15 else repr(value)  # noqa: PLR2004 - as exact as a float is
    return str(value)
