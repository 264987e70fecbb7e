"""Photos of a backup: brought in once, read back each time, mended where they have changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checklists.journal.canonical import digest
from sync_server.objects.errors import PhotoMissingError
from sync_server.objects.folders import write_into_place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sync_server.backup.places import BackupFolder
    from sync_server.objects.store import ObjectStore


@dataclass(slots=True)
class Brought:
    """What became of a record's photos.

    Attributes:
        here: in the backup folder, each read and its hash found right.
        new: how many of them were copied just now.
        lost: received by the server, which no longer has them whole, nor has any earlier backup.
    """

    here: list[str] = field(default_factory=list)
    new: int = 0
    lost: list[str] = field(default_factory=list)


def bring_photos(store: ObjectStore, folder: BackupFolder, photos: Mapping[str, bool]) -> Brought:
    """Have every photo of a record in the backup folder, copying only those that are not there whole.

    Args:
        store: the server's photos.
        folder: has them all at the end, as far as the server has them.
        photos: name to whether the server had received it; in the order of their names.

    Raises:
        OSError: the disk is full or can't be written.
        StoreAwayError: the server's photos can't be reached right now.
    """
    brought = Brought()
    for sha256, received in photos.items():
        path = folder.photo(sha256)
        if is_whole(path, sha256):
            brought.here.append(sha256)
        elif _copy(store, sha256, path):
            brought.here.append(sha256)
            brought.new += 1
        elif received:
            brought.lost.append(sha256)
    return brought


def is_whole(path: Path, sha256: str) -> bool:
    """Say whether a file is there and its bytes are those it is named after."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except OSError:
        return False


def _copy(store: ObjectStore, sha256: str, path: Path) -> bool:
    try:
        data = store.read(sha256) if store.has(sha256) else b""
    except (OSError, PhotoMissingError):
        return False
    if digest(data) != sha256:
        return False
    write_into_place(data, path)
    return is_whole(path, sha256)
