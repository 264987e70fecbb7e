"""Photos that arrive in parts: the size of a part's file is how far its upload is; nothing else says so.

So a server that was killed goes on exactly where it was: there is no second place that could disagree.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, TypeAlias

from checklists.protocol import refusals
from sync_server.objects.arriving import Arriving
from sync_server.objects.errors import UploadRefusedError
from sync_server.objects.places import photo_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sync_server.objects.store import ObjectStore
    from sync_server.objects.upload import Upload

    MayKnow: TypeAlias = Callable[[], bool]

# A tablet that was away for longer starts its photo again; meanwhile nobody needs the part's space. Each time
# the tablet asks, the days begin anew.
PART_KEPT_SECONDS: Final = 30 * 24 * 3600
_LOOK_EVERY_SECONDS: Final = 3600

# Each holds some memory until its bytes are written; a tablet sends one photo at a time.
AT_ONCE: Final = 64

# Uploads that ended a while ago are not asked about again.
_REMEMBERED: Final = 10_000


class Uploads:
    """The uploads of one object store, which one process serves.

    In its methods, `may_know` says whether the tablet may be told that the whole photo is here already; it is
    asked only where that matters.
    """

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        # Those that are held, with the offset at which the holder's bytes begin once that is clear.
        self._held: dict[str, int | None] = {}
        self._guard = threading.Lock()
        # Uploads whose tablet was just told to go on somewhere, and may not have understood.
        self._announced_anew: set[str] = set()
        self._finished: OrderedDict[str, None] = OrderedDict()
        self._looked_at = 0.0
        self.forget_old_parts()

    def begin(self, upload: Upload, may_know: MayKnow) -> int:
        """Return how many bytes of the upload are here, starting it if it is new.

        Raises:
            UploadRefusedError: its bytes were all here and turned out to be others.
            StoreAwayError: they are all here, and can't be put into the store right now.
        """
        if time.monotonic() - self._looked_at > _LOOK_EVERY_SECONDS:
            self.forget_old_parts()
        offset = self._offset(upload, may_know)
        if offset is None:
            self._store.part(upload.part).touch()
        self._note_announced(upload, offset or 0)
        return offset or 0

    def offset(self, upload: Upload, may_know: MayKnow) -> int:
        """Return how many bytes of the upload are here.

        Raises:
            UploadRefusedError: the upload was never begun, or its bytes turned out to be others.
            StoreAwayError: they are all here, and can't be put into the store right now.
        """
        self._announced_anew.discard(upload.part)
        offset = self._offset(upload, may_know)
        if offset is None:
            raise UploadRefusedError(refusals.UPLOAD_UNKNOWN)
        return offset

    @contextlib.contextmanager
    def held(self, upload: Upload) -> Iterator[None]:
        """Hold an upload, so that nothing else changes it.

        Raises:
            UploadRefusedError: a part of it is arriving right now, or too many others are.
        """
        with self._guard:
            if upload.part in self._held:
                raise UploadRefusedError(refusals.UPLOAD_BUSY)
            if len(self._held) >= AT_ONCE:
                raise UploadRefusedError(refusals.SERVER_TROUBLE, detail="Many photos are arriving at once.")
            self._held[upload.part] = None
        try:
            yield
        finally:
            with self._guard:
                self._held.pop(upload.part, None)

    def arrive_anew(self, upload: Upload) -> Arriving:
        """Return what takes the bytes of a held upload from its first one on, whatever was here of it."""
        self._announced_anew.discard(upload.part)
        return self._arriving(upload, 0)

    def arrive(self, upload: Upload, offset: int, may_know: MayKnow) -> Arriving:
        """Return what takes the bytes of a held upload from an offset on.

        A tablet that has just announced its photo may begin at its first byte, though some are here: other
        programs that speak tus do not read where ours would go on.

        Raises:
            UploadRefusedError: they don't begin where the bytes so far end (the server's offset is with it),
                or the upload is unknown.
            StoreAwayError: all bytes are here, and can't be put into the store right now.
        """
        if offset == 0 and upload.part in self._announced_anew:
            return self.arrive_anew(upload)
        here = self._here(upload)
        if here is not None and here >= upload.length:
            here = self._settle(upload, here)
        elif here is None:
            here = upload.length if self._is_known(upload, may_know) else None
        self._announced_anew.discard(upload.part)
        if here is None:
            raise UploadRefusedError(refusals.UPLOAD_UNKNOWN)
        if here != offset:
            raise UploadRefusedError(refusals.UPLOAD_ELSEWHERE, here)
        return self._arriving(upload, offset)

    def end(self, upload: Upload) -> None:
        """Let go of the bytes so far, as the tablet asks; a photo that was received stays.

        Raises:
            UploadRefusedError: there are none, or more of them are arriving right now.
        """
        with self.held(upload):
            try:
                self._store.part(upload.part).unlink()
            except FileNotFoundError:
                raise UploadRefusedError(refusals.UPLOAD_UNKNOWN) from None

    def kept_until(self, upload: Upload) -> float | None:
        """Return when a part is forgotten unless its tablet comes back, in seconds since 1970."""
        with contextlib.suppress(FileNotFoundError):
            return self._store.part(upload.part).stat().st_mtime + PART_KEPT_SECONDS
        return None

    def forget_old_parts(self) -> None:
        """Delete the parts whose tablet has not come back for `PART_KEPT_SECONDS`."""
        self._looked_at = time.monotonic()
        oldest = time.time() - PART_KEPT_SECONDS
        for part in (self._store.folder / "parts").iterdir():
            with self._guard, contextlib.suppress(FileNotFoundError):
                if part.name not in self._held and part.stat().st_mtime < oldest:
                    part.unlink()

    def _offset(self, upload: Upload, may_know: MayKnow) -> int | None:
        with self._guard:
            is_held, held_from = upload.part in self._held, self._held.get(upload.part)
        if held_from is not None:
            # Not the file's size: bytes of a request that goes on may still be taken back.
            return held_from
        here = self._here(upload)
        if here is None:
            return upload.length if self._is_known(upload, may_know) else None
        if is_held:
            # Its bytes are all here and being looked at, or nothing has been done to them yet.
            return min(here, upload.length - 1)
        if here < upload.length:
            if self._is_known(upload, may_know):
                # It came whole by another way; a copy of the tablet that lacks the bytes can't send the rest.
                return upload.length
            with contextlib.suppress(FileNotFoundError):
                # The tablet is back: its days begin anew.
                self._store.part(upload.part).touch()
            return here
        with self.held(upload):
            return self._settle(upload, here)

    def _arriving(self, upload: Upload, offset: int) -> Arriving:
        with self._guard:
            self._held[upload.part] = offset
        return Arriving(self._store, upload, offset, self._note_finished)

    def _here(self, upload: Upload) -> int | None:
        try:
            return self._store.part(upload.part).stat().st_size
        except FileNotFoundError:
            return None

    def _settle(self, upload: Upload, here: int) -> int:
        # The server was stopped between the last byte and putting the photo into the store.
        Arriving(self._store, upload, here, self._note_finished).keep_photo()
        return upload.length

    def _is_known(self, upload: Upload, may_know: MayKnow) -> bool:
        """Say whether the photo is here and the tablet may be told so: it has sent it, or may see it."""
        may = upload.part in self._finished or (self._store.has(upload.sha256) and may_know())
        # Another length is another photo, or damage that sending it again puts right.
        return may and self._store.place.size(photo_key(upload.sha256)) == upload.length

    def _note_announced(self, upload: Upload, offset: int) -> None:
        if offset:
            self._announced_anew.add(upload.part)
        if len(self._announced_anew) > _REMEMBERED:
            self._announced_anew.clear()

    def _note_finished(self, upload: Upload) -> None:
        with self._guard:
            self._finished[upload.part] = None
            if len(self._finished) > _REMEMBERED:
                self._finished.popitem(last=False)
