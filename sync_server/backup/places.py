"""The folder of backups: what lies where in it, which backups count, and what is left over of others.

2026-03-03T22-00-00-123Z/   one backup: record.db, server.key, manifest.json
photos/ab/ab12…             the photos of all of them, each once
.half-…/                    one that is being made, or was when its process ended
"""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from sync_server.backup.errors import NotDoneError, reason_of
from sync_server.lock import lock
from sync_server.objects.folders import make_folder, sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECORD: Final = "record.db"
MANIFEST: Final = "manifest.json"

_NAME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}-[0-9]{2}-[0-9]{2}-[0-9]{3}Z")
_FORM: Final = "%Y-%m-%dT%H-%M-%S"
_HALF: Final = ".half-"
# What `objects.folders` calls a file that is being written.
_NEW: Final = ".new-*"


class BackupFolder:
    """A folder that holds backups.

    Attributes:
        path: of the folder.
    """

    def __init__(self, path: Path) -> None:
        """Look at a folder, which need not hold anything yet.

        Raises:
            NotDoneError: there is no such folder, or it is a server's own.
        """
        self.path = path.absolute()
        if not self.path.is_dir():
            raise NotDoneError(
                f"There is no folder {self.path}. Nothing was changed. If it is on another disk, see that "
                "the disk is connected; otherwise make the folder, then try again."
            )
        if (self.path / RECORD).exists():
            raise NotDoneError(
                f"{self.path} is the folder of a server or of one backup. Nothing was changed. "
                "Give the folder that holds, or is to hold, the backups."
            )

    def backups(self) -> list[Path]:
        """Return the backups that count, the oldest first."""
        return sorted(one for one in self.path.iterdir() if is_backup(one))

    def photo(self, sha256: str) -> Path:
        """Return where a photo is, or would be."""
        return self.path / "photos" / sha256[:2] / sha256

    def new_name(self, now: datetime) -> str:
        """Return the name for a backup made now, behind all that are there, whatever the clock said then."""
        last = max((one.name for one in self.backups()), default="")
        name = _name(now)
        return name if name > last else _name(_moment(last) + timedelta(milliseconds=1))

    @contextmanager
    def half(self, name: str) -> Iterator[Path]:
        """Give a folder for a backup under way; whatever is left in it at the end is thrown away."""
        folder = self.path / f"{_HALF}{name}"
        folder.mkdir(0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def count(self, half: Path, name: str) -> Path:
        """Make a backup that was verified count, from now on and after a power cut."""
        sync_folder(half)
        backup = self.path / name
        half.rename(backup)
        sync_folder(self.path)
        return backup

    def uncount(self, backup: Path) -> None:
        """Take a backup away; one that is half taken away does not count."""
        gone = self.path / f"{_HALF}{backup.name}"
        backup.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def forget_photos_but(self, named: set[str] | None) -> None:
        """Take away photos that no backup names any more; with None, which is nobody knows, all stay."""
        if named is None:
            return
        for path in self.path.glob("photos/*/*"):
            if path.name not in named:
                path.unlink(missing_ok=True)

    def clean(self) -> None:
        """Throw away what is left of backups that were interrupted; call it while the folder is locked."""
        for left in self.path.glob(f"{_HALF}*"):
            shutil.rmtree(left, ignore_errors=True)
        for left in self.path.glob(f"photos/*/{_NEW}"):
            left.unlink(missing_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Have the folder alone until the end.

        Raises:
            NotDoneError: another backup is being made there.
        """
        with (self.path / ".lock").open("ab") as file:
            if not lock(file):
                raise NotDoneError(
                    f"Another backup is being made in {self.path} right now. Nothing was changed. "
                    "Wait until it has ended, then try again."
                )
            yield


def is_backup(path: Path) -> bool:
    """Say whether a folder's name is that of a backup that counts."""
    return _NAME.fullmatch(path.name) is not None and path.is_dir()


def chosen(given: Path) -> list[Path]:
    """Return the backup somebody names, or all that are in a folder of them, the oldest first.

    Raises:
        NotDoneError: there is none.
    """
    given = given.absolute()
    found = [given] if (given / RECORD).exists() or is_backup(given) else BackupFolder(given).backups()
    if not found:
        raise NotDoneError(
            f"There is no backup in {given}. Nothing was changed. Make one with “floorwalk backup”, or give "
            "the folder that holds the backups."
        )
    return found


def made_default(path: Path) -> Path:
    """Return a folder that the server chose by itself, making it where there is none.

    Raises:
        NotDoneError: it can't be made.
    """
    try:
        make_folder(path)
    except OSError as error:
        raise NotDoneError(
            f"The folder {path} can't be made: {reason_of(error)}. Nothing was changed. "
            "Give another folder with --to."
        ) from error
    return path


def _name(moment: datetime) -> str:
    utc = moment.astimezone(UTC)
    return f"{utc.strftime(_FORM)}-{utc.microsecond // 1000:03d}Z"


def _moment(name: str) -> datetime:
    moment = datetime.strptime(name[:19], _FORM).replace(tzinfo=UTC)
    return moment + timedelta(milliseconds=int(name[20:23]))
