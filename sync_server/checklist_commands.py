"""The `floorwalk checklists` commands: lint, rules, schema, and export to and import from other programs."""

import json
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from checklists.files.schema import file_schema
from checklists.lint.remark import Remark
from checklists.lint.rules import RULES, UnknownRuleError, lint, page
from sync_server.checklist_files import CannotUseFiles, ChecklistFile, read_checklist_files
from sync_server.errors import CannotGoOn
from sync_server.interchange.commands import export_checklist, import_checklist

app = typer.Typer(help="Write good checklists: look them over, read why, complete them in an editor.")

app.command("export")(export_checklist)
app.command("import")(import_checklist)

# What a shell expects of a command that looked and found something.
_REMARKS = 1


class Output(StrEnum):
    """How remarks are written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


@app.command("lint")
def lint_files(
    files: Annotated[list[Path], typer.Argument(help="Checklist files.")],
    output: Annotated[
        Output, typer.Option("--format", help="For people, programs, or GitHub's pages.")
    ] = Output.TEXT,
    off: Annotated[list[str] | None, typer.Option(help="A rule to leave out; may be given again.")] = None,
) -> None:
    """Look checklists over: what makes a walk long, closed or unkind. Ends with 1 if there are remarks."""
    for name in off or ():
        _page(name)
    try:
        read = read_checklist_files(files, unless="Nothing has been looked over.")
    except CannotUseFiles as error:
        if output is not Output.GITHUB:
            raise
        for one in error.problems:
            _github("error", one.path, one.line or 1, "checklist", one.sentence)
        raise typer.Exit(_REMARKS) from None
    found = [
        Found(one, one.lines.get((remark.section or "", remark.question), 1), remark)
        for one in read
        for remark in lint(one.checklist, {*one.off, *(off or ())})
    ]
    _WRITERS[output](found, len(files))
    if found:
        raise typer.Exit(_REMARKS)


@app.command()
def rules(name: Annotated[str | None, typer.Argument(help="The rule to read about.")] = None) -> None:
    """List the linter's rules, or print the page of one."""
    if name is not None:
        typer.echo(_page(name), nl=False)
        return
    width = max(len(rule.name) for rule in RULES)
    for rule in RULES:
        typer.echo(f"{rule.name:<{width}}  {rule.title}")


@app.command()
def schema() -> None:
    """Print the JSON Schema of a checklist file, with which editors complete and check what you write."""
    typer.echo(json.dumps(file_schema(), indent=2, ensure_ascii=False))


def _page(name: str) -> str:
    try:
        return page(name)
    except UnknownRuleError as error:
        raise CannotGoOn(str(error)) from None


class Found(NamedTuple):
    """A remark with the file it is about, and the line on which its section or question begins."""

    file: ChecklistFile
    line: int
    remark: Remark


def _as_text(found: list[Found], files: int) -> None:
    for file, line, remark in found:
        typer.echo(f"{file.name}, line {line}: {remark}")
    looked_at = "One checklist" if files == 1 else f"{files} checklists"
    if not found:
        typer.echo(f"{looked_at} looked over, nothing to remark.")
        return
    count = "one remark" if len(found) == 1 else f"{len(found)} remarks"
    rule = found[0].remark.rule
    typer.echo(f"{looked_at} looked over, {count}. Why: floorwalk checklists rules {rule}")


def _as_json(found: list[Found], _files: int) -> None:
    fields = ("rule", "section", "question", "reason", "advice")
    rows = [
        {"file": file.name, "line": line, **{name: getattr(remark, name) for name in fields}}
        for file, line, remark in found
    ]
    typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))


def _as_github(found: list[Found], _files: int) -> None:
    for file, line, remark in found:
        _github("warning", file.path, line, remark.rule, str(remark))


def _github(level: str, path: Path, line: int, title: str, words: str) -> None:
    # The path as it was given: from the repository's root it is what GitHub shows the words beside.
    parts = {"file": path.as_posix(), "line": str(line), "title": title}
    where = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in parts.items())
    typer.echo(f"::{level} {where}::{_escaped(words)}")


def _escaped(text: str, more: Iterable[str] = "") -> str:
    # As GitHub reads its workflow commands.
    for letter in ("%", "\r", "\n", *more):
        text = text.replace(letter, f"%{ord(letter):02X}")
    return text


_WRITERS = {Output.TEXT: _as_text, Output.JSON: _as_json, Output.GITHUB: _as_github}
