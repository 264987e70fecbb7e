"""Reads a file that somebody hands in: what is inside counts more than its name."""

from __future__ import annotations

from pathlib import PurePath

from checklists.own_words import plain
from sync_server.interchange.imported import Imported
from sync_server.interchange.plain_csv import read_csv
from sync_server.interchange.problems import only
from sync_server.interchange.xlsform_in import read_spreadsheet
from sync_server.interchange.xlsx_package import LARGEST_SPREADSHEET

__all__ = ["LARGEST_SPREADSHEET", "Imported", "read_import"]

# How a ZIP and the old format of Excel begin.
_SPREADSHEETS = (b"PK", bytes.fromhex("d0cf11e0"))
_TEXTS = frozenset({".csv", ".tsv", ".txt"})


def read_import(data: bytes, name: str) -> Imported:
    """Read the bytes of a form (.xlsx) or of a plain list (.xlsx, .csv).

    Args:
        data: the bytes; more than `LARGEST_SPREADSHEET` are refused unread.
        name: what people call the file, such as `audit.xlsx`.

    Raises:
        InterchangeError: it can't be used as it is; it holds everything there is to put right.
    """
    file = plain(PurePath(name).name) or "The file"
    if data.startswith(_SPREADSHEETS) or file.lower().endswith((".xlsx", ".xlsm", ".xls")):
        return read_spreadsheet(data, file)
    if PurePath(file).suffix.lower() in _TEXTS:
        return read_csv(data, file)
    raise only(file, "it is neither a workbook (.xlsx) nor a list (.csv)", "save it as one of the two")
