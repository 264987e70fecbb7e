"""Photos that arrive in parts: the size of a part's file is how far its upload is; nothing else says so.

So a server that was killed goes on exactly where it was: there is no second place that could disagree.
"""

from __future__ import annotations

import os
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklists.ids import is_sha256
from checklists.protocol import refusals
from checklists.protocol.limits import PHOTO_BYTES
from sync_server.objects.errors import UploadRefusedError
from sync_server.objects.folders import sync_folder
from sync_server.objects.pictures import picture_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sync_server.objects.store import ObjectStore

_FORM = re.compile(r"([0-9a-f]{64})-([1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Upload:
    """What an upload is about, which is also its address: two tablets that send one photo share it.

    Attributes:
        sha256: the photo's name.
        length: bytes in all.
    """

    sha256: str
    length: int

    @property
    def name(self) -> str:
        """The upload's name in addresses and on disk."""
        return f"{self.sha256}-{self.length}"


def announced(sha256: str, length: int) -> Upload:
    """Return the upload a tablet announces.

    Raises:
        UploadRefusedError: this is no photo's name, or more bytes than a photo may have.
    """
    if not is_sha256(sha256) or length < 1:
        raise UploadRefusedError(refusals.PHOTO_NOT_TAKEN, detail="sha256 or Upload-Length is not as agreed")
    if length > PHOTO_BYTES:
        raise UploadRefusedError(refusals.TOO_LARGE, detail=f"{length} bytes; {PHOTO_BYTES} fit")
    return Upload(sha256, length)


def named(name: str) -> Upload:
    """Return the upload an address names.

    Raises:
        UploadRefusedError: no upload can have this name.
    """
    found = _FORM.fullmatch(name)
    if found is None or int(found[2]) > PHOTO_BYTES:
        raise UploadRefusedError(refusals.UPLOAD_UNKNOWN)
    return Upload(found[1], int(found[2]))


class Uploads:
    """The uploads of one object store, which one process serves."""

    def __init__(self, store: ObjectStore) -> None:
        self.store = store
        self._arriving: set[str] = set()
        self._guard = threading.Lock()

    def begin(self, upload: Upload) -> int:
        """Return how many bytes of the upload are here, starting it if it is new."""
        offset = self._offset(upload)
        if offset is None:
            part = self.store.part(upload.name)
            part.touch()
            sync_folder(part.parent)
        return offset or 0

    def offset(self, upload: Upload) -> int:
        """Return how many bytes of the upload are here.

        Raises:
            UploadRefusedError: the upload was never begun, or its bytes turned out to be others.
        """
        offset = self._offset(upload)
        if offset is None:
            raise UploadRefusedError(refusals.UPLOAD_UNKNOWN)
        return offset

    def is_received(self, upload: Upload) -> bool:
        """Say whether the whole photo is here."""
        return self.store.has(upload.sha256)

    @contextmanager
    def arriving(self, upload: Upload) -> Iterator[None]:
        """Hold an upload while one part of it arrives.

        Raises:
            UploadRefusedError: another part of it is arriving right now.
        """
        with self._guard:
            if upload.name in self._arriving:
                raise UploadRefusedError(refusals.UPLOAD_BUSY)
            self._arriving.add(upload.name)
        try:
            yield
        finally:
            with self._guard:
                self._arriving.discard(upload.name)

    def expect(self, upload: Upload, offset: int) -> None:
        """Check that a part begins where the bytes so far end.

        Raises:
            UploadRefusedError: it does not (the server's offset is with it), or the upload is unknown.
        """
        here = self.offset(upload)
        if offset != here:
            raise UploadRefusedError(refusals.UPLOAD_ELSEWHERE, here)

    def append(self, upload: Upload, data: bytes) -> None:
        """Add bytes to an upload that is held.

        Raises:
            UploadRefusedError: there would be more bytes than were announced; none of these is taken.
        """
        with self.store.part(upload.name).open("ab") as part:
            if part.tell() + len(data) > upload.length:
                raise UploadRefusedError(refusals.TOO_LARGE, part.tell(), "more bytes than Upload-Length")
            part.write(data)

    def settle(self, upload: Upload) -> int:
        """Make the bytes so far durable, keep the photo if it is complete, and return the offset.

        Raises:
            UploadRefusedError: the bytes are not the photo announced, or no picture; they are thrown away.
        """
        if self.is_received(upload):
            return upload.length
        with self.store.part(upload.name).open("rb") as part:
            os.fsync(part.fileno())
            size = os.fstat(part.fileno()).st_size
        if size >= upload.length:
            self._keep(upload)
        return size

    def _offset(self, upload: Upload) -> int | None:
        if self.is_received(upload):
            return upload.length
        try:
            size = self.store.part(upload.name).stat().st_size
        except FileNotFoundError:
            return None
        # The server was stopped between the last byte and the renaming, unless that is happening right now.
        if size >= upload.length and upload.name not in self._arriving:
            with self.arriving(upload):
                return self.settle(upload)
        return size

    def _keep(self, upload: Upload) -> None:
        part = self.store.part(upload.name)
        if not self.store.part_matches(upload.name, upload.sha256):
            part.unlink()
            raise UploadRefusedError(refusals.PHOTO_OTHER_BYTES, 0)
        if picture_type(part) is None:
            part.unlink()
            raise UploadRefusedError(refusals.PHOTO_NOT_TAKEN, 0, "neither JPEG, PNG nor WebP")
        self.store.keep_part(upload.name, upload.sha256)
