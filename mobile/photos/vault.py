"""The photos on this tablet: files named by the SHA-256 of their bytes, and their thumbnails beside them.

A photo is whole under its name or not there at all, also after the power went: bytes are written and synced
under another name first. Whatever names a photo in a record is written only after `keep` has returned.
"""

import hashlib
import io
import logging
import os
import re
import secrets
import time
from pathlib import Path
from typing import Final

from PIL import Image

from mobile.durable import sync_folder
from mobile.photos.errors import NotAPicture, PhotoDamaged, PhotoError, PhotoNotHere
from mobile.photos.prepare import PreparedPhoto, encode, prepare, scaled
from mobile.photos.space import FreeBytes, Room, Space

THUMBNAIL_EDGE: Final = 240
# Thumbnails from the server are a few hundred pixels; anything far above is not one.
MOST_THUMBNAIL_BYTES: Final = 500_000

# What stays of a photo that was let go of: some 25 KB, enough to see on a tablet what it was about.
KEPT_EDGE: Final = 480

_THUMBNAIL_QUALITY: Final = 72
# The small picture of a photo whose bytes are only on the server.
_RECEIVED: Final = "received"
_NAME: Final = re.compile(r"[0-9a-f]{64}")
_PART: Final = ".part"
# A piece this old belongs to a run of the app that was ended in the middle.
_LEFT_OVER_SECONDS: Final = 3600

log = logging.getLogger(__name__)


class Vault:
    """One folder of photos. Everything here reads and writes files: call it in a thread.

    `free` stands in for the disk's free bytes in tests.
    """

    def __init__(self, folder: Path, free: FreeBytes | None = None) -> None:
        self._folder = folder
        self._thumbnails = folder / "thumbnails"
        self._thumbnails.mkdir(parents=True, exist_ok=True)
        self.space = Space(folder, free)
        self._sweep()

    def check_space(self) -> None:
        """Raise NoRoomForPhotos where the disk has too little room for another photo."""
        self.space.check()

    def keep(self, photo: PreparedPhoto) -> None:
        """Keep a photo for good; once this returns it survives a power cut. Twice is as good as once.

        Raises:
            OSError: the disk is full or can't be written; nothing is left under the photo's name.
        """
        if self.has(photo.sha256) and self._whole(photo.sha256):
            return
        _write(self.path(photo.sha256), photo.jpeg)

    def has(self, sha256: str) -> bool:
        """Whether the whole photo is here, not only a thumbnail."""
        return self.path(sha256).is_file()

    def path(self, sha256: str) -> Path:
        """Where the photo is, or would be.

        Raises:
            ValueError: the name is not 64 lower-case hex digits.
        """
        if not _NAME.fullmatch(sha256):
            raise ValueError("a photo's name is 64 lower-case hex digits")
        return self._folder / f"{sha256}.jpg"

    def read(self, sha256: str) -> bytes:
        """The photo's bytes, checked against its name.

        Raises:
            PhotoNotHere: only the record is on this tablet.
            PhotoDamaged: the file has changed since it was kept.
        """
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise PhotoNotHere from error
        if hashlib.sha256(data).hexdigest() != sha256:
            log.error("photo %s does not match its name any more", sha256)
            raise PhotoDamaged
        return data

    def thumbnail(self, sha256: str, edge: int = THUMBNAIL_EDGE) -> bytes | None:
        """A small JPEG, its longer side at most `edge` pixels; made on first use and again when missing.

        A photo known only from the server answers with the server's thumbnail whatever the `edge`. None where
        there is neither, or the photo's file is damaged.
        """
        file = self._thumbnail_file(sha256, str(edge))
        if kept := _whole_jpeg(file):
            return kept
        try:
            small = _shrunk(self.read(sha256), edge)
        except PhotoNotHere:
            return _whole_jpeg(self._thumbnail_file(sha256, _RECEIVED))
        except PhotoError:
            return None
        _write(file, small, durable=False)
        return small

    def put_thumbnail(self, sha256: str, data: bytes) -> None:
        """Keep the thumbnail that the server sent for a photo of another tablet.

        Raises:
            PhotoError: it is no picture, or far too big for a thumbnail.
        """
        if len(data) > MOST_THUMBNAIL_BYTES:
            raise NotAPicture
        _write(self._thumbnail_file(sha256, _RECEIVED), prepare(data).jpeg, durable=False)

    def is_low(self) -> bool:
        """Whether so little room is left on the disk that what may be freed is to be freed."""
        return self.space.room() is not Room.PLENTY

    def used(self) -> int:
        """Bytes of everything that is kept here."""
        files = (file for folder in (self._folder, self._thumbnails) for file in folder.iterdir())
        return sum(file.stat().st_size for file in files if file.is_file())

    def free(self, sha256: str) -> int:
        """Keep a small picture of a photo for good, let go of its bytes, and return how many those were.

        A photo whose bytes are not here any more frees nothing.

        Raises:
            PhotoError: it can't be read as it was kept; it stays as it is.
            OSError: the disk can't be written; the photo stays.
        """
        path = self.path(sha256)
        if not path.is_file():
            return 0
        small = _shrunk(self.read(sha256), KEPT_EDGE)
        _write(self._thumbnail_file(sha256, _RECEIVED), small)
        for edge in self._thumbnails.glob(f"{sha256}-*.jpg"):
            if edge.stem not in {f"{sha256}-{_RECEIVED}", f"{sha256}-{THUMBNAIL_EDGE}"}:
                edge.unlink(missing_ok=True)
        size = path.stat().st_size
        path.unlink()
        return size

    def destroy(self, sha256: str) -> None:
        """Delete a photo and every small picture of it; nothing of it is left here. Gone already is as good.

        Raises:
            OSError: the disk can't be written; what is left is deleted by doing it again.
        """
        for small in self._thumbnails.glob(f"{self.path(sha256).stem}-*"):
            small.unlink(missing_ok=True)
        for part in self._folder.glob(f"{sha256}-*{_PART}"):
            part.unlink(missing_ok=True)
        self.path(sha256).unlink(missing_ok=True)
        for folder in (self._folder, self._thumbnails):
            sync_folder(folder)

    def _thumbnail_file(self, sha256: str, kind: str) -> Path:
        return self._thumbnails / f"{self.path(sha256).stem}-{kind}.jpg"

    def _whole(self, sha256: str) -> bool:
        try:
            self.read(sha256)
        except PhotoError:
            return False
        return True

    def _sweep(self) -> None:
        for folder in (self._folder, self._thumbnails):
            for part in folder.glob(f"*{_PART}"):
                if time.time() - part.stat().st_mtime > _LEFT_OVER_SECONDS:
                    part.unlink(missing_ok=True)


def _whole_jpeg(file: Path) -> bytes | None:
    # Thumbnails are not synced, so a power cut can leave half of one; it is then made again.
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return None
    return data if data.startswith(b"\xff\xd8") and data.endswith(b"\xff\xd9") else None


def _shrunk(jpeg: bytes, edge: int) -> bytes:
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as photo:
        size = scaled(photo.size, edge)
        photo.draft("RGB", (size[0] * 2, size[1] * 2))
        return encode(photo.resize(size, Image.Resampling.LANCZOS), _THUMBNAIL_QUALITY)


def _write(file: Path, data: bytes, *, durable: bool = True) -> None:
    part = file.with_name(f"{file.stem}-{secrets.token_hex(4)}{_PART}")
    try:
        with part.open("xb") as out:
            out.write(data)
            if durable:
                out.flush()
                os.fsync(out.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    if durable:
        # The new name itself must reach the disk.
        sync_folder(file.parent)
