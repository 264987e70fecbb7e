"""`floorwalk checklists export` and `import`: spreadsheets, plain lists and paper, from and to files."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from checklists.errors import PROBLEMS_SHOWN, ChecklistFileError
from checklists.files.catalog import read_source
from sync_server.checklist_files import ChecklistFile, read_checklist_files
from sync_server.errors import CannotGoOn

# What a shell expects of a command that did its work and leaves some to a person.
_LEFT_TO_WRITE = 1
# An address that still fits a code people can photograph.
_LONGEST_ADDRESS = 200
_UNLESS = "Nothing has been written."


class Kind(StrEnum):
    """What a checklist is written as."""

    XLSFORM = "xlsform"
    CSV = "csv"
    PDF = "pdf"


_ENDS = {Kind.XLSFORM: ".xlsx", Kind.CSV: ".csv", Kind.PDF: ".pdf"}


def export_checklist(
    file: Annotated[Path, typer.Argument(help="The checklist file.")],
    kind: Annotated[Kind, typer.Option("--as", help="A form with everything, a plain list, or paper.")],
    to: Annotated[Path | None, typer.Option(help="Where to write it; beside the file if not given.")] = None,
    language: Annotated[str | None, typer.Option(help="For paper: the code of its language.")] = None,
    server: Annotated[
        str | None, typer.Option(help="For paper: your server's address, for the code that leads to it.")
    ] = None,
) -> None:
    """Write a checklist as a form (XLSForm), as a plain list (CSV), or as a PDF for paper."""
    (found,) = read_checklist_files([file], unless=_UNLESS)
    if language is not None and language not in found.checklist.languages:
        there = ", ".join(found.checklist.languages)
        raise CannotGoOn(f"{_UNLESS} {file} has no words in “{language}”; choose one of: {there}.")
    if server is not None and not (
        server.startswith(("https://", "http://"))
        and len(server) <= _LONGEST_ADDRESS
        and server.isprintable()
    ):
        raise CannotGoOn(f"{_UNLESS} “{server[:80]}” is no address; write it like https://floorwalk.example.")
    target = to or file.with_suffix(_ENDS[kind])
    _refuse_if_there(target)
    _write(target, _made(found, kind, language, server))
    typer.echo(f"{target} is written.")


def import_checklist(
    file: Annotated[Path, typer.Argument(help="A form (.xlsx) or a plain list (.csv, .xlsx).")],
    to: Annotated[Path | None, typer.Option(help="Where to write the checklist file.")] = None,
) -> None:
    """Read a form or a plain list and write it as a checklist file. Ends with 1 if words are missing."""
    from sync_server.interchange import reading  # noqa: PLC0415 - it takes a while

    try:
        with file.open("rb") as stream:
            data = stream.read(reading.LARGEST_SPREADSHEET + 1)
    except OSError as error:
        raise CannotGoOn(f"{_UNLESS} {file} can't be read: {error.strerror}.") from error
    found = reading.read_import(data, file.name)
    target = to or file.with_name(f"{found.table['id']}.toml")
    _refuse_if_there(target)
    _write(target, found.toml.encode())
    for sentence in found.left_out:
        typer.echo(sentence)
    left = _left_to_write(found.toml, target.name)
    if not left:
        typer.echo(f"{target} is written. Look it over: floorwalk checklists lint {target}")
        return
    count = "One thing is" if len(left) == 1 else f"{len(left)} things are"
    typer.echo(f"{target} is written. {count} left to write in it before it can be used:")
    for sentence in left[:PROBLEMS_SHOWN]:
        typer.echo(f"- {sentence}")
    if len(left) > PROBLEMS_SHOWN:
        typer.echo(f"- and {len(left) - PROBLEMS_SHOWN} more; see all: floorwalk checklists lint {target}")
    raise typer.Exit(_LEFT_TO_WRITE)


def _made(found: ChecklistFile, kind: Kind, language: str | None, server: str | None) -> bytes:
    match kind:
        case Kind.XLSFORM:
            from sync_server.interchange.xlsform_out import write_xlsform  # noqa: PLC0415 - it takes a while

            return write_xlsform(found.checklist, found.off)
        case Kind.CSV:
            from sync_server.interchange.plain_csv import write_csv  # noqa: PLC0415 - it takes a while

            return write_csv(found.checklist)
        case Kind.PDF:
            from sync_server.interchange.paper import write_pdf  # noqa: PLC0415 - it takes a while

            return write_pdf(found.checklist, language=language, server=server)


def _left_to_write(text: str, name: str) -> Sequence[str]:
    """Return what the written file says of itself, with its lines."""
    try:
        read_source(text.encode(), name)
    except ChecklistFileError as error:
        return [str(problem) for problem in error.problems]
    return []


def _refuse_if_there(target: Path) -> None:
    if target.exists():
        raise CannotGoOn(
            f"{_UNLESS} {target} is already there, and stays as it is; name another file with --to."
        )


def _write(target: Path, data: bytes) -> None:
    try:
        target.write_bytes(data)
    except OSError as error:
        raise CannotGoOn(f"{target} can't be written: {error.strerror}.") from error
