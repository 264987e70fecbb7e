"""What the `floorwalk` command can do; its other commands are in `backup` and `checklists`."""

import dataclasses
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from sync_server import checklist_commands
from sync_server.backup.commands import add_backup_commands
from sync_server.backup.nightly import nightly_backups
from sync_server.checklist_files import read_checklist_files
from sync_server.config import Config, read_config, read_port
from sync_server.demo.run import DEFAULT_FOLDER, DemoOptions, run_demo
from sync_server.errors import CannotGoOn, Refused
from sync_server.interrupt import ended_at_once
from sync_server.keys import open_keys
from sync_server.logs import set_up_logs
from sync_server.organisation import read_organisation
from sync_server.record.checklists import publish_all
from sync_server.record.database import Engine, reading, writing
from sync_server.record.devices import mint_code
from sync_server.record.office_data import load as load_organisation
from sync_server.record.people import people as all_people
from sync_server.record.start import start_record

app = typer.Typer(
    name="floorwalk",
    help="Internal audits and gemba walks on tablets, with one central record.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

_Folder = Annotated[
    Path | None, typer.Option(help="Where the server keeps its data; FLOORWALK_DATA otherwise.")
]

app.add_typer(checklist_commands.app, name="checklists")

# What a shell expects of a command that was given something it can't use.
_BAD_INPUT = 2
# And of one that was given something good and still could not do it.
_TROUBLE = 1


def run() -> None:
    """Run the command; whatever can't be used is said in a sentence, with exit code 2."""
    try:
        app()
    except CannotGoOn as error:
        _end(str(error), _BAD_INPUT)
    except Refused as refused:
        _end(f"{refused.refusal.sentence} {refused.detail}", _TROUBLE)


@app.command()
def serve(  # noqa: PLR0913, PLR0917 - one for each option
    folder: _Folder = None,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[str | None, typer.Option(help="The port to listen on; 0 for a free one.")] = None,
    photos: Annotated[
        str | None,
        typer.Option(
            help="Where photos are kept: a folder, or s3://bucket/prefix; FLOORWALK_PHOTOS otherwise."
        ),
    ] = None,
    backup_to: Annotated[Path | None, typer.Option(help="Back up every night into this folder.")] = None,
    keep: Annotated[
        int | None, typer.Option(min=1, help="How many backups to keep there; all otherwise.")
    ] = None,
) -> None:
    """Run the server."""
    # Until the server runs, nothing has to be put in order.
    with ended_at_once():
        # Here, because it brings the whole web framework, which no other command needs.
        from sync_server.serve import serve as run_server  # noqa: PLC0415

        set_up_logs()
        config = _config(folder)
        config = dataclasses.replace(
            config,
            host=host or config.host,
            port=config.port if port is None else read_port(port, "--port"),
            photos=config.photos if photos is None else photos,
        )
        with nightly_backups(config, backup_to, keep):
            run_server(config)


@app.command()
def demo(
    folder: Annotated[Path, typer.Option(help="Where the demo keeps its data.")] = Path(DEFAULT_FOLDER),
    browser: Annotated[bool, typer.Option(help="Open the browser where there is one.")] = True,  # noqa: FBT002 - typer turns it into --browser/--no-browser
    bare: Annotated[bool, typer.Option("--bare", help="Leave the tablets to be enrolled by hand.")] = False,  # noqa: FBT002 - a flag
    reset: Annotated[bool, typer.Option("--reset", help="Forget everything done in the demo first.")] = False,  # noqa: FBT002 - a flag
    tablet_command: Annotated[
        str | None, typer.Option(hidden=True, help="What to start instead of a tablet.")
    ] = None,
) -> None:
    """Start a server and two tablets with a sample plant, to try everything out."""
    run_demo(
        DemoOptions(folder=folder, browser=browser, bare=bare, reset=reset, tablet_command=tablet_command)
    )


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="An organisation file, such as organisation.toml.")],
    folder: _Folder = None,
) -> None:
    """Load departments, areas, people and planned visits, or bring them up to date."""
    organisation = read_organisation(_bytes(file), file.name, datetime.now(UTC).astimezone().date())
    config = _config(folder)
    load_organisation(start_record(config.database_url, open_keys(config.folder)), organisation)
    typer.echo(
        f"Loaded {len(organisation.departments)} departments, {len(organisation.areas)} areas, "
        f"{len(organisation.people)} people and {len(organisation.planned)} planned visits from {file.name}."
    )


@app.command()
def publish(
    files: Annotated[list[Path], typer.Argument(help="Checklist files, of up to 2 MB each.")],
    folder: _Folder = None,
) -> None:
    """Publish checklists of your own: all of these files, or none if there is something to put right."""
    read = read_checklist_files(files)
    new = publish_all(_existing(folder), [one.checklist for one in read], datetime.now(UTC))
    for one in read:
        is_new = one.checklist in new
        typer.echo(
            f"{'Published' if is_new else 'Published before, and the same'}: “{one.checklist.title}”, "
            f"version {one.checklist.version}, from {one.name}."
        )
    if new:
        typer.echo("Tablets get what is new at their next sync.")


@app.command()
def code(folder: _Folder = None) -> None:
    """Print a code with which one tablet can be enrolled, once, within fifteen minutes."""
    with writing(_existing(folder)) as connection:
        typer.echo(mint_code(connection, None, datetime.now(UTC)))


@app.command()
def people(folder: _Folder = None) -> None:
    """List the people of this server, and what they may do."""
    with reading(_existing(folder)) as connection:
        for one in all_people(connection):
            typer.echo(f"{one.name}, {one.role.label.lower()}{'' if one.active else ', no longer active'}")


add_backup_commands(app)


def _config(folder: Path | None) -> Config:
    # The record moves with the folder only where it is in it.
    return read_config(os.environ if folder is None else {**os.environ, "FLOORWALK_DATA": str(folder)})


def _existing(folder: Path | None) -> Engine:
    # A new, empty record beside the real one would be a surprise that is hard to see.
    config = _config(folder)
    if config.database_file is not None and not config.database_file.exists():
        raise CannotGoOn(
            f"There is no record in {config.folder} yet. Load your organisation or start the server there "
            "first, or say with --folder where the record is."
        )
    return start_record(config.database_url, open_keys(config.folder))


def _end(sentence: str, code: int) -> NoReturn:
    print(sentence, file=sys.stderr)  # noqa: T201 - for the person at the terminal
    raise SystemExit(code)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CannotGoOn(f"{file} can't be read: {error.strerror}. Nothing has been changed.") from error
