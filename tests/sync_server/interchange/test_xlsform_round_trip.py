"""A checklist goes out as a form and comes back the same, whatever of the format it uses."""

from __future__ import annotations

import shutil
import subprocess
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from pyxform.xls2xform import convert

from checklists.files.catalog import read_source, shipped, shipped_files
from sync_server.interchange.reading import read_import
from sync_server.interchange.xlsform_out import write_xlsform
from tests.sync_server.interchange.any_checklist import any_checklist

if TYPE_CHECKING:
    from checklists.form.checklist import Checklist

ROOT = Path(__file__).parents[3]
EXAMPLE = read_source((ROOT / "checklists" / "example.toml").read_bytes(), "example.toml")
VALIDATOR = "pyxform.validators.odk_validate"


@given(any_checklist())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_checklist_comes_back_equal(checklist: Checklist) -> None:
    found = read_import(write_xlsform(checklist), "any.xlsx")
    assert found.checklist == checklist
    assert found.checklist.content_hash() == checklist.content_hash()
    assert (found.to_write, found.left_out) == ((), ())
    # And as a checklist file, whatever of the format it uses.
    assert read_source(found.toml.encode(), "any.toml").checklist == checklist


@pytest.mark.parametrize("name", sorted(shipped_files()))
def test_shipped_checklist_comes_back_equal(name: str) -> None:
    source = read_source(shipped_files()[name], name)
    found = read_import(write_xlsform(source.checklist, source.off), "shipped.xlsx")
    assert found.checklist == source.checklist
    assert found.off == source.off
    assert found.left_out == ()


def test_file_that_an_import_writes_holds_the_same_checklist() -> None:
    found = read_import(write_xlsform(EXAMPLE.checklist, EXAMPLE.off), "example.xlsx")
    again = read_source(found.toml.encode(), "again.toml")
    assert again.checklist == EXAMPLE.checklist
    assert again.off == EXAMPLE.off


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every shipped checklist and the example, as pyxform makes XForms of them."""
    folder = tmp_path_factory.mktemp("forms")
    found = []
    for checklist in (EXAMPLE.checklist, *shipped()):
        book, form = folder / f"{checklist.id}.xlsx", folder / f"{checklist.id}.xml"
        book.write_bytes(write_xlsform(checklist))
        made = convert(str(book), validate=False)
        assert made.warnings == []
        form.write_text(made.xform, encoding="utf-8")
        found.append(form)
    return found


def test_odk_validate_finds_every_form_valid(forms: list[Path]) -> None:
    assert shutil.which("java"), "ODK Validate needs java: on Debian `apt-get install default-jre-headless`."
    jar = resources.files(VALIDATOR) / "bin" / "ODK_Validate.jar"
    command = ["java", "-Xmx512m", "-jar", str(jar), *map(str, forms)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    said = result.stdout + result.stderr
    assert result.returncode == 0, said
    assert said.count("Xform is valid") == len(forms)
    assert "warning" not in said.lower()


@given(any_checklist())
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_other_programs_can_make_a_form_of_any_checklist(checklist: Checklist) -> None:
    made = convert(write_xlsform(checklist), validate=False, file_type=".xlsx")
    assert f'id="{checklist.id}"' in made.xform
