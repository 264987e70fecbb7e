"""Room on the disk: when to warn, when photos must wait, and a reserve so that words are always saved."""

import contextlib
import os
import shutil
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Final

from mobile.photos.errors import NoRoomForPhotos

# About 1,500 photos: enough for weeks, so there is time to make room.
WARN_BELOW: Final = 1_000_000_000
# The system itself slows down below this, and the database must still grow.
REFUSE_BELOW: Final = 500_000_000
# Holds the words of thousands of answers.
BALLAST_BYTES: Final = 16 * 1024 * 1024

_PIECE: Final = 1024 * 1024
_TIMES_THE_SIZE: Final = 3

FreeBytes = Callable[[], int]


class Room(StrEnum):
    """How much room there is: plenty; little, so say it; too little for photos."""

    PLENTY = "plenty"
    LITTLE = "little"
    NONE = "none"


class Space:
    """The free space of the disk a folder is on; `free` may be given to stand in for the disk."""

    def __init__(self, folder: Path, free: FreeBytes | None = None) -> None:
        self._free = free or (lambda: shutil.disk_usage(folder).free)

    def room(self) -> Room:
        """How much room there is now."""
        free = self._free()
        if free < REFUSE_BELOW:
            return Room.NONE
        return Room.LITTLE if free < WARN_BELOW else Room.PLENTY

    @property
    def free(self) -> int:
        """The free bytes."""
        return self._free()

    def check(self) -> None:
        """Raise NoRoomForPhotos where a new photo must wait."""
        if self.room() is Room.NONE:
            raise NoRoomForPhotos


class Ballast:
    """A file of 16 MB that is there only to be given up: letting go of it saves the text of a draft."""

    def __init__(self, folder: Path, size: int = BALLAST_BYTES, free: FreeBytes | None = None) -> None:
        self._file = folder / "ballast"
        self._size = size
        self._free = free or (lambda: shutil.disk_usage(folder).free)

    def ensure(self) -> bool:
        """Put the file there where it is not and there is room; says whether it is there now."""
        if self._there():
            return True
        try:
            # It must not take the room that words need now.
            if self._free() < _TIMES_THE_SIZE * self._size:
                return False
            with self._file.open("wb") as file:
                for start in range(0, self._size, _PIECE):
                    # Not zeros: some disks keep those without taking any room.
                    file.write(os.urandom(min(_PIECE, self._size - start)))
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self.release()
            return False
        return True

    def release(self) -> bool:
        """Give the room back; says whether there was any."""
        there = self._file.exists()
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)
        return there

    def _there(self) -> bool:
        return self._file.exists() and self._file.stat().st_size == self._size
