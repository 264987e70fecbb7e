"""Bounds what all requests together hold in memory; who comes when it is full is told when to try again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import structlog

from checklists.protocol import refusals, routes
from checklists.protocol.limits import BODY_BYTES
from sync_server.errors import Refused

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger()

# What is read of a message takes some six times as much again while it is merged. A hundred tablets that send
# what they usually do are far below; a thousand with the largest message there is would take 8 GB.
ROOM_BYTES: Final = 64_000_000

# Of a photo only what is not on disk yet is held, however large it is; see `receiving`.
PHOTO_BYTES: Final = 1_100_000

_PHOTO: Final = re.compile(f"{routes.UPLOADS}(/.*)?", re.DOTALL)


class Room:
    """Counts the bytes of bodies from their arrival until they are answered, for one server.

    Counted is what has come, not what was announced: whoever announces much and sends nothing holds nothing.

    Attributes:
        held: how many bytes there are at this moment.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = PHOTO_BYTES if _PHOTO.fullmatch(scope["path"]) else BODY_BYTES
        held = 0

        async def counted() -> Message:
            nonlocal held
            message = await receive()
            coming = min(len(message.get("body", b"")), most - held)
            if self.held + coming > ROOM_BYTES:
                log.warning("no room for what arrives at once", path=scope["path"], held=self.held)
                raise Refused(refusals.SERVER_TROUBLE, "More arrives at once than the server has room for.")
            held += coming
            self.held += coming
            return message

        try:
            await self._app(scope, counted, send)
        finally:
            self.held -= held
