"""Verifies a backup by restoring it into a temporary place, and the live record where it is."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sync_server.backup.manifest import Manifest, ManifestNotReadError, read_manifest
from sync_server.backup.photos import is_whole
from sync_server.backup.places import RECORD, chosen
from sync_server.errors import CannotGoOn
from sync_server.keys import KEY_FILE, Keys, open_keys
from sync_server.record.backups import photos_of_record, reach, records_naming
from sync_server.record.checking import NotReadError, check_record, looking
from sync_server.record.database import Connection, Engine, open_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sync_server.objects.store import ObjectStore


_OTHER_BYTES: Final = "is damaged: its bytes are no longer those it is named after."


@dataclass(frozen=True, slots=True)
class Trial:
    """A backup's record, restored where it is in nobody's way.

    Attributes:
        engine: the record, brought up to this version.
        keys: of the server it came from.
    """

    engine: Engine
    keys: Keys


def check_backups(given: Path) -> Iterator[str]:
    """Yield a sentence for everything that is wrong with one backup, or with every one in a folder of them.

    Raises:
        NotDoneError: there is nothing to verify.
    """
    whole: set[str] = set()
    for backup in chosen(given):
        for said in check_backup(backup, whole):
            yield f"{backup.name}: {said}"


def check_backup(backup: Path, whole: set[str]) -> Iterator[str]:
    """Yield a sentence for everything that is wrong with one backup.

    Args:
        backup: its folder.
        whole: photos beside it that were found whole already; those found whole now are added.
    """
    try:
        manifest = read_manifest(backup)
    except ManifestNotReadError as error:
        yield str(error)
        manifest = None
    troubles: dict[str, str] = {}
    if manifest:
        yield from check_files(backup, manifest)
        troubles = _photo_troubles(backup.parent, manifest, whole)
    try:
        with trial(backup) as tried:
            yield from check_trial(tried, manifest)
            yield from _photos_said(tried.engine, troubles)
            troubles = {}
    except (CannotGoOn, NotReadError) as error:
        yield f"It can't be restored. {error}"
    except OSError as error:
        yield f"It can't be restored: {error.strerror or error}."
    # Where the record can't say whose they are.
    yield from (f"Photo {sha256} {trouble}" for sha256, trouble in troubles.items())


def check_files(backup: Path, manifest: Manifest) -> Iterator[str]:
    """Yield a sentence for each file that is not the one that was written."""
    for name, sha256 in ((RECORD, manifest.record), (KEY_FILE, manifest.key)):
        path = backup / name
        if not path.is_file():
            yield f"{name} is missing."
        elif not is_whole(path, sha256):
            yield f"{name} is damaged: it is not as it was written."


def check_trial(tried: Trial, manifest: Manifest | None) -> Iterator[str]:
    """Yield a sentence for everything wrong in a restored record, or other than its manifest says."""
    with looking(tried.engine) as connection:
        yield from check_record(connection, tried.keys)
        if manifest:
            yield from _check_reach(connection, manifest)


def check_live(engine: Engine, keys: Keys, store: ObjectStore) -> Iterator[str]:
    """Yield a sentence for everything that is wrong with a record in use and its photos.

    Raises:
        StoreAwayError: the photos can't be reached right now.
    """
    try:
        with looking(engine) as connection:
            yield from check_record(connection, keys)
            photos = photos_of_record(connection)
        troubles: dict[str, str] = {}
        for sha256, received in photos.items():
            if store.is_whole(sha256):
                continue
            if store.has(sha256):
                troubles[sha256] = _OTHER_BYTES
            elif received:
                troubles[sha256] = "was received and is missing."
        yield from _photos_said(engine, troubles)
    except NotReadError as error:
        yield str(error)


@contextmanager
def trial(backup: Path, room: Path | None = None) -> Iterator[Trial]:
    """Restore a backup's record into a temporary place and open it; the backup's files stay as they are.

    Args:
        backup: its folder.
        room: where the temporary place is to be; None for the system's own.

    Raises:
        CannotGoOn: it can't be opened, or its key is none.
        OSError: it can't be read, or there is no room for it.
    """
    with tempfile.TemporaryDirectory(prefix="floorwalk-trial-", dir=room) as name:
        place = Path(name)
        for file in (RECORD, KEY_FILE):
            shutil.copyfile(backup / file, place / file)
        engine = open_record(f"sqlite:///{place / RECORD}")
        try:
            yield Trial(engine, open_keys(place))
        finally:
            engine.dispose()


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _photo_troubles(folder: Path, manifest: Manifest, whole: set[str]) -> dict[str, str]:
    """Return what is wrong with photos of a backup, by their names."""
    troubles: dict[str, str] = {}
    for sha256 in manifest.photos:
        path = folder / "photos" / sha256[:2] / sha256
        if sha256 in whole:
            continue
        if is_whole(path, sha256):
            whole.add(sha256)
        else:
            troubles[sha256] = _OTHER_BYTES if path.exists() else "is missing."
    lost = "was already missing or damaged on the server when this backup was made."
    return troubles | dict.fromkeys(manifest.lost, lost)


def _photos_said(engine: Engine, troubles: dict[str, str]) -> Iterator[str]:
    """Yield a sentence for each photo that something is wrong with, with the records that name it."""
    if not troubles:
        return
    with looking(engine) as connection:
        named = records_naming(connection, troubles)
    for sha256, trouble in troubles.items():
        of = f", of {named[sha256]}," if sha256 in named else ""
        yield f"Photo {sha256}{of} {trouble}"


def _check_reach(connection: Connection, manifest: Manifest) -> Iterator[str]:
    found = reach(connection)
    if (found.feed_seq, found.feed_hash, found.ops) != (manifest.feed_seq, manifest.feed_hash, manifest.ops):
        yield (
            f"The record goes to place {found.feed_seq} of the feed with {found.ops} changes; "
            f"the manifest says place {manifest.feed_seq} and {manifest.ops}."
        )
    known = {*manifest.photos, *manifest.lost}
    for sha256, received in photos_of_record(connection).items():
        if received and sha256 not in known:
            yield f"Photo {sha256} was received before this backup and is not in it."
