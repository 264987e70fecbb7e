"""Puts a backup back into a folder or a database; a record that is there is never overwritten unasked."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from checklists.moments import write_moment
from sync_server.backup.errors import NotDoneError, reason_of, with_findings
from sync_server.backup.manifest import Manifest, ManifestNotReadError, read_manifest
from sync_server.backup.places import RECORD, chosen
from sync_server.backup.verify import check_backup, check_live, trial
from sync_server.keys import KEY_FILE, open_keys
from sync_server.lock import only_server
from sync_server.objects.errors import ObjectsError, OtherBytesError
from sync_server.objects.folders import make_folder, sync_file, sync_folder, write_into_place
from sync_server.objects.opening import open_objects
from sync_server.record.backups import Backup, forget_receipts, note_backup, photos_of_record, reach
from sync_server.record.checking import NotReadError, looking
from sync_server.record.copying import copy_to_file, is_untouched, is_untouched_file, replace_rows
from sync_server.record.database import open_record, reading, write
from sync_server.record.serving import nobody_serves

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sync_server.config import Config
    from sync_server.objects.store import ObjectStore

# SQLite's neighbours of a file belong to it: what was written last may only be there.
_PARTS: Final = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back.

    Attributes:
        backup: where from.
        taken_at: everything received until then is there again.
        ops: how many changes.
        photos: how many photos.
        left_out: photos that were not whole in the backup.
        aside: where the record lies that was there before; None if there was none.
        findings: what is not right now, a sentence for each.
    """

    backup: Path
    taken_at: str
    ops: int
    photos: int
    left_out: tuple[str, ...]
    aside: Path | None
    findings: tuple[str, ...]


def restore(given: Path, to: Config, *, replace: bool = False, despite_damage: bool = False) -> Restored:
    """Restore a backup, and verify what was restored.

    Args:
        given: a backup, or a folder of backups, of which the newest is taken.
        to: the settings of the server that is to have it.
        replace: whether a record that is there gives way; it is kept aside.
        despite_damage: whether to restore what can be of a backup that is not whole.

    Raises:
        NotDoneError: it was not restored; what is there is as it was, or is kept aside.
        CannotGoOn: a server is running there, or the place can't be used.
    """
    backup = chosen(given)[-1]
    manifest = _looked_at(backup, despite_damage=despite_damage)
    with _restore_in_words(to.folder), only_server(to.database_file), nobody_serves(to.database_url):
        _must_be_free(to, replace=replace)
        store = open_objects(to)
        left_out = _put_photos(backup, manifest, store)
        aside = _Aside(to.folder)
        if to.database_file:
            _put_file(backup, to.database_file, aside, to.folder)
        else:
            _put_rows(backup, to, aside)
        return _settled(backup, manifest, to, store, (left_out, aside.made))


class _Aside:
    """A folder for what gives way, made when there is something to put into it."""

    def __init__(self, folder: Path) -> None:
        moment = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%S-%f")
        self._path = folder / f"before-restore-{moment}"
        self.made: Path | None = None

    def folder(self) -> Path:
        make_folder(self._path)
        self.made = self._path
        return self._path

    def move(self, path: Path) -> None:
        if path.exists():
            path.rename(self.folder() / path.name)


def _looked_at(backup: Path, *, despite_damage: bool) -> Manifest:
    found = list(check_backup(backup, set()))
    if found and not despite_damage:
        said = (
            f"The backup {backup} is not whole, so nothing was restored. Take another one, or add "
            "--despite-damage to restore what can be. Found was:"
        )
        raise NotDoneError(with_findings(said, found))
    try:
        return read_manifest(backup)
    except ManifestNotReadError as error:
        raise NotDoneError(
            f"{error} Without it nothing can be restored by this command. The record's file, "
            f"{backup / RECORD}, is an SQLite database; it and the photos beside it can be copied by hand."
        ) from error


def _must_be_free(to: Config, *, replace: bool) -> None:
    if replace or _is_free(to):
        return
    raise NotDoneError(
        f"There is a record in {to.database_file or 'this database'} already. Nothing was changed. Give "
        "another place with --to, or add --replace: then the record that is there is kept aside."
    )


def _is_free(to: Config) -> bool:
    if to.database_file:
        return not to.database_file.exists() or is_untouched_file(to.database_file)
    engine = open_record(to.database_url)
    try:
        with reading(engine) as connection:
            return is_untouched(connection)
    finally:
        engine.dispose()


def _put_photos(backup: Path, manifest: Manifest, store: ObjectStore) -> list[str]:
    """Put the photos where they belong; return those that are not whole in the backup."""
    left_out = list(manifest.lost)
    for sha256 in manifest.photos:
        if store.is_whole(sha256):
            continue
        try:
            store.put_file(backup.parent / "photos" / sha256[:2] / sha256, sha256)
        except (OtherBytesError, FileNotFoundError):
            left_out.append(sha256)
    return left_out


def _put_file(backup: Path, target: Path, aside: _Aside, folder: Path) -> None:
    new = target.with_name(f".{target.name}.restoring")
    make_folder(target.parent)
    shutil.copyfile(backup / RECORD, new)
    sync_file(new)
    for part in _PARTS:
        aside.move(target.with_name(target.name + part))
    _put_key(backup, aside, folder)
    new.rename(target)
    sync_folder(target.parent)


def _put_rows(backup: Path, to: Config, aside: _Aside) -> None:
    target = open_record(to.database_url)
    try:
        with reading(target) as connection:
            untouched = is_untouched(connection)
        if not untouched:
            copy_to_file(target, aside.folder() / RECORD)
        _put_key(backup, aside, to.folder)
        with trial(backup) as tried:
            replace_rows(tried.engine, target)
    finally:
        target.dispose()


def _put_key(backup: Path, aside: _Aside, folder: Path) -> None:
    make_folder(folder)
    key, data = folder / KEY_FILE, (backup / KEY_FILE).read_bytes()
    if key.exists() and key.read_bytes() == data:
        return
    if key.exists():
        write_into_place(key.read_bytes(), aside.folder() / KEY_FILE)
    write_into_place(data, key)


def _settled(
    backup: Path,
    manifest: Manifest,
    to: Config,
    store: ObjectStore,
    rest: tuple[Sequence[str], Path | None],
) -> Restored:
    """Open what was restored, note that all of it is backed up, and verify it where it is now."""
    left_out, aside = rest
    engine = open_record(to.database_url)
    try:
        with looking(engine) as connection:
            reached, named = reach(connection), photos_of_record(connection)
        here = sorted(named.keys() & set(manifest.photos) - set(left_out))
        note = Backup(
            name=manifest.name,
            folder=str(backup.parent),
            taken_at=manifest.taken_at,
            verified_at=write_moment(datetime.now(UTC)),
            feed_seq=reached.feed_seq,
            feed_hash=reached.feed_hash,
            ops=reached.ops,
            photos=len(here),
        )
        write(engine, lambda connection: note_backup(connection, note, reached.chains, here))
        write(engine, lambda connection: forget_receipts(connection, left_out))
        found = tuple(check_live(engine, open_keys(to.folder), store))
    finally:
        engine.dispose()
    return Restored(backup, manifest.taken_at, reached.ops, len(here), tuple(left_out), aside, found)


@contextmanager
def _restore_in_words(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotDoneError(
            f"It could not be restored to {folder}: {reason_of(error)}. The backup is as it was. What was "
            "there before is as it was, or beside it in a folder whose name begins with “before-restore-”. "
            "Put that right, then try again."
        ) from error
    except NotReadError as error:
        raise NotDoneError(
            f"{error} What is there now is all of this record that the backup has. Take another backup; what "
            "was there before is kept aside."
        ) from error
    except ObjectsError as error:
        raise NotDoneError(f"{error} The backup and the record are as they were. Try again later.") from error
