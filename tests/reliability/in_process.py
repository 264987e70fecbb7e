"""Asks an app inside this process, in the form a server gives it its requests: quicker than a network."""

from __future__ import annotations

import asyncio
import re
import urllib.parse
import zlib
from typing import TYPE_CHECKING, Any, Final

from tests.reliability.answers import Answer

if TYPE_CHECKING:
    from random import Random

    from fastapi import FastAPI

    from tests.reliability.mutations import Request

_DEADLINE: Final = 120.0

# What no server passes on: it refuses these itself.
_NOT_IN_TARGET: Final = re.compile(rb"[^\x21-\x7e]")
_NOT_IN_HEADER: Final = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


class InProcess:
    """An app, and the loop it answers in."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._loop = asyncio.new_event_loop()

    def close(self) -> None:
        """End the loop."""
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    def ask(self, request: Request, random: Random) -> Answer:
        """Return the answer to a request, from another caller each time."""
        return self._loop.run_until_complete(self._ask(request, random))

    async def _ask(self, request: Request, random: Random) -> Answer:
        caller = _Caller(request, random)
        async with asyncio.timeout(_DEADLINE):
            await self._app(_scope(request, random), caller.receive, caller.send)
        return caller.answer()


class _Caller:
    def __init__(self, request: Request, random: Random) -> None:
        half = random.randint(0, len(request.body))
        self._parts = [part for part in (request.body[:half], request.body[half:]) if part] or [b""]
        self._cut = request.cut
        self._done = asyncio.Event()
        self._said: list[dict[str, Any]] = []

    async def receive(self) -> dict[str, Any]:
        if self._parts:
            part = self._parts.pop(0)
            return {"type": "http.request", "body": part, "more_body": bool(self._parts) or self._cut}
        if not self._cut:
            await self._done.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self._said.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            self._done.set()

    def answer(self) -> Answer:
        if not self._said:
            assert self._cut, "No answer at all."
            return Answer(499)
        head, *parts = self._said
        # As the server writes them; a header that can't be written would end the connection.
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in head["headers"]}
        assert not any(re.search("[\r\n\0]", one) for one in headers.values()), headers
        body = b"".join(one.get("body", b"") for one in parts)
        if headers.get("content-encoding") == "gzip":
            body = zlib.decompress(body, 31)
        return Answer(head["status"], headers, body)


def _scope(request: Request, random: Random) -> dict[str, Any]:
    target = _NOT_IN_TARGET.sub(lambda odd: b"%%%02X" % odd[0][0], request.target).partition(b"#")[0]
    path, _, query = target.partition(b"?")
    headers = [(name, _NOT_IN_HEADER.sub(b"", value).strip()) for name, value in request.headers]
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": urllib.parse.unquote(path.decode("ascii")),
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": headers,
        "client": (f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(256)}", 40_000),
        "server": ("testserver", 80),
        "state": {},
    }
