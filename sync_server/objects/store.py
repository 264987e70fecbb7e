"""The object store: photos, each under the SHA-256 of its own bytes, in a folder or in a bucket.

A photo that has this name has these bytes, so what is written again is the same, and the same photo from two
tablets is kept once. What is still arriving lies in a folder of this machine, wherever the photos go.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checklists.ids import is_sha256
from sync_server.objects.errors import OtherBytesError, PhotoMissingError
from sync_server.objects.folder import Folder
from sync_server.objects.folders import make_folder
from sync_server.objects.places import photo_key
from sync_server.objects.uploads import Uploads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedIOBase

    from sync_server.objects.places import Place

_COPY_BYTES: Final = 1_000_000

_DAY_SECONDS: Final = 86_400


class ObjectStore:
    """Whole photos in a place, parts of photos still arriving, and thumbnails.

    Where the place can't be reached, methods that ask it raise `StoreAwayError`; where its disk is full,
    those that write raise `OSError`.

    Attributes:
        folder: of this machine: `parts` of photos, and the photos themselves where there is no other place.
        place: where whole photos and thumbnails are.
        uploads: the one way in for tablets; one object for each store, because it knows what is arriving.
    """

    def __init__(self, folder: Path, place: Place | None = None) -> None:
        """Open the store, making its folders where there are none.

        Args:
            folder: on the same disk as the place, where that is a folder too.
            place: where photos go; the folder itself unless said otherwise.
        """
        self.folder = folder
        make_folder(folder / "parts")
        self.place: Place = place or Folder(folder)
        self.uploads = Uploads(self)

    def names(self) -> Iterator[str]:
        """Yield the name of every photo here, in order."""
        return (name for name, _ in self.sizes())

    def sizes(self) -> Iterator[tuple[str, int]]:
        """Yield the name of every photo here with its size in bytes, in order of the names."""
        for key, size in self.place.sizes("photos"):
            name = key.rpartition("/")[2]
            if is_sha256(name):
                yield name, size

    def has(self, name: str) -> bool:
        """Say whether the whole photo is here."""
        return self.place.has(photo_key(name))

    def size(self, name: str) -> int:
        """Return a photo's bytes.

        Raises:
            PhotoMissingError: it is not here.
        """
        size = self.place.size(photo_key(name))
        if size is None:
            raise PhotoMissingError(name)
        return size

    def open(self, name: str) -> BufferedIOBase:
        """Open a photo for reading; close it after.

        Raises:
            PhotoMissingError: it is not here.
        """
        try:
            return self.place.open(photo_key(name))
        except FileNotFoundError:
            raise PhotoMissingError(name) from None

    def read(self, name: str) -> bytes:
        """Return a photo's bytes as they are in the store; whether they are the right ones is not looked at.

        Raises:
            PhotoMissingError: it is not here.
        """
        with self.open(name) as file:
            return file.read()

    def is_whole(self, name: str) -> bool:
        """Say whether the photo is here and its bytes are still those it is named after."""
        try:
            with self.open(name) as file:
                return _digest(file) == name
        except PhotoMissingError:
            return False

    def photo(self, name: str) -> Path | None:
        """Return the file of a whole photo, or where it would be; None where photos are in a bucket."""
        return self.place.path(photo_key(name))

    def part(self, name: str) -> Path:
        """Return where an upload's bytes so far are; the size of that file is the upload's offset."""
        return self.folder / "parts" / name

    def keep(self, data: bytes) -> str:
        """Store a whole photo at once and return its name."""
        name = hashlib.sha256(data).hexdigest()
        if self.place.size(photo_key(name)) != len(data):
            self.place.put(data, photo_key(name))
        return name

    def keep_undated(self, data: bytes) -> str:
        """Store a whole photo so that its file says nothing finer than the day of when; return its name."""
        name = hashlib.sha256(data).hexdigest()
        if not self.has(name):
            self.put_undated(data, photo_key(name))
        return name

    def put_undated(self, data: bytes, key: str) -> None:
        """Keep bytes under a key so that the file and its folders say nothing finer than the day of when.

        A bucket keeps a moment of its own that nobody can change, and so does a file system for itself.
        """
        self.place.put(data, key)
        file = self.place.path(key)
        if file is not None:
            today = time.time() // _DAY_SECONDS * _DAY_SECONDS
            for one in (file, file.parent, file.parent.parent):
                os.utime(one, (today, today))

    def put_file(self, file: Path, name: str) -> None:
        """Store a copy of a file as the photo of this name; the file stays as it is.

        Raises:
            OtherBytesError: it is not that photo.
        """
        handle, copied = tempfile.mkstemp(dir=self.folder / "parts", prefix=".copy-")
        copy = Path(copied)
        try:
            with os.fdopen(handle, "w+b") as target, file.open("rb") as source:
                shutil.copyfileobj(source, target, _COPY_BYTES)
                target.flush()
                os.fsync(target.fileno())
                target.seek(0)
                found = _digest(target)
            if found != name:
                raise OtherBytesError(name)
            self.place.take(copy, photo_key(name))
        finally:
            copy.unlink(missing_ok=True)


def _digest(file: BufferedIOBase) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()
