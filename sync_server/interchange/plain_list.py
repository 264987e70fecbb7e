"""Reads a plain list of questions as a checklist: one question a row, with headings above the columns."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from checklists.ids import is_slug
from sync_server.interchange.fresh_ids import FreshIds
from sync_server.interchange.imported import Imported, Notes, Places, imported
from sync_server.interchange.plain_columns import headings_in, outcome_in, part_of, unguarded_cell
from sync_server.interchange.problems import SheetProblem, only
from sync_server.interchange.sheet import text_of
from sync_server.interchange.xlsform_words import slug_in

if TYPE_CHECKING:
    from sync_server.interchange.sheet import Sheet

_LISTS = {"look_for": re.compile(r"[\n|]+"), "clauses": re.compile(r"[\n;,|]+")}
# Of a question's text, as much as makes an id that people recognise.
_ID_LENGTH = 40


def is_plain_list(sheet: Sheet) -> bool:
    """Say whether a sheet has a column of questions."""
    return any((found := part_of(heading)) and found[0] == "text" for heading in sheet.headings.values())


def read_plain_list(sheet: Sheet, file: str, problems: tuple[SheetProblem, ...] = ()) -> Imported:
    """Read a sheet with one question a row; beside it may stand section, clause, why, look for, ask, outcome.

    Args:
        sheet: the sheet.
        file: the name of its file, fit to show.
        problems: what could not be read in it.

    Raises:
        InterchangeError: it can't be used as it is; it holds everything there is to put right.
    """
    reader = _Reader(sheet, file)
    if "text" not in reader.columns.values():
        names = " or ".join(f"“{headings_in(language)['text']}”" for language in ("en", "de"))
        raise only(
            file,
            f"no column is called {names}",
            "write the headings into the first row: Section, Question, Clause, Why, Look for, Ask, Outcome",
            sheet.place(sheet.top),
        )
    sections = reader.sections()
    stem = PurePath(file).stem
    table: dict[str, Any] = {
        "id": stem if is_slug(stem) else slug_in(stem) or "checklist",
        "version": 1,
        "title": " ".join(re.sub(r"[_-]+", " ", stem).split()) or stem,
        "language": reader.language,
        "section": sections,
    }
    homes = {part: f"in the column “{name}”" for part, name in headings_in(reader.language).items()}
    notes = Notes([*problems, *reader.problems], reader.left_out, {}, homes | {"title": homes["section"]})
    return imported(table, reader.places, file, notes)


class _Reader:
    def __init__(self, sheet: Sheet, file: str) -> None:
        self._sheet, self._file = sheet, file
        self.places = Places()
        self.problems: list[SheetProblem] = []
        self.left_out: list[str] = []
        self.columns: dict[int, str] = {}
        self.language = "en"
        self._ids = {"section": FreshIds(), "question": FreshIds()}
        for number, heading in sheet.headings.items():
            self._column(number, heading)
        self._without_heading()

    def sections(self) -> list[dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        numbers: dict[str, int] = {}
        title = ""
        for row in self._sheet.rows:
            cells = {part: self._text(row, number) for number, part in self.columns.items()}
            # An empty cell means that the section above goes on.
            title = " ".join(cells.get("section", "").split()) or title
            if not cells["text"] and not any(text for part, text in cells.items() if part != "section"):
                continue
            section = found.get(title)
            if section is None:
                self.places.put(("section", len(found)), self._sheet.place(row, self._number("section")))
                section = {"id": self._id(title or "questions", "section"), "title": title or "Questions"}
                section |= {"question": []}
                found[title] = section
                numbers[title] = len(numbers)
            path = ("section", numbers[title], "question", len(section["question"]))
            section["question"].append(self._question(row, cells, path))
        return list(found.values())

    def _question(self, row: int, cells: dict[str, str], path: tuple[str | int, ...]) -> dict[str, Any]:
        self.places.put(path, self._sheet.place(row))
        question: dict[str, Any] = {"id": self._id(cells["text"], "question")}
        for part, text in cells.items():
            if part == "section" or not text:
                continue
            self.places.put((*path, part), self._sheet.place(row, self._number(part)))
            if part in _LISTS:
                question[part] = [" ".join(one.split()) for one in _LISTS[part].split(text) if one.strip()]
            else:
                question[part] = outcome_in(text) if part == "outcome" else " ".join(text.split())
        return question

    def _column(self, number: int, heading: str) -> None:
        found = part_of(heading)
        place = self._sheet.place(self._sheet.top, number)
        if found is None:
            if heading:
                words = str(place)
                reason = f"a list has no place for “{heading[:60]}”"
                self.left_out.append(f"{words[:1].upper()}{words[1:]} is left out: {reason}.")
        elif found[0] in self.columns.values():
            reason = f"the heading “{heading[:60]}” says the same as one before it"
            self.problems.append(SheetProblem(self._file, place, reason, "keep one of the two columns"))
        else:
            self.columns[number] = found[0]
            if found[0] == "text":
                self.language = found[1]

    def _without_heading(self) -> None:
        """Note what stands in columns that have no heading, once for each column."""
        named = {number for number, heading in self._sheet.headings.items() if heading}
        noted: set[int] = set()
        for row in self._sheet.rows:
            for number in sorted(set(self._sheet.cells[row]) - named - noted):
                noted.add(number)
                words = str(self._sheet.place(row, number))
                self.left_out.append(
                    f"{words[:1].upper()}{words[1:]} is left out: there is no heading above it."
                )

    def _number(self, part: str) -> int | None:
        return next((number for number, one in self.columns.items() if one == part), None)

    def _text(self, row: int, number: int) -> str:
        return unguarded_cell(text_of(self._sheet.cells[row].get(number, ""))).strip()

    def _id(self, words: str, otherwise: str) -> str:
        base = slug_in(words)[:_ID_LENGTH]
        if len(slug_in(words)) > _ID_LENGTH and "-" in base:
            base = base.rpartition("-")[0]
        return self._ids[otherwise].take(base.strip("-") or otherwise)
