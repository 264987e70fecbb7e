"""Takes the bytes one request brings: writes and hashes them, and keeps the photo once it is whole."""

from __future__ import annotations

import contextlib
import hashlib
import os
from typing import TYPE_CHECKING, Final

from checklists.protocol import refusals
from sync_server.objects.errors import UploadRefusedError
from sync_server.objects.pictures import HEAD_BYTES, picture_type
from sync_server.objects.places import photo_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sync_server.objects.store import ObjectStore
    from sync_server.objects.upload import Upload


_FEW: Final = 8


class Arriving:
    """The bytes of one request; whoever makes it holds the upload until `settle` or `leave` has ended.

    A photo that comes in one request is hashed as it is written; only one that was interrupted is read again.
    """

    def __init__(
        self, store: ObjectStore, upload: Upload, start: int, note_finished: Callable[[Upload], None]
    ) -> None:
        """Begin at an offset: at 0, bytes that are here already are replaced."""
        self._store = store
        self._upload = upload
        self._path = store.part(upload.part)
        self._start = start
        self._size = start
        self._hash = None if start else hashlib.sha256()
        self._head = b""
        self._file: int | None = None
        self._note_finished = note_finished

    def write(self, pieces: Sequence[bytes]) -> None:
        """Add bytes.

        Raises:
            UploadRefusedError: there would be more than were announced; none of these is taken.
            OSError: the disk is full; what was written before is kept.
        """
        if self._size + sum(map(len, pieces)) > self._upload.length:
            raise UploadRefusedError(refusals.TOO_LARGE, self._size, "more bytes than Upload-Length")
        # Copying what came in a few large pieces takes longer than writing it in as many.
        whole = pieces if len(pieces) <= _FEW else [b"".join(pieces)]
        for piece in whole:
            self._append(piece)

    def settle(self) -> int:
        """Make the bytes so far durable, keep the photo if they are all of it now, and return the offset.

        Raises:
            UploadRefusedError: they are all here and not the photo announced, or no picture; they are gone.
            StoreAwayError: they are all here and the store can't be reached; they stay for the next time.
            OSError: the disk is full; what came in requests before is kept.
        """
        if self._size == self._upload.length > self._start:
            self.keep_photo()
        elif self._file is not None:
            try:
                self._sync()
            finally:
                self._close()
        return self._size

    def keep_photo(self) -> None:
        """Put the photo, whose bytes are all here, into the store.

        Raises:
            UploadRefusedError, StoreAwayError, OSError: as `settle` does.
        """
        try:
            self._look()
            self._sync()
        finally:
            self._close()
        self._store.place.take(self._path, photo_key(self._upload.sha256))
        self._note_finished(self._upload)

    def other_part(self) -> UploadRefusedError:
        """Return the refusal of bytes that don't add up to their checksum."""
        detail = "The part is not what its checksum says. The bytes before it are kept."
        return UploadRefusedError(refusals.PHOTO_OTHER_BYTES, self._start, detail)

    def leave(self, *, keeping: bool) -> None:
        """End before the end: keep what was written, or only what was here before; never raises."""
        if self._file is None:
            return
        with contextlib.suppress(OSError):
            if keeping:
                self._sync()
            else:
                self._take_back()
        self._close()

    def _take_back(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            os.truncate(self._path, self._start)
        self._size = self._start

    def _append(self, data: bytes) -> None:
        if len(self._head) < HEAD_BYTES:
            self._head += data[: HEAD_BYTES - len(self._head)]
        file, rest = self._open(), memoryview(data)
        try:
            while rest:
                written = os.write(file, rest)
                self._size += written
                rest = rest[written:]
        except OSError:
            # What was hashed and what is in the file need not be the same any more.
            self._hash = None
            raise
        if self._hash is not None:
            self._hash.update(data)

    def _look(self) -> None:
        """Compare the bytes with what was announced, and throw them away if they are something else."""
        digest = self._hash.hexdigest() if self._hash is not None else self._read_again()
        if digest != self._upload.sha256:
            self._path.unlink(missing_ok=True)
            raise UploadRefusedError(refusals.PHOTO_OTHER_BYTES, 0)
        if picture_type(self._head) is None:
            self._path.unlink(missing_ok=True)
            raise UploadRefusedError(refusals.PHOTO_NOT_TAKEN, 0, "neither JPEG, PNG nor WebP")

    def _read_again(self) -> str:
        with self._path.open("rb") as file:
            self._head = file.read(HEAD_BYTES)
            file.seek(0)
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _open(self) -> int:
        if self._file is None:
            # What is here goes when the first new byte comes: a request without any changes nothing.
            anew = 0 if self._start else os.O_TRUNC
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
            self._file = os.open(self._path, flags | anew, 0o644)
        return self._file

    def _sync(self) -> None:
        try:
            os.fsync(self._open())
        except OSError:
            # The system may have let go of what it could not write, and would not say so a second time.
            self._take_back()
            raise

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
