"""Waits for a request's body as long as it keeps coming; a caller who falls silent is let go."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A connection that has died says nothing, and never will.
SILENCE_SECONDS: Final = 30.0

# The largest photo in one part over a poor connection; a tablet's own parts take seconds.
WHOLE_SECONDS: Final = 900.0


class Patience:
    """Tells a route that its caller has gone when no more of the body comes in time."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        waiting = _Waiting(receive, send)
        await self._app(scope, waiting.receive, waiting.send)


class _Waiting:
    """One request."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._until = time.monotonic() + WHOLE_SECONDS
        self._is_whole = False
        self._has_waited_enough = False

    async def receive(self) -> Message:
        """Return what came next; that the caller has gone if nothing did."""
        # After the body, this is how an answer under way learns that nobody waits for it: there is time.
        if self._is_whole:
            return await self._receive()
        seconds = min(SILENCE_SECONDS, self._until - time.monotonic())
        try:
            async with asyncio.timeout(seconds):
                message = await self._receive()
        except TimeoutError:
            self._is_whole = self._has_waited_enough = True
            return {"type": "http.disconnect"}
        self._is_whole = not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        """Pass on the answer; what comes of the body now is not read as another request."""
        if message["type"] == "http.response.start" and self._has_waited_enough:
            MutableHeaders(scope=message)["Connection"] = "close"
        await self._send(message)
