"""What is too large, hidden, locked, merged or no spreadsheet at all: a clear sentence, in bounded memory."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from sync_server.interchange.problems import InterchangeError
from sync_server.interchange.reading import read_import
from tests.sync_server.interchange.books import book, with_parts

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

ROWS = [["type", "name", "label"], ["text", "a", "What?"]]
# Of address space; the interpreter with all that is imported has a third of it.
MEMORY = 900 * 1024 * 1024
READ = """
import pathlib, resource, sys
from sync_server.interchange.problems import InterchangeError
from sync_server.interchange.reading import read_import
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
file = pathlib.Path(sys.argv[1])
try:
    read_import(file.read_bytes(), file.name)
except InterchangeError as error:
    print(error.problems[0])
"""


def said(data: bytes, name: str = "form.xlsx") -> str:
    with pytest.raises(InterchangeError) as caught:
        read_import(data, name)
    return str(caught.value.problems[0])


def said_in_little_memory(data: bytes, folder: Path, name: str = "form.xlsx") -> str:
    """What is said of a file by a process of its own that can't have more than `MEMORY`."""
    file = folder / name
    file.write_bytes(data)
    command = [sys.executable, "-c", READ, str(file), str(MEMORY)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    result = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=300, env=environment
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def sheet_xml(inside: bytes) -> bytes:
    return b'<?xml version="1.0"?><worksheet xmlns="urn:x"><sheetData>' + inside + b"</sheetData></worksheet>"


def test_spreadsheet_of_fifty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    data = book(survey=ROWS) + b"\0" * 50 * 1024 * 1024
    assert said_in_little_memory(data, tmp_path) == (
        "In form.xlsx, there are more than 10 MB, and 10 MB is the most; "
        "keep to the sheets of the checklist, without pictures."
    )


def test_part_that_unpacks_to_gigabytes_is_refused_by_its_declared_size(tmp_path: Path) -> None:
    stream = io.BytesIO(book(survey=ROWS))
    with (
        zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package,
        package.open("xl/media/a", "w") as part,
    ):
        for _ in range(1024):
            part.write(bytes(1024 * 1024))
    assert "parts of 1,024 MB together" in said_in_little_memory(stream.getvalue(), tmp_path)


def test_part_that_lies_about_its_size_is_not_read_past_it(tmp_path: Path) -> None:
    data = with_parts(book(survey=ROWS), xl__worksheets__sheet1_dot_xml=sheet_xml(b"<row/>" * 5_000_000))
    real, lie = (len(sheet_xml(b"<row/>" * 5_000_000))).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    assert data.count(real) == 2
    assert "can't be read" in said_in_little_memory(data.replace(real, lie), tmp_path)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (b"<row>" + b"<c/>" * 2_000_000 + b"</row>", "more than 600,000 cells"),
        (b'<row><c t="str"><v>' + b"x" * 60_000_000 + b"</v></c></row>", "more text than a checklist has"),
        (b"<row>" * 2_000_000, "can't be read"),
    ],
    ids=["cells", "one cell", "depth"],
)
def test_sheet_that_swells_is_refused_in_little_memory(inside: bytes, expected: str, tmp_path: Path) -> None:
    data = with_parts(book(survey=ROWS), xl__worksheets__sheet1_dot_xml=sheet_xml(inside))
    assert len(data) < 1_000_000
    assert expected in said_in_little_memory(data, tmp_path)


def test_styles_that_swell_are_read_in_little_memory(tmp_path: Path) -> None:
    formats = b"".join(
        b'<numFmt numFmtId="%d" formatCode="%s"/>' % (n, b"&quot;" * 100) for n in range(90_000)
    )
    styles = b"<styleSheet><numFmts>" + formats + b"</numFmts><cellXfs>"
    styles += b'<xf numFmtId="14"/>' * 2_000_000 + b"</cellXfs></styleSheet>"
    data = with_parts(book(survey=ROWS), xl__styles_dot_xml=styles)
    assert said_in_little_memory(data, tmp_path) == ""


def test_entities_that_multiply_are_never_expanded(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY a "' + b"x" * 1000 + b'">]><a>&a;</a>'
    data = with_parts(book(survey=ROWS), xl__worksheets__sheet1_dot_xml=bomb)
    assert "the part xl/worksheets/sheet1.xml can't be read" in said_in_little_memory(data, tmp_path)


def test_more_questions_than_fit_are_counted() -> None:
    rows = [ROWS[0], *(["text", f"q{n}", "What?"] for n in range(2_001))]
    assert said(book(survey=rows)) == (
        "In form.xlsx, there are 2,001 questions, and 2,000 is the most; make several checklists of it."
    )


def test_two_thousand_questions_are_read() -> None:
    rows = [ROWS[0], *(["text", f"q{n}", "What?"] for n in range(2_000))]
    content: Any = read_import(book(survey=rows), "form.xlsx").content
    assert len(content["sections"][0]["questions"]) == 2_000


def test_formula_without_its_result_is_named_by_its_cell() -> None:
    rows = [*ROWS, ["text", "b", '="Who"&"?"']]
    assert said(book(survey=rows)) == (
        "In form.xlsx, sheet “survey”, row 3, column C (“label”), the cell holds a formula "
        "without its result; write the words or the number itself."
    )


def test_result_of_a_formula_is_read() -> None:
    cell = b'<row r="3"><c r="A3" t="str"><v>text</v></c><c r="B3" t="str"><v>b</v></c>'
    cell += b'<c r="C3" t="str"><f>A1</f><v>Who?</v></c></row>'
    head = b'<row r="1"><c t="str"><v>type</v></c><c t="str"><v>name</v></c><c t="str"><v>label</v></c></row>'
    data = with_parts(book(survey=ROWS), xl__worksheets__sheet1_dot_xml=sheet_xml(head + cell))
    content: Any = read_import(data, "form.xlsx").content
    assert content["sections"][0]["questions"][0]["text"] == "Who?"


def test_merged_cells_are_named_by_their_range() -> None:
    def merge(made: Workbook) -> None:
        made["survey"].merge_cells("C2:C3")

    assert said(book(merge, survey=[*ROWS, ["text", "b", None]])) == (
        "In form.xlsx, sheet “survey”, the cells C2:C3 are merged; "
        "unmerge them, so that each row stands for itself."
    )


def test_hidden_sheet_is_not_read_unseen() -> None:
    def hide(made: Workbook) -> None:
        made["choices"].sheet_state = "hidden"

    data = book(hide, survey=ROWS, choices=[["list_name", "name", "label"]])
    assert said(data) == (
        "In form.xlsx, sheet “choices”, the sheet is hidden; show it, or take it out if it isn't needed."
    )


def test_cell_that_shows_an_error_is_named() -> None:
    assert "the cell shows #N/A" in said(book(survey=[*ROWS, ["text", "b", "#N/A"]]))


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (with_parts(book(survey=ROWS), xl__vbaProject_dot_bin=b"x"), "a.xlsm", "it holds macros"),
        (
            with_parts(book(survey=ROWS), xl__externalLinks__a_dot_xml=b"x"),
            "a.xlsx",
            "it takes values from other files",
        ),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "a.xls", "it is in the old format of Excel (.xls)"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "it is locked with a password",
        ),
        (b"%PDF-1.7", "a.xlsx", "there is no Excel workbook inside"),
        (b"PK\x03\x04 and then nothing", "a.xlsx", "there is no Excel workbook inside"),
        (b"", "a.xlsx", "there is no Excel workbook inside"),
        (b"%PDF-1.7", "a.pdf", "it is neither a workbook (.xlsx) nor a list (.csv)"),
        (b"\0\1\2", "a.csv", "it holds no text"),
    ],
)
def test_what_is_no_spreadsheet_is_said_to_be_what_it_is(data: bytes, name: str, expected: str) -> None:
    assert said(data, name).startswith(f"In {name}, {expected}")


def test_workbook_named_as_a_list_is_read_as_what_it_is() -> None:
    content: Any = read_import(book(survey=ROWS), "form.csv").content
    assert content["sections"][0]["questions"][0]["text"] == "What?"


@pytest.mark.parametrize("change", [b"", b"\xff"], ids=["cut", "changed"])
def test_spreadsheet_damaged_anywhere_is_read_or_refused_in_words(change: bytes) -> None:
    data = book(survey=ROWS)
    refused = []
    for at in range(1, len(data), 37):
        damaged = data[:at] + change + data[at + 1 :] if change else data[:at]
        try:
            read_import(damaged, "form.xlsx")
        except InterchangeError as error:
            refused.append(str(error.problems[0]))
    assert len(refused) > 10
    assert all(one.startswith("In form.xlsx, ") for one in refused)


def test_part_in_an_encoding_nobody_knows_is_refused() -> None:
    sheet = b'<?xml version="1.0" encoding="x-nobody"?><worksheet/>'
    data = with_parts(book(survey=ROWS), xl__worksheets__sheet1_dot_xml=sheet)
    assert "the part xl/worksheets/sheet1.xml can't be read" in said(data)
