"""The XLSForm project's own example forms: each is imported, or refused with what is in its way and where."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from sync_server.interchange.problems import InterchangeError
from sync_server.interchange.reading import read_import

HERE = Path(__file__).parent
FORMS = sorted((HERE / "xlsform_examples").glob("*.xls*"))
EXPECTED = tomllib.loads((HERE / "published_forms.toml").read_text(encoding="utf-8"))


def test_every_form_has_its_expectation() -> None:
    assert {form.name for form in FORMS} == EXPECTED.keys()
    assert sum("refused" in one for one in EXPECTED.values()) > 5
    assert sum("questions" in one for one in EXPECTED.values()) > 3


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_published_form_is_imported_or_refused_by_name_and_place(form: Path) -> None:
    expected = EXPECTED[form.name]
    if refused := expected.get("refused"):
        with pytest.raises(InterchangeError) as caught:
            read_import(form.read_bytes(), form.name)
        assert [str(one) for one in caught.value.problems] == [f"In {form.name}, {said}" for said in refused]
        return
    found = read_import(form.read_bytes(), form.name)
    questions = [question["id"] for section in found.content["sections"] for question in section["questions"]]
    assert questions == expected["questions"]
    assert len(found.to_write) == expected["to_write"]
    assert list(found.left_out) == expected.get("left_out", [])
