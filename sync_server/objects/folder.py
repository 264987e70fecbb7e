"""A folder as the place that keeps photos: each key is a file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sync_server.objects.folders import make_folder, move_into_place, write_into_place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedIOBase
    from pathlib import Path


class Folder:
    """A place on this machine's disk; see `Place` for what the methods promise."""

    def __init__(self, root: Path) -> None:
        """Use a folder, making it and its two parts where there are none."""
        self._root = root
        for part in ("photos", "thumbnails"):
            make_folder(root / part)

    @property
    def where(self) -> str:
        """The folder's path."""
        return str(self._root)

    def path(self, key: str) -> Path:
        """Return the file that holds a key, or would hold it."""
        return self._root / key

    def has(self, key: str) -> bool:
        """Say whether a key is here."""
        return self.path(key).is_file()

    def size(self, key: str) -> int | None:
        """Return how many bytes a key holds, None if it is not here."""
        try:
            return self.path(key).stat().st_size
        except FileNotFoundError:
            return None

    def open(self, key: str) -> BufferedIOBase:
        """Open a key for reading."""
        return self.path(key).open("rb")

    def put(self, data: bytes, key: str) -> None:
        """Keep bytes under a key."""
        write_into_place(data, self.path(key))

    def take(self, file: Path, key: str) -> None:
        """Keep a finished file under a key; it must be on the same disk."""
        move_into_place(file, self.path(key))

    def sizes(self, folder: str) -> Iterator[tuple[str, int]]:
        """Yield every key below a folder with its bytes, in order, so that two walks can be compared."""
        for shelf in sorted(one.name for one in os.scandir(self.path(folder)) if one.is_dir()):
            with os.scandir(self.path(f"{folder}/{shelf}")) as files:
                here = sorted((one.name, one.stat().st_size) for one in files if one.is_file())
            yield from ((f"{folder}/{shelf}/{name}", size) for name, size in here)
