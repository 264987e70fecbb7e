"""The XLSForm project's own example forms: each is imported, or refused with what is in its way and where."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from sync_server.interchange.problems import InterchangeError
from sync_server.interchange.reading import read_import
from tests.sync_server.interchange.books import saved_anew

HERE = Path(__file__).parent
FORMS = sorted((HERE / "xlsform_examples").glob("*.xls*"))
EXPECTED = tomllib.loads((HERE / "published_forms.toml").read_text(encoding="utf-8"))


def test_every_form_has_its_expectation() -> None:
    assert {form.name for form in FORMS} == EXPECTED.keys()
    assert len(EXPECTED) >= 39
    assert sum("refused" in one for one in EXPECTED.values()) > 20
    assert sum("questions" in one for one in EXPECTED.values()) > 8


OLD = [form for form in FORMS if form.suffix == ".xls"]


def as_workbook(form: Path) -> bytes:
    """Return a form as it is, or as somebody saves it again who was told that its format is old."""
    return saved_anew(form.read_bytes()) if form in OLD else form.read_bytes()


@pytest.mark.parametrize("form", OLD, ids=lambda form: form.name)
def test_form_in_the_old_format_is_refused_by_that_name(form: Path) -> None:
    with pytest.raises(InterchangeError) as caught:
        read_import(form.read_bytes(), form.name)
    (said,) = caught.value.problems
    assert str(said) == (
        f"In {form.name}, it is in the old format of Excel (.xls); "
        "open it in your spreadsheet program and save it as an Excel workbook (.xlsx)."
    )


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_published_form_is_imported_or_refused_by_name_and_place(form: Path) -> None:
    expected = EXPECTED[form.name]
    data = as_workbook(form)
    if refused := expected.get("refused"):
        with pytest.raises(InterchangeError) as caught:
            read_import(data, form.name)
        assert [str(one) for one in caught.value.problems] == [f"In {form.name}, {said}" for said in refused]
        return
    found = read_import(data, form.name)
    questions = [question["id"] for section in found.content["sections"] for question in section["questions"]]
    assert questions == expected["questions"]
    assert [str(one).removeprefix(f"In {form.name}, ") for one in found.to_write] == expected["to_write"]
    assert list(found.left_out) == expected.get("left_out", [])
