"""Makes a backup: copy, restore, verify, count, tell, in this order and never in another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from checklists.moments import write_moment
from sync_server.backup.errors import NotDoneError, backup_in_words, with_findings
from sync_server.backup.manifest import (
    FORM,
    Manifest,
    ManifestNotReadError,
    read_manifest,
    write_manifest,
)
from sync_server.backup.photos import Brought, bring_photos
from sync_server.backup.places import RECORD
from sync_server.backup.verify import Trial, check_files, check_trial, file_hash, trial
from sync_server.keys import KEY_FILE
from sync_server.objects.folders import write_into_place
from sync_server.record.backups import Backup, Reach, note_backup, photos_of_record, reach
from sync_server.record.checking import NotReadError, looking
from sync_server.record.copying import copy_to_file
from sync_server.record.database import Engine, write

if TYPE_CHECKING:
    from pathlib import Path

    from sync_server.backup.places import BackupFolder
    from sync_server.objects.store import ObjectStore


_DOES_NOT_COUNT: Final = (
    "This backup does not count: when it was restored, something was not right. The earlier backups are as "
    "they were. “floorwalk verify --record” says whether the record is whole. Found was:"
)


@dataclass(frozen=True, slots=True)
class Live:
    """What a server keeps.

    Attributes:
        folder: its data; the key is there.
        engine: the record.
        store: the photos.
    """

    folder: Path
    engine: Engine
    store: ObjectStore


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that counts.

    Attributes:
        path: its folder.
        backup: as the live record was told.
        new_photos: how many photos were copied for it.
        lost: photos that the server had received and no longer has whole.
    """

    path: Path
    backup: Backup
    new_photos: int
    lost: tuple[str, ...]


def make_backup(live: Live, to: BackupFolder, keep: int | None = None) -> Made:
    """Back up a server that may be running, and tell its record once the backup was verified.

    Args:
        live: what is backed up.
        to: where to.
        keep: how many backups to keep there, this one among them; None for all.

    Raises:
        NotDoneError: it could not be written, or what was written does not verify; nothing counts that did
            not before.
        Refused: the record can't be read or written right now.
    """
    with backup_in_words(to.path), to.locked():
        to.clean()
        taken_at = datetime.now(UTC)
        name = to.new_name(taken_at)
        with to.half(name) as half:
            copy_to_file(live.engine, half / RECORD)
            write_into_place((live.folder / KEY_FILE).read_bytes(), half / KEY_FILE)
            with trial(half, room=half) as tried:
                reached, brought = _bring(live, to, tried)
                manifest = _manifest(name, taken_at, half, reached, brought)
                write_manifest(half, manifest)
                _verify(half, tried)
            path = to.count(half, name)
        backup = _told(live, path, manifest, reached)
        _keep_only(to, keep)
    return Made(path, backup, brought.new, tuple(brought.lost))


def _bring(live: Live, to: BackupFolder, tried: Trial) -> tuple[Reach, Brought]:
    # After the record: whatever the copied record says was received is in the object store by now.
    try:
        with looking(tried.engine) as connection:
            reached, photos = reach(connection), photos_of_record(connection)
    except NotReadError as error:
        raise NotDoneError(with_findings(_DOES_NOT_COUNT, [str(error)])) from error
    return reached, bring_photos(live.store, to, photos)


def _manifest(name: str, taken_at: datetime, half: Path, reached: Reach, brought: Brought) -> Manifest:
    return Manifest(
        form=FORM,
        name=name,
        taken_at=write_moment(taken_at),
        feed_seq=reached.feed_seq,
        feed_hash=reached.feed_hash,
        ops=reached.ops,
        record=file_hash(half / RECORD),
        key=file_hash(half / KEY_FILE),
        photos=brought.here,
        lost=brought.lost,
    )


def _verify(half: Path, tried: Trial) -> None:
    # The photos were read back as they were brought.
    try:
        manifest = read_manifest(half)
        found = [*check_files(half, manifest), *check_trial(tried, manifest)]
    except ManifestNotReadError as error:
        found = [str(error)]
    if found:
        raise NotDoneError(with_findings(_DOES_NOT_COUNT, found))


def _told(live: Live, path: Path, manifest: Manifest, reached: Reach) -> Backup:
    backup = Backup(
        name=manifest.name,
        folder=str(path.parent),
        taken_at=manifest.taken_at,
        verified_at=write_moment(datetime.now(UTC)),
        feed_seq=manifest.feed_seq,
        feed_hash=manifest.feed_hash,
        ops=manifest.ops,
        photos=len(manifest.photos),
    )
    write(live.engine, lambda connection: note_backup(connection, backup, reached.chains, manifest.photos))
    return backup


def _keep_only(to: BackupFolder, keep: int | None) -> None:
    if keep is None:
        return
    for old in to.backups()[:-keep]:
        to.uncount(old)
    to.forget_photos_but(_photos_of(to))


def _photos_of(to: BackupFolder) -> set[str] | None:
    """Return every photo that a kept backup names; None if one can't say."""
    named: set[str] = set()
    for backup in to.backups():
        try:
            manifest = read_manifest(backup)
        except ManifestNotReadError:
            return None
        named.update(manifest.photos)
    return named
