"""`floorwalk checklists export` and `import`, as people run them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from checklists.files.catalog import read_source
from sync_server.commands import app
from sync_server.errors import CannotGoOn
from tests.sync_server.interchange.books import book

EXAMPLE = Path(__file__).parents[3] / "checklists" / "example.toml"


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["checklists", *map(str, arguments)])
    if isinstance(result.exception, CannotGoOn):
        raise result.exception
    return result.exit_code, result.stdout


@pytest.fixture
def example(tmp_path: Path) -> Path:
    file = tmp_path / "example.toml"
    file.write_bytes(EXAMPLE.read_bytes())
    return file


def test_form_goes_out_and_comes_back_as_the_same_file(example: Path) -> None:
    form, again = example.with_suffix(".xlsx"), example.with_name("again.toml")
    assert run("export", example, "--as", "xlsform") == (0, f"{form} is written.\n")
    code, words = run("import", form, "--to", again)
    assert (code, words) == (0, f"{again} is written. Look it over: floorwalk checklists lint {again}\n")
    assert read_source(again.read_bytes(), "again") == read_source(example.read_bytes(), "example")


def test_list_and_paper_are_written_beside_the_file(example: Path) -> None:
    run("export", example, "--as", "csv")
    run("export", example, "--as", "pdf", "--language", "de", "--server", "https://floorwalk.example")
    assert example.with_suffix(".csv").read_bytes().startswith(b"\xef\xbb\xbfSection,Question,")
    assert example.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")


def test_import_with_gaps_writes_the_file_and_says_what_is_left(tmp_path: Path) -> None:
    form = tmp_path / "walk.xlsx"
    form.write_bytes(book(survey=[["type", "name", "label", "appearance"], ["text", "a", "What?", "w1"]]))
    code, words = run("import", form)
    assert code == 1
    assert words.splitlines()[:3] == [
        "Sheet “survey”, row 1, column D is left out: a checklist has no place for “appearance”.",
        f"{tmp_path / 'walk.toml'} is written. 8 things are left to write in it before it can be used:",
        (
            '- In walk.toml, "kind" is missing; add "kind", one of: internal_audit, gemba_walk, '
            "layered_process_audit, 5s_safety_walk."
        ),
    ]
    assert (tmp_path / "walk.toml").read_text().startswith('id = "walk"\n')


def test_file_that_is_there_is_never_written_over(example: Path) -> None:
    taken = example.with_suffix(".pdf")
    taken.write_text("mine")
    with pytest.raises(CannotGoOn, match="is already there, and stays as it is"):
        run("export", example, "--as", "pdf")
    assert taken.read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--language", "fr"], "has no words in “fr”; choose one of: en, de"),
        (["--server", "floorwalk.example"], "is no address"),
        (["--to", "/nowhere/at/all.pdf"], "can't be written"),
    ],
)
def test_what_can_not_be_printed_is_said(arguments: list[str], sentence: str, example: Path) -> None:
    with pytest.raises(CannotGoOn, match=sentence):
        run("export", example, "--as", "pdf", *arguments)


def test_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotGoOn, match="can't be read"):
        run("import", tmp_path / "nothing.xlsx")
