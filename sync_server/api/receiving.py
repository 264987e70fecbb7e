"""Reads the bytes of a photo from a request into the upload they belong to."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from starlette.requests import ClientDisconnect

from checklists.protocol import refusals
from sync_server.api.threads import in_thread
from sync_server.errors import Refused

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from sync_server.api.tus import Checksum
    from sync_server.objects.arriving import Arriving
    from sync_server.objects.upload import Upload
    from sync_server.objects.uploads import Uploads

# Held in memory until it is written: most photos are, so that one trip to the disk does for all of it.
_BUFFER_BYTES: Final = 1_000_000

# A tablet that comes back need not wait until the connection it lost is given up: when nothing has come on
# that one for so long, it makes way.
_QUIET_SECONDS: Final = 3.0
_MAKES_WAY_SECONDS: Final = 5.0


@dataclass(slots=True)
class _Holder:
    """A request whose bytes are arriving."""

    heard_at: float
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    waits: asyncio.Timeout | None = None


class Receiving:
    """The requests that bring bytes to one server; for the one event loop that serves them."""

    def __init__(self) -> None:
        self._holders: dict[str, _Holder] = {}

    @asynccontextmanager
    async def held(self, uploads: Uploads, upload: Upload) -> AsyncIterator[_Holder]:
        """Hold an upload while a request's bytes arrive.

        Raises:
            UploadRefusedError: another request's bytes are arriving; one that has fallen silent makes way.
        """
        await self._make_way(upload)
        with uploads.held(upload):
            holder = _Holder(_now())
            self._holders[upload.part] = holder
            try:
                yield holder
            finally:
                del self._holders[upload.part]
                holder.gone.set()

    async def _make_way(self, upload: Upload) -> None:
        holder = self._holders.get(upload.part)
        if holder is None or holder.waits is None or _now() - holder.heard_at < _QUIET_SECONDS:
            return
        holder.waits.reschedule(_now())
        with suppress(TimeoutError):
            async with asyncio.timeout(_MAKES_WAY_SECONDS):
                await holder.gone.wait()


async def take(request: Request, arriving: Arriving, holder: _Holder, checksum: Checksum | None) -> int:
    """Take a request's body, and return the upload's offset once all of it is durable.

    What came before a connection broke is kept as well, unless its sender wants it checked as a whole.

    Raises:
        Refused: the body was cut short.
        UploadRefusedError: its bytes are not what was announced, or do not add up to the checksum.
        StoreAwayError: the photo is whole, and can't be put into the store right now.
    """
    try:
        rest = await _read(request, arriving, holder, checksum)
        return await in_thread(_end, arriving, rest, checksum)
    except BaseException:
        # Also where the server is being stopped; without waiting, because nothing waits then.
        arriving.leave(keeping=checksum is None)
        raise


async def _read(
    request: Request, arriving: Arriving, holder: _Holder, checksum: Checksum | None
) -> list[bytes]:
    """Write all but the last bytes of a body, and return those."""
    pieces: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(None) as holder.waits:
            async for piece in request.stream():
                holder.heard_at = _now()
                pieces.append(piece)
                size += len(piece)
                if size >= _BUFFER_BYTES:
                    full, pieces, size = pieces, [], 0
                    await in_thread(_write, arriving, full, checksum)
    except (ClientDisconnect, TimeoutError):
        if checksum is None:
            await in_thread(_write, arriving, pieces, checksum)
        raise Refused(refusals.MESSAGE_NOT_READ, "The part was cut short; what came of it is kept.") from None
    finally:
        holder.waits = None
    return pieces


def _now() -> float:
    return asyncio.get_running_loop().time()


def _write(arriving: Arriving, pieces: list[bytes], checksum: Checksum | None) -> None:
    if checksum is not None:
        checksum.add(pieces)
    arriving.write(pieces)


def _end(arriving: Arriving, rest: list[bytes], checksum: Checksum | None) -> int:
    _write(arriving, rest, checksum)
    if checksum is not None and not checksum.fits:
        raise arriving.other_part()
    return arriving.settle()
