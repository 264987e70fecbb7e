"""Writes a checklist as an XLSForm: a spreadsheet that other programs fill in and `xlsform_in` reads back."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from openpyxl import Workbook  # type: ignore[import-untyped]  # it has no types
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]  # nor here
from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]  # nor here

from sync_server.interchange.languages import language_heading
from sync_server.interchange.xlsform_rows import Rows
from sync_server.interchange.xlsform_words import (
    CHECKLIST,
    CHOICES,
    OWN,
    RELEVANT,
    SETTINGS,
    SURVEY,
    TRANSLATED,
    guarded,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from checklists.form.checklist import Checklist
    from sync_server.interchange.xlsform_rows import Row

# What a spreadsheet reads as the code of a character, and the two that its XML can't hold.
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\ufffe\uffff]")
_WIDTHS = {"type": 26, "name": 26, "label": 50, "hint": 40, "guidance_hint": 40, "look_for": 40, "value": 60}
_OTHER_WIDTH = 14
# What needs no second line in its cell; setting one up takes longer than writing it.
_SHORT = 14


def write_xlsform(checklist: Checklist, off: Mapping[str, str] | None = None) -> bytes:
    """Return a checklist as the bytes of an .xlsx file; read back, it is the same checklist.

    Args:
        checklist: what to write.
        off: rules of the linter that its file switches off, each with the reason.
    """
    book = Workbook(write_only=True)
    rows = Rows(checklist)
    codes = [language_heading(code) for code in checklist.languages]
    words = [f"{column}::{code}" for column in TRANSLATED for code in codes]
    survey = ["type", "name", *words, "required", RELEVANT, "repeat_count", "parameters", *OWN]
    _sheet(book, SURVEY, survey, rows.survey())
    labels = [f"label::{code}" for code in codes]
    _sheet(book, CHOICES, ["list_name", "name", *labels, "finding"], rows.choices())
    settings: Row = {
        "form_title": checklist.title,
        "form_id": checklist.id,
        "version": checklist.version,
        "default_language": codes[0],
    }
    _sheet(book, SETTINGS, list(settings), [settings])
    _sheet(book, CHECKLIST, ["what", "value", *codes[1:]], _about(checklist, off or {}))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _about(checklist: Checklist, off: Mapping[str, str]) -> Iterable[Row]:
    said = {language_heading(code): words for code, words in checklist.translations.items()}
    title: Row = {"what": "title"}
    purpose: Row = {"what": "purpose", "value": checklist.purpose}
    for code, words in said.items():
        title |= {code: words.title} if words.title is not None else {}
        purpose |= {code: words.purpose} if words.purpose is not None else {}
    yield from (title, purpose)
    yield {"what": "kind", "value": checklist.kind}
    yield {"what": "minutes", "value": checklist.minutes}
    for subset in checklist.subsets:
        yield {"what": f"subset {subset.tag}", "value": subset.ask}
    for rule, reason in off.items():
        yield {"what": f"off {rule}", "value": reason}


def _sheet(book: Workbook, name: str, headings: Sequence[str], rows: Iterable[Row]) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(headings):
        letter = chr(ord("A") + number) if number < 26 else f"A{chr(ord('A') + number - 26)}"  # noqa: PLR2004 - letters
        sheet.column_dimensions[letter].width = _WIDTHS.get(heading.partition("::")[0], _OTHER_WIDTH)
    bold, wrapped = Font(bold=True), Alignment(vertical="top", wrap_text=True)
    top = [WriteOnlyCell(sheet, heading) for heading in headings]
    for cell in top:
        cell.font = bold
    sheet.append(top)
    for row in rows:
        cells = []
        for heading in headings:
            value = row.get(heading)
            if isinstance(value, float) and float(f"{value:.16g}") != value:
                # Numbers in a workbook have a digit less than this one needs.
                value = repr(value)
            cell = WriteOnlyCell(sheet, _coded(value, heading) if isinstance(value, str) else value)
            if isinstance(value, str):
                # Text is text, however much like a formula it begins.
                cell.data_type = "s"
            if isinstance(value, str) and len(value) > _SHORT:
                cell.alignment = wrapped
            cells.append(cell)
        sheet.append(cells)


def _coded(text: str, heading: str) -> str:
    shown = text if heading == RELEVANT else guarded(text)
    return _CODED.sub(lambda found: f"_x{ord(found.group()):04X}_", shown)
