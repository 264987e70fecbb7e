"""The real server app in this process, as tablets reach it: HTTP without a network, tokens, authorisation."""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime, tzinfo
from unittest.mock import patch

import httpx
from fastapi import FastAPI

import sync_server.app
from checklists.protocol import routes
from mobile.store.identity import this_tablet
from mobile.sync.client import ServerClient
from sync_server.api import photos
from sync_server.app import create_app
from sync_server.config import config_for
from tests.sync.simulator.broken import Broken
from tests.sync.simulator.faults import Line, OtherAnswer
from tests.sync.simulator.office import Cut, Office
from tests.sync.simulator.tablet import ADDRESS, Connect, Tablet

_SERVER_ERRORS = 500


@contextmanager
def through_app(office: Office) -> Iterator[Connect]:
    """Give what connects a tablet with the app, whose record is the office's."""
    with _clock_of(office), closing(_App(office)) as app:

        def connect(tablet: Tablet) -> ServerClient:
            token = this_tablet(tablet.store).token
            return ServerClient(ADDRESS, token, transport=_Wire(app, office, tablet.line))

        # A picture for a thumbnail takes a process of its own; here a photo is its own thumbnail.
        with patch.object(photos, "thumbnail", lambda store, sha: store.read(sha)):
            yield connect


class _App:
    """The app on an event loop that runs while a request is answered."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._loop = asyncio.new_event_loop()
        self._start()
        office.started = self._start

    def close(self) -> None:
        self._office.started = lambda: None
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    def answer(self, request: httpx.Request) -> httpx.Response:
        return self._loop.run_until_complete(self._answer(request))

    def _start(self) -> None:
        """Begin with nothing in memory, as a new process does; only the routes stay."""
        fresh = _put_together(self._office)
        # The first answer of each route takes longest.
        self._asgi = _ROUTES.setdefault("app", fresh)
        self._asgi.state = fresh.state

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        answer = await httpx.ASGITransport(self._asgi).handle_async_request(request)
        stream = answer.stream
        assert isinstance(stream, httpx.AsyncByteStream)
        body = b"".join([part async for part in stream])
        return httpx.Response(answer.status_code, headers=answer.headers, stream=httpx.ByteStream(body))


_ROUTES: dict[str, FastAPI] = {}


def _put_together(office: Office) -> FastAPI:
    """Return a new app, with nothing in memory, on the office's record."""
    with patch.object(sync_server.app, "start_record", lambda *_: office.engine):
        return create_app(config_for(office.folder))


@contextmanager
def _clock_of(office: Office) -> Iterator[None]:
    """Let the server's code tell the history's time."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Clock":
            return cls.fromtimestamp(office.now.timestamp(), tz)

    with ExitStack() as stack:
        for name, module in list(sys.modules.items()):
            if name.startswith("sync_server.") and getattr(module, "datetime", None) is datetime:
                stack.enter_context(patch.object(module, "datetime", Clock))
        yield


class _Wire(httpx.BaseTransport):
    """Carries a tablet's requests to the app, or not."""

    def __init__(self, app: _App, office: Office, line: Line) -> None:
        self._app = app
        self._office = office
        self._line = line

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        try:
            response = self._line.carry(
                lambda: self._ask(request),
                lambda: self._ask(_half_of(request)),
                photo=request.url.path.startswith((routes.UPLOADS, routes.PHOTOS)),
            )
        except Cut as cut:
            raise httpx.ReadError("cut", request=request) from cut
        except OtherAnswer as other:
            if other.is_gateway:
                return httpx.Response(502, html="<h1>Bad gateway</h1>")
            return httpx.Response(200, html="<h1>Welcome to the guest network</h1>")
        if request.url.path == routes.PUSH and response.status_code == httpx.codes.OK:
            sent = json.loads(request.content)["ops"]
            self._office.acknowledged |= {one["link"]["op_id"] for one in sent}
        return response

    def _ask(self, request: httpx.Request) -> httpx.Response:
        response = self._app.answer(request)
        if response.status_code >= _SERVER_ERRORS:
            raise Broken(f"{request.method} {request.url.path} → {response.status_code} {response.read()!r}")
        return response


def _half_of(request: httpx.Request) -> httpx.Request:
    headers = {key: value for key, value in request.headers.items() if key.lower() != "content-length"}
    half = request.content[: len(request.content) // 2]
    return httpx.Request(request.method, request.url, headers=headers, content=half)
