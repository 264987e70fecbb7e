"""Hears the parts of an .xlsx file and keeps what is in its cells, within limits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sync_server.interchange.problems import SheetProblem, column_number, only
from sync_server.interchange.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from sync_server.interchange.sheet import Value

# The choices of the fullest checklist, in several languages.
MOST_CELLS = 600_000
# All its texts.
MOST_LETTERS = 40_000_000
# Of one cell, as Excel has it.
_LONGEST_CELL = 32_767
_HIGHEST_ROW, _HIGHEST_COLUMN = 1_048_576, 16_384
_HIGHEST_STRING = 10_000_000
_CODE = re.compile("_x([0-9A-Fa-f]{4})_")
_CELL = re.compile(r"[A-Za-z]{1,3}([0-9]{1,7})")


def local(tag: str) -> str:
    """Return an element's name without its vocabulary."""
    return tag.rpartition("}")[2]


class Letters:
    """Counts what was read of a whole file, and refuses more than fits."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._letters = 0
        self._cells = 0

    def count(self, text: str) -> None:
        """Add a text."""
        self._letters += len(text)
        if self._letters > MOST_LETTERS:
            raise only(self.file, "there is more text than a checklist has", "make several files of it")

    def cell(self) -> None:
        """Add a cell or an entry."""
        self._cells += 1
        if self._cells > MOST_CELLS:
            reason = f"there are more than {MOST_CELLS:,} cells, more than a checklist has"
            raise only(self.file, reason, "take out rows and columns that are not needed")


class SharedTexts:
    """The texts that cells refer to by number."""

    def __init__(self, letters: Letters) -> None:
        self.texts: list[str] = []
        self._letters = letters
        self._parts: list[str] = []
        self._takes = False
        self._phonetic = 0

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        """An element begins."""
        match local(tag):
            case "si":
                self._letters.cell()
                self._parts = []
            case "rPh":  # how a text is spoken, beside the text itself
                self._phonetic += 1
            case "t":
                self._takes = not self._phonetic

    def end(self, tag: str) -> None:
        """An element ends."""
        match local(tag):
            case "si":
                self.texts.append(decoded("".join(self._parts)))
            case "rPh":
                self._phonetic -= 1
            case "t":
                self._takes = False

    def data(self, text: str) -> None:
        """Some text."""
        if self._takes:
            self._letters.count(text)
            self._parts.append(text)


class SheetCells:
    """The cells of one sheet."""

    def __init__(
        self, name: str, texts: list[str], letters: Letters, shows: Callable[[float, str], Value]
    ) -> None:
        """Keep the cells of a sheet.

        Args:
            name: what it is called.
            texts: those that cells refer to by number.
            letters: counts what is read of the whole file.
            shows: what a number is shown as in a style.
        """
        self.sheet = Sheet(name)
        self.problems: list[SheetProblem] = []
        self._texts = texts
        self._letters = letters
        self._shows = shows
        self._style = ""
        self._row = 0
        self._column = 0
        self._type = "n"
        self._parts: list[str] = []
        self._takes = False
        self._is_formula = self._has_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        match local(tag):
            case "row":
                self._row = _number(attributes.get("r"), self._row + 1, _HIGHEST_ROW)
                self._column = 0
            case "c":
                self._begin_cell(attributes)
            case "v" | "t":
                self._takes, self._has_value = True, True
            case "f":
                self._is_formula = True
            case "mergeCell":
                self._merged(attributes.get("ref", "")[:20])

    def end(self, tag: str) -> None:
        """An element ends."""
        match local(tag):
            case "v" | "t":
                self._takes = False
            case "c":
                self._end_cell("".join(self._parts))

    def data(self, text: str) -> None:
        """Some text."""
        if self._takes:
            self._letters.count(text)
            self._parts.append(text)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._letters.cell()
        reference = attributes.get("r", "")
        if found := _CELL.fullmatch(reference):
            self._row = _number(found[1], self._row, _HIGHEST_ROW)
        self._column = min(column_number(reference) or self._column + 1, _HIGHEST_COLUMN)
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._parts, self._is_formula, self._has_value = [], False, False

    def _end_cell(self, text: str) -> None:
        if self._is_formula and not (self._has_value and text):
            self._refuse("holds a formula without its result", "write the words or the number itself")
        elif self._type == "e":
            self._refuse(f"shows {text[:20] or 'an error'}", "write the words or the number itself")
        elif len(text) > _LONGEST_CELL:
            self._refuse("has more text than fits", "shorten it")
        elif text and (value := self._value(text)) not in (None, ""):
            self.sheet.put(self._row, self._column, value)

    def _value(self, text: str) -> Value | None:
        try:
            match self._type:
                case "s":
                    return self._texts[_number(text, len(self._texts), _HIGHEST_STRING)]
                case "b":
                    return text.strip() in ("1", "true")
                case "n":
                    return self._shows(float(text), self._style)
                case "d":  # a day or a moment as ISO 8601 writes it
                    return decoded(text).removesuffix("Z").replace("T00:00:00", "").replace("T", " ")
                case _:
                    return decoded(text)
        except (IndexError, ValueError, OverflowError):
            self._refuse("can't be read", "write it anew")
            return None

    def _refuse(self, reason: str, remedy: str) -> None:
        place = self.sheet.place(self._row, self._column)
        self.problems.append(SheetProblem(self._letters.file, place, f"the cell {reason}", remedy))

    def _merged(self, cells: str) -> None:
        self._letters.cell()
        remedy = "unmerge them, so that each row stands for itself"
        place = self.sheet.place()
        self.problems.append(SheetProblem(self._letters.file, place, f"the cells {cells} are merged", remedy))


def decoded(text: str) -> str:
    """Return a text with the characters that a spreadsheet writes as codes."""
    return _CODE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _number(text: str | None, otherwise: int, most: int) -> int:
    return min(int(text), most) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise  # noqa: PLR2004 - digits
