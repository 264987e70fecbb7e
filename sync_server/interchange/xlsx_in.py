"""Reads the sheets of an .xlsx file that are asked for, or says everything that can't be read in them."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sync_server.interchange.problems import SheetPlace, SheetProblem, only
from sync_server.interchange.xlsx_cells import Letters, SharedTexts, SheetCells, local
from sync_server.interchange.xlsx_package import Package
from sync_server.interchange.xlsx_styles import Styles

if TYPE_CHECKING:
    from collections.abc import Collection

    from sync_server.interchange.sheet import Sheet

_MOST_SHEETS = 200


@dataclass(frozen=True, slots=True)
class Book:
    """What was read of a spreadsheet.

    Attributes:
        sheets: those asked for that are there, by their names in lower case.
        others: the names of those that were passed over.
        problems: what can't be read in them.
    """

    sheets: dict[str, Sheet]
    others: tuple[str, ...]
    problems: tuple[SheetProblem, ...]


def read_xlsx(data: bytes, file: str, wanted: Collection[str]) -> Book:
    """Read the bytes of an .xlsx file.

    Args:
        data: the bytes.
        file: its name, fit to show.
        wanted: the names of sheets to read, in lower case.

    Raises:
        InterchangeError: it is no such file, or holds more than is read.
    """
    package = Package(data, file)
    listed, relations = _Sheets(), _Relations()
    package.read("xl/workbook.xml", listed)
    if package.has("xl/_rels/workbook.xml.rels"):
        package.read("xl/_rels/workbook.xml.rels", relations)
    if len(listed.found) > _MOST_SHEETS:
        raise only(file, f"there are {len(listed.found):,} sheets", "keep to the sheets of the checklist")
    letters = Letters(file)
    shared = SharedTexts(letters)
    if part := relations.shared_texts:
        package.read(part, shared)
    styles = Styles(from_1904=listed.from_1904)
    if part := relations.styles:
        package.read(part, styles)
    sheets: dict[str, Sheet] = {}
    problems: list[SheetProblem] = []
    others: list[str] = []
    for name, relation, hidden in listed.found:
        key = name.strip().lower()
        if key not in wanted or key in sheets:
            others.append(name)
            continue
        if hidden:
            reason, remedy = "the sheet is hidden", "show it, or take it out if it isn't needed"
            problems.append(SheetProblem(file, SheetPlace(name), reason, remedy))
        cells = SheetCells(name, shared.texts, letters, styles.value)
        package.read(relations.parts.get(relation, ""), cells)
        sheets[key] = cells.sheet
        problems += cells.problems
    return Book(sheets, tuple(others), tuple(problems))


class _Sheets:
    """Hears which sheets there are."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str, bool]] = []
        self.from_1904 = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "workbookPr":
            self.from_1904 = attributes.get("date1904", "") in ("1", "true")
        if local(tag) == "sheet":
            # Its vocabulary has two names, by the edition of the format.
            relation = next((value for name, value in attributes.items() if name.endswith("}id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.found.append((attributes.get("name", "")[:60], relation, hidden))

    def end(self, tag: str) -> None:
        pass

    def data(self, text: str) -> None:
        pass


class _Relations:
    """Hears which part is which sheet."""

    def __init__(self) -> None:
        self.parts: dict[str, str] = {}
        self.shared_texts = self.styles = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if local(tag) != "Relationship" or attributes.get("TargetMode") == "External":
            return
        part = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", ""))).lstrip("/")
        self.parts[attributes.get("Id", "")] = part
        if attributes.get("Type", "").endswith("/sharedStrings"):
            self.shared_texts = part
        if attributes.get("Type", "").endswith("/styles"):
            self.styles = part

    def end(self, tag: str) -> None:
        pass

    def data(self, text: str) -> None:
        pass
