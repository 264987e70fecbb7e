"""Reads and writes the plain list people have today: CSV, as spreadsheet programs save and open it."""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING

from sync_server.interchange.plain_columns import guarded_cell, headings_in, part_of
from sync_server.interchange.plain_list import read_plain_list
from sync_server.interchange.problems import SheetPlace, only
from sync_server.interchange.sheet import Sheet
from sync_server.interchange.xlsx_cells import MOST_CELLS
from sync_server.interchange.xlsx_package import refuse_if_too_large

if TYPE_CHECKING:
    from checklists.form.checklist import Checklist, Question, Section
    from sync_server.interchange.imported import Imported

# Put below the last row: where it is not read as a row of its own, a quote before it was never closed.
_END = "\x1fend"
_DELIMITERS = (";", ",", "\t")
# Where a comma stands between a number and its decimals, spreadsheets part columns by semicolons.
_SEMICOLON = frozenset({"de", "fr", "es", "pl", "it", "nl", "pt", "cs", "hu", "ro", "tr", "ru"})


def read_csv(data: bytes, file: str) -> Imported:
    """Read the bytes of a CSV file; `file` is its name, fit to show.

    Columns are parted by `;`, `,` or tabs, the text is UTF-8, UTF-16 or Windows-1252: both are found out.

    Raises:
        InterchangeError: it can't be used as it is; it holds everything there is to put right.
    """
    refuse_if_too_large(data, file)
    text = _text(data, file)
    first, _, rest = text.partition("\n")
    # A line that Excel writes and reads for itself.
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        return read_plain_list(_sheet(rest, first.strip()[-1], file), file)
    return read_plain_list(_sheet(text, _delimiter(text), file), file)


def write_csv(checklist: Checklist) -> bytes:
    """Return the questions of a checklist as the bytes of a CSV file that spreadsheet programs open.

    Section, question, clause, why, look for, ask and outcome are in it; types, conditions, translations and
    the rest are not: `write_xlsform` keeps everything.
    """
    stream = io.StringIO(newline="")
    base = checklist.language.partition("-")[0]
    writer = csv.writer(stream, delimiter=";" if base in _SEMICOLON else ",", lineterminator="\r\n")
    writer.writerow(headings_in(checklist.language).values())
    for section in checklist.sections:
        for question in section.questions:
            writer.writerow(map(guarded_cell, _cells(section, question)))
    # Without the mark at its beginning, Excel takes the file for Windows-1252.
    return codecs.BOM_UTF8 + stream.getvalue().encode()


def _cells(section: Section, question: Question) -> list[str]:
    clauses = "\n".join(map(str, question.clauses))
    look_for = "\n".join(question.look_for)
    return [section.title, question.text, clauses, question.why, look_for, question.ask, question.outcome]


def _text(data: bytes, file: str) -> str:
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = data.decode("utf-16")
        else:
            text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as error:
            row = data.count(b"\n", 0, error.start) + 1
            remedy = "save it as CSV with the encoding UTF-8"
            raise only(file, "there is a character that is no text", remedy, SheetPlace(row=row)) from None
    if "\0" in text:
        raise only(file, "it holds no text, whatever its name says", "save it as CSV with the encoding UTF-8")
    return text


def _delimiter(text: str) -> str:
    """Return the sign between two columns: the one that parts the first line into headings that are known."""
    line = next((line for line in text.splitlines() if line.strip()), "")[:10_000]

    def known(delimiter: str) -> int:
        headings = next(csv.reader([line], delimiter=delimiter), [])
        return sum(part_of(heading) is not None for heading in headings)

    return max(_DELIMITERS, key=lambda one: (known(one), line.count(one)))


def _sheet(text: str, delimiter: str, file: str) -> Sheet:
    sheet = Sheet(None)
    count = number = 0
    row: list[str] = []
    try:
        lines = io.StringIO(f"{text}\n{_END}", newline="")
        for number, row in enumerate(csv.reader(lines, delimiter=delimiter), 1):
            if row == [_END]:
                break
            cells = {column: cell for column, cell in enumerate(row, 1) if cell.strip()}
            count += len(cells)
            if count > MOST_CELLS:
                reason = f"there are more than {MOST_CELLS:,} cells, more than a checklist has"
                raise only(file, reason, "take out rows and columns that are not needed")
            for column, cell in cells.items():
                sheet.put(number, column, cell)
    except csv.Error:
        remedy = "look for a double quote that is not closed"
        raise only(
            file, "a cell has more text than fits", remedy, SheetPlace(row=len(sheet.cells) + 1)
        ) from None
    if row != [_END]:
        remedy = "close it, or write two for one that belongs to the text"
        raise only(file, "a double quote begins a cell that never ends", remedy, SheetPlace(row=number))
    return sheet
