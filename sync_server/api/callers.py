"""Which tablet sends a photo: asked of the record once a second at most, however many photos it sends."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from sync_server.api.threads import in_thread
from sync_server.auth import calling_device

if TYPE_CHECKING:
    from sync_server.record.database import Engine

# A tablet whose access is ended may add to a photo for so long; to anything else, not at all.
_REMEMBERED_SECONDS: Final = 1.0

# More than send photos within a second.
_REMEMBERED: Final = 1_000


class Callers:
    """The tablets that have just called; for the one event loop that serves them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._devices: dict[str, tuple[str, float]] = {}

    async def device(self, authorization: str) -> str:
        """Return the id of the tablet whose token an Authorization header carries.

        Raises:
            Refused: there is no token, nobody has it, or its tablet's access was ended.
        """
        known = self._devices.get(authorization)
        if known is not None and known[1] > time.monotonic():
            return known[0]
        device = await in_thread(calling_device, self._engine, authorization)
        if len(self._devices) >= _REMEMBERED:
            self._devices.clear()
        self._devices[authorization] = (device.id, time.monotonic() + _REMEMBERED_SECONDS)
        return device.id
