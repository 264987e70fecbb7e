"""The plain list people have today: whatever program saved it, and safe to open again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.files.catalog import shipped
from sync_server.interchange.plain_columns import guarded_cell, unguarded_cell
from sync_server.interchange.plain_csv import write_csv
from sync_server.interchange.problems import InterchangeError
from sync_server.interchange.reading import read_import
from tests.sync_server.interchange.books import book

if TYPE_CHECKING:
    from checklists.form.checklist import Checklist

GERMAN = (
    "Abschnitt;Frage;Normkapitel;Nutzen\n"
    "Wareneingang;Wie prüfen Sie, was ankommt?;ISO 9001:2015 8.4.1;Qualität\n"
    ";Wohin kommt, was fehlt?;;Kunde\n"
)
ENGLISH = 'Section,Question,Look for,Owner\nDock,"What, when?","A date\nA name",Ann\n'


def content_of(data: bytes, name: str = "Unser Audit.csv") -> Any:
    return read_import(data, name).content


@pytest.mark.parametrize(
    "data",
    [
        GERMAN.encode(),
        GERMAN.encode("utf-8-sig"),
        GERMAN.encode("cp1252"),
        GERMAN.encode("utf-16"),
        GERMAN.replace(";", "\t").encode("cp1252"),
        GERMAN.replace("\n", "\r\n").encode(),
        b"sep=;\r\n" + GERMAN.encode(),
        b"\n" + GERMAN.encode(),
    ],
    ids=["utf-8", "mark", "windows", "utf-16", "tabs", "returns", "sep line", "blank line"],
)
def test_list_is_read_however_it_was_saved(data: bytes) -> None:
    content = content_of(data)
    assert (content["id"], content["title"], content["language"]) == ("unser-audit", "Unser Audit", "de")
    (section,) = content["sections"]
    assert (section["id"], section["title"]) == ("wareneingang", "Wareneingang")
    first, second = section["questions"]
    assert first["text"] == "Wie prüfen Sie, was ankommt?"
    assert (first["clauses"], first["outcome"]) == (["ISO 9001:2015 8.4.1"], "quality")
    assert (second["id"], second["outcome"]) == ("wohin-kommt-was-fehlt", "customer")


def test_list_in_a_workbook_is_read_from_its_first_sheet() -> None:
    data = book(Tabelle1=[["Frage", "Warum"], ["Was fehlt?", "Es hält auf."]], other=[["x"]])
    (question,) = content_of(data, "liste.xlsx")["sections"][0]["questions"]
    assert (question["text"], question["why"]) == ("Was fehlt?", "Es hält auf.")


def test_column_without_a_place_is_named_and_the_rest_is_read() -> None:
    found = read_import(ENGLISH.encode(), "dock.csv")
    content: Any = found.content
    assert content["sections"][0]["questions"][0]["look_for"] == ["A date", "A name"]
    assert found.left_out == ("Row 1, column D is left out: a list has no place for “Owner”.",)
    said = [str(one).partition(";")[0] for one in found.to_write]
    assert said[:3] == [f'In dock.csv, "{name}" is missing' for name in ("kind", "purpose", "minutes")]
    assert 'In dock.csv, row 2, "why" is missing' in said


def test_problems_are_named_by_row_and_column_all_at_once() -> None:
    rows = "Question;Clause;Outcome\nWhat?;8.4;money\n" + "x" * 501 + ";ISO 9001:2015 8.4;cost\n"
    with pytest.raises(InterchangeError) as caught:
        read_import(rows.encode(), "dock.csv")
    assert [f"{one.place}, {one.reason}" for one in caught.value.problems] == [
        'row 2, column B (“Clause”), "clauses" entry 1 does not name a standard, its year and a clause',
        'row 2, column C (“Outcome”), "outcome" is "money", which is not one of the words used here',
        'row 3, column A (“Question”), "text" is longer than 500 characters',
    ]


def test_list_as_excel_saves_it_keeps_quotes_semicolons_and_lines_inside_cells() -> None:
    rows = (
        'Abschnitt ;Frage;Worauf achten;;\r\nTor;"Wie ""gut"" ist das; wirklich?";"Ein Datum\nEin Name";;\r\n'
        ";Was fehlt für 5 €?;;;\r\n;;;;\r\n"
    )
    (section,) = content_of(rows.encode("cp1252"))["sections"]
    first, second = section["questions"]
    assert first["text"] == 'Wie "gut" ist das; wirklich?'
    assert first["look_for"] == ["Ein Datum", "Ein Name"]
    assert second["text"] == "Was fehlt für 5 €?"


def test_cell_beyond_the_headings_is_named() -> None:
    found = read_import(b"Question;Why\nWhat?;Because;more\nNext?;So;more;and more\n", "dock.csv")
    assert found.left_out == (
        "Row 2, column C is left out: there is no heading above it.",
        "Row 3, column D is left out: there is no heading above it.",
    )


def test_quote_that_is_never_closed_swallows_no_rows_unseen() -> None:
    with pytest.raises(InterchangeError) as caught:
        read_import(b'Question;Why\nFirst?;Because\n"What?;Because\nNext?;So\n', "dock.csv")
    (said,) = caught.value.problems
    assert str(said) == (
        "In dock.csv, row 3, a double quote begins a cell that never ends; "
        "close it, or write two for one that belongs to the text."
    )


@pytest.mark.parametrize("data", [b"", b"\n\n", b"A;B\n1;2\n", b"Question\n"])
def test_list_without_questions_says_what_to_write(data: bytes) -> None:
    with pytest.raises(InterchangeError, match=r"write (the headings into the first row|one question a row)"):
        read_import(data, "dock.csv")


@pytest.mark.parametrize("checklist", shipped(), ids=lambda one: one.id)
def test_list_of_a_checklist_reads_back_with_its_questions(checklist: Checklist) -> None:
    content = content_of(write_csv(checklist), "list.csv")
    assert [one["title"] for one in content["sections"]] == [one.title for one in checklist.sections]
    found = [question for section in content["sections"] for question in section["questions"]]
    for question, original in zip(found, checklist.questions, strict=True):
        assert question["text"] == original.text
        assert (question["why"], question["ask"]) == (original.why, original.ask)
        assert tuple(question["look_for"]) == original.look_for
        assert question.get("clauses", []) == [str(clause) for clause in original.clauses]
        assert question["outcome"] == original.outcome


@given(st.text())
def test_no_cell_begins_like_a_formula_and_every_cell_comes_back(text: str) -> None:
    written = guarded_cell(text)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded_cell(written) == text
