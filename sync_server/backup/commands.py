"""The commands about what is safe elsewhere: backup, restore, verify, export."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checklists.moments import read_moment
from sync_server.backup.errors import NotDoneError, reason_of
from sync_server.backup.make import Live, Made, make_backup
from sync_server.backup.places import BackupFolder, made_default
from sync_server.backup.restore import Restored, restore
from sync_server.backup.verify import check_backups, check_live
from sync_server.bundle import check_bundle, export_visit
from sync_server.config import Config, read_config
from sync_server.errors import CannotGoOn
from sync_server.keys import open_keys
from sync_server.objects.errors import ObjectsError
from sync_server.objects.opening import open_objects
from sync_server.record.start import start_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sync_server.record.database import Engine

_Folder = Annotated[
    Path | None, typer.Option(help="Where the server keeps its data; FLOORWALK_DATA otherwise.")
]

_Photos = Annotated[
    str | None, typer.Option(help="Where photos are kept, as for serve; FLOORWALK_PHOTOS otherwise.")
]
_Replace = Annotated[
    bool, typer.Option("--replace", help="Take the place of a record that is there; that one is kept aside.")
]
_DespiteDamage = Annotated[
    bool, typer.Option("--despite-damage", help="Restore what can be of a backup that is not whole.")
]

# It was understood, and could not be done or found something.
_TROUBLE = 1


def add_backup_commands(app: typer.Typer) -> None:
    """Add the commands to the program."""
    for command in (backup, restore_backup, verify, export):
        name = "restore" if command is restore_backup else None
        app.command(name)(command)


def backup(
    to: Annotated[
        Path | None,
        typer.Option(help="The folder of backups, best on another disk; beside the data otherwise."),
    ] = None,
    keep: Annotated[
        int | None, typer.Option(min=1, help="How many backups to keep there; all otherwise.")
    ] = None,
    folder: _Folder = None,
    photos: _Photos = None,
) -> None:
    """Back up record, photos and key while the server runs, and verify it by restoring it."""
    with _ended_in_words():
        config = _config(folder, photos)
        engine = _open(config)
        place = BackupFolder(to or made_default(config.folder.with_name(f"{config.folder.name}-backups")))
        made = make_backup(Live(config.folder, engine, open_objects(config)), place, keep)
        _say_made(made)
        if to is None:
            typer.echo(
                "A backup beside the data is lost with the disk: give a folder on another one with --to."
            )
        _end_with(len(made.lost))


def restore_backup(  # noqa: PLR0913, PLR0917 - one for each option
    given: Annotated[Path, typer.Argument(metavar="FROM", help="A backup, or a folder of them: the newest.")],
    to: Annotated[str, typer.Option(help="A data folder, or the address of a database.")],
    replace: _Replace = False,  # noqa: FBT002 - a flag
    despite_damage: _DespiteDamage = False,  # noqa: FBT002 - a flag
    folder: _Folder = None,
    photos: _Photos = None,
) -> None:
    """Put a backup back; with a database's address, photos and key go to the data folder."""
    with _ended_in_words():
        # A place is the whole of it: what DATABASE_URL says is another record's.
        place = {"DATABASE_URL": to} if "://" in to else {"DATABASE_URL": "", "FLOORWALK_DATA": to}
        config = _config(folder, photos, **place)
        _say_restored(restore(given, config, replace=replace, despite_damage=despite_damage), config)


def verify(
    what: Annotated[
        Path | None,
        typer.Argument(metavar="WHAT", help="A backup, a folder of them, or an exported visit."),
    ] = None,
    record: Annotated[bool, typer.Option("--record", help="The record in use, and its photos.")] = False,  # noqa: FBT002 - a flag
    server: Annotated[
        Path | None,
        typer.Option("--with", help="For a visit: the data folder of the server it came from."),
    ] = None,
    folder: _Folder = None,
    photos: _Photos = None,
) -> None:
    """Say what is wrong with a backup, an exported visit or the record in use; code 1 if anything is."""
    with _ended_in_words():
        if what is None or record:
            _verify_record(_config(folder, photos))
        if what is not None and what.is_file():
            report = check_bundle(what, server)
            typer.echo(report.text)
            _end_with(len(report.problems))
        elif what is not None:
            _end_with(_say_findings(check_backups(what), f"{what} is whole: it was restored and verified."))


def export(
    visit: Annotated[str, typer.Argument(help="The id of a visit, as in the address of its page.")],
    to: Annotated[Path, typer.Option(help="The file to write.")],
    folder: _Folder = None,
    photos: _Photos = None,
) -> None:
    """Write a visit into one file that can be verified without the server."""
    with _ended_in_words():
        config = _config(folder, photos)
        written = export_visit(_open(config), open_objects(config), config.server_name, visit, to)
        typer.echo(
            f"Written to {to}: {written:,} bytes. “floorwalk verify {to}” checks it, here or anywhere."
        )


def _verify_record(config: Config) -> None:
    found = check_live(_open(config), open_keys(config.folder), open_objects(config))
    _end_with(_say_findings(found, "The record is whole, and so are its photos."))


def _say_made(made: Made) -> None:
    backup = made.backup
    held = f"{_count(backup.ops, 'change')} and {_count(backup.photos, 'photo')}"
    where = f"{made.new_photos:,} of them new, to {made.path}"
    typer.echo(f"Backed up {held}, {where}. It was restored and verified.")
    for sha256 in made.lost:
        typer.echo(f"Photo {sha256} was received and is no longer whole on the server.", err=True)
    if made.lost:
        typer.echo("A tablet that still has such a photo sends it again at its next sync.", err=True)


def _say_restored(done: Restored, config: Config) -> None:
    held = f"{_count(done.ops, 'change')} and {_count(done.photos, 'photo')}"
    until = f"{read_moment(done.taken_at).astimezone():%Y-%m-%d %H:%M:%S %Z}"
    typer.echo(f"Restored {held} from {done.backup}: everything received until {until}.")
    if done.aside:
        typer.echo(f"What was there before is kept in {done.aside}.")
    for sha256 in done.left_out:
        typer.echo(f"Photo {sha256} is not whole in the backup and was left out.", err=True)
    found = _say_findings(iter(done.findings), f"Everything in {config.folder} was verified.")
    _end_with(found + len(done.left_out))


def _say_findings(found: Iterator[str], otherwise: str) -> int:
    count = 0
    for sentence in found:
        count += 1
        typer.echo(f"- {sentence}")
    typer.echo(f"Found: {count:,}. Nothing was changed." if count else otherwise)
    return count


def _count(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def _end_with(troubles: int) -> None:
    if troubles:
        raise typer.Exit(_TROUBLE)


@contextmanager
def _ended_in_words() -> Iterator[None]:
    try:
        yield
    except (NotDoneError, ObjectsError) as error:
        said = str(error)
    except OSError as error:
        said = f"{error.filename or 'A file'} can't be read: {reason_of(error)}. Nothing was changed."
    else:
        return
    typer.echo(said, err=True)
    raise typer.Exit(_TROUBLE)


def _config(folder: Path | None, photos: str | None, **others: str) -> Config:
    given = {"FLOORWALK_DATA": None if folder is None else str(folder), "FLOORWALK_PHOTOS": photos}
    return read_config({**os.environ, **{name: value for name, value in given.items() if value}, **others})


def _open(config: Config) -> Engine:
    if config.database_file is not None and not config.database_file.exists():
        raise CannotGoOn(
            f"There is no record in {config.folder} yet, so there is nothing to do. Say with --folder where "
            "the record is."
        )
    return start_record(config.database_url, open_keys(config.folder))
