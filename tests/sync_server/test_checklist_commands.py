"""`floorwalk checklists`: looking files over, reading why, the schema, as people and programs run them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from checklists.files.catalog import shipped_files
from checklists.files.schema import file_schema
from sync_server.commands import app
from sync_server.errors import CannotGoOn

GEMBA = shipped_files()["gemba-walk.toml"].decode()
CLOSED = GEMBA.replace("What came of what we promised last time?", "Is it 100 % done, as promised?")


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["checklists", *map(str, arguments)])
    if isinstance(result.exception, CannotGoOn):
        raise result.exception
    return result.exit_code, result.stdout


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    file = tmp_path / "gemba.toml"
    file.write_text(CLOSED)
    return file


def test_good_file_is_praised_by_saying_little(tmp_path: Path) -> None:
    file = tmp_path / "gemba.toml"
    file.write_text(GEMBA)
    assert run("lint", file) == (0, "One checklist looked over, nothing to remark.\n")


def test_remark_names_file_question_and_rule(closed: Path) -> None:
    code, words = run("lint", closed)
    assert code == 1
    line = CLOSED.split("\n").index('id = "last-promise"')
    assert words.startswith(
        f"gemba.toml, line {line}: In question “last-promise”, “text” can be answered with yes or no; "
    )
    assert words.endswith(
        "One checklist looked over, one remark. Why: floorwalk checklists rules closed-question\n"
    )


def test_program_reads_remarks_as_json(closed: Path) -> None:
    code, words = run("lint", "--format", "json", closed)
    (row,) = json.loads(words)
    assert code == 1
    assert (row["file"], row["rule"], row["question"]) == ("gemba.toml", "closed-question", "last-promise")
    assert row["advice"]
    assert CLOSED.split("\n")[row["line"]] == 'id = "last-promise"'


def test_github_shows_remarks_beside_the_file(closed: Path) -> None:
    odd = closed.rename(closed.with_name("a,b:c.toml"))
    _, words = run("lint", "--format", "github", odd)
    line = CLOSED.split("\n").index('id = "last-promise"')
    folder = odd.parent.as_posix()
    assert words.startswith(
        f"::warning file={folder}/a%2Cb%3Ac.toml,line={line},title=closed-question::"
        "In question “last-promise”, "
    )
    assert words.count("\n") == 1


def test_github_shows_what_can_not_be_read_on_its_line(closed: Path) -> None:
    closed.write_text(
        CLOSED.replace("minutes = 10", "minutes: 10").replace('language = "en"', 'language = ""')
    )
    code, words = run("lint", "--format", "github", closed)
    assert code == 1
    first, second = words.splitlines()
    assert first.startswith(
        f"::error file={closed.as_posix()},line=6,title=checklist::In gemba.toml, line 6, "
    )
    assert second.startswith(
        f"::error file={closed.as_posix()},line=7,title=checklist::In gemba.toml, line 7, "
    )


def test_workflow_in_the_documentation_runs_the_linter_as_github_reads_it() -> None:
    text = (Path(__file__).parents[2] / "checklists" / "FORMAT.md").read_text(encoding="utf-8")
    workflow = text.partition("```yaml\n")[2].partition("```")[0]
    assert "floorwalk checklists lint --format github" in workflow


@pytest.mark.parametrize("way", ["option", "file"])
def test_rule_is_switched_off(closed: Path, way: str) -> None:
    if way == "file":
        closed.write_text(CLOSED + '\n[lint.off]\nclosed-question = "We want a number here."\n')
        assert run("lint", closed)[0] == 0
    else:
        assert run("lint", "--off", "closed-question", closed)[0] == 0


def test_unknown_rule_is_answered_with_those_there_are(closed: Path) -> None:
    with pytest.raises(CannotGoOn, match="There is no rule “short”; the rules are: blaming-words"):
        run("lint", "--off", "short", closed)
    with pytest.raises(CannotGoOn, match="There is no rule “short”"):
        run("rules", "short")


def test_file_that_can_not_be_read_is_not_said_to_be_unpublished(tmp_path: Path) -> None:
    with pytest.raises(
        CannotGoOn, match=r"^Nothing has been looked over\. There is one thing to put right first:"
    ):
        run("lint", tmp_path / "absent.toml")


def test_rules_are_listed_and_explained() -> None:
    assert re.search("^over-long +A walk people can finish with open eyes$", run("rules")[1], re.MULTILINE)
    assert run("rules", "over-long")[1].startswith("# A walk people can finish with open eyes\n")


def test_schema_is_printed_for_editors() -> None:
    assert json.loads(run("schema")[1]) == file_schema()
