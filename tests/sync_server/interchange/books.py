"""Makes spreadsheets as people and other programs do."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import xlrd  # type: ignore[import-untyped]  # it has no types
from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def book(change: Callable[[Workbook], None] | None = None, **sheets: Sequence[Sequence[Any]]) -> bytes:
    """Return a workbook with these sheets; `change` may do with it what a person does."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if change:
        change(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def saved_anew(old: bytes) -> bytes:
    """Return a workbook in the old format (.xls) as a person saves it again as .xlsx."""
    read = xlrd.open_workbook(file_contents=old, formatting_info=True)
    made = Workbook()
    made.remove(made.active)
    for sheet in read.sheets():
        copy = made.create_sheet(sheet.name)
        copy.sheet_state = "hidden" if sheet.visibility else "visible"
        for row in range(sheet.nrows):
            for column in range(sheet.ncols):
                cell = sheet.cell(row, column)
                value: Any = cell.value
                if cell.ctype == xlrd.XL_CELL_DATE:
                    value = xlrd.xldate_as_datetime(value, read.datemode)
                elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                    value = bool(value)
                if value != "":
                    copy.cell(row + 1, column + 1, value)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def with_parts(data: bytes, **parts: bytes) -> bytes:
    """Return the workbook with parts put in or replaced; `__` in a name is a slash, `_dot_` a dot."""
    named = {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in named:
                new.writestr(name, old.read(name))
        for name, content in named.items():
            new.writestr(name, content)
    return stream.getvalue()
