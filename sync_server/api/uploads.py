"""Photos arrive here in parts, each going on where the last one ended (tus 1.0)."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.responses import Response

from checklists.protocol import refusals, routes
from sync_server.api import problems, tus
from sync_server.api.callers import Callers
from sync_server.api.headers import SafeHeaders
from sync_server.api.marks import Marks
from sync_server.api.patience import Patience
from sync_server.api.receiving import Receiving, take
from sync_server.api.threads import in_thread
from sync_server.errors import Refused
from sync_server.objects.errors import StoreAwayError, UploadRefusedError
from sync_server.objects.upload import Upload, announced, named
from sync_server.record.database import reading
from sync_server.record.received import device_may_see

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.types import ASGIApp, Receive, Scope, Send

    from sync_server.objects.uploads import Uploads
    from sync_server.record.database import Engine


class Arrivals:
    """What one server knows of photos that are arriving; for the one event loop that serves them."""

    def __init__(self, engine: Engine) -> None:
        self.marks = Marks(engine)
        self.receiving = Receiving()
        self.callers = Callers(engine)


class PhotoUploads:
    """Answers what is asked of uploads, and leaves everything else to the app it stands before.

    A photo is one request of hundreds of kilobytes; what an app does for every message would cost more than
    all that is done for the photo.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._uploads = SafeHeaders(Patience(_answer))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        mine = scope["type"] == "http" and _PATH.fullmatch(scope["path"]) is not None
        await (self._uploads if mine else self._app)(scope, receive, send)


_PATH: Final = re.compile(f"{routes.UPLOADS}(?:/([^/]*))?", re.DOTALL)


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    found = _PATH.fullmatch(scope["path"])
    asked = tus.read_asked(scope, found[1] or "" if found else "")
    response = await _spoken(Arrival(asked, Request(scope, receive)))
    await response(scope, receive, send)


class Arrival:
    """One request, and what it needs of the server."""

    def __init__(self, asked: tus.Asked, request: Request) -> None:
        self.asked = asked
        self.request = request
        state = request.app.state
        self.arrivals: Arrivals = state.arrivals
        self.uploads: Uploads = state.objects.uploads
        self.engine: Engine = state.engine

    async def upload(self) -> Upload:
        """Return the upload that the request is about, once it is clear that a tablet asks."""
        return named(self.asked.name, await self.device())

    async def device(self) -> str:
        """Return the id of the tablet that asks."""
        return await self.arrivals.callers.device(self.asked.headers.get("authorization", ""))

    def may_know(self, mine: Upload) -> Callable[[], bool]:
        """Return what says whether the tablet may be told that a photo is here."""

        def may_know() -> bool:
            with reading(self.engine) as connection:
                return device_may_see(connection, mine.sha256, mine.device)

        return may_know


async def _spoken(arrival: Arrival) -> Response:
    """Give every answer, also a refusal, the form tus asks for."""
    try:
        response = _not_spoken(arrival.asked) or await _verbs(arrival.asked)[arrival.asked.method](arrival)
    except UploadRefusedError as error:
        response = problems.answer(Refused(error.refusal, error.detail))
        if error.offset is not None:
            response.headers["Upload-Offset"] = str(error.offset)
    except StoreAwayError:
        response = problems.answer(_STORE_AWAY)
    except Refused as refused:
        status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE if isinstance(refused, _OtherTypeError) else None
        response = problems.answer(refused, status)
    except OSError as error:
        if not problems.is_full_disk(error):
            raise
        response = problems.answer(_DISK_FULL, HTTPStatus.INSUFFICIENT_STORAGE)
    response.headers.update(tus.ALWAYS)
    return response


_STORE_AWAY: Final = Refused(
    refusals.SERVER_TROUBLE, "The place where photos are kept can't be used right now. What arrived is safe."
)
_DISK_FULL: Final = Refused(refusals.SERVER_TROUBLE, "The server's disk is full.")


def _not_spoken(asked: tus.Asked) -> Response | None:
    """Return the answer to a request in another version of the protocol, or for what it does not know."""
    if asked.method not in _verbs(asked):
        return problems.answer(Refused(refusals.NOT_FOUND), HTTPStatus.METHOD_NOT_ALLOWED)
    if asked.method == "OPTIONS" or asked.headers.get("tus-resumable") == tus.VERSION:
        return None
    refused = Refused(refusals.MESSAGE_NOT_READ, f"Tus-Resumable is not {tus.VERSION}.")
    response = problems.answer(refused, HTTPStatus.PRECONDITION_FAILED)
    response.headers["Tus-Version"] = tus.VERSION
    return response


async def _offers(_arrival: Arrival) -> Response:
    """Say what this server can do, to anybody who asks."""
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=tus.OFFERS)


async def _begin(arrival: Arrival) -> Response:
    """Begin an upload, or find the one that is under way: 201 with its address and how far it is."""
    device = await arrival.device()
    sha256 = tus.read_metadata(arrival.asked, "sha256")
    mine = announced(sha256, tus.read_number(arrival.asked, "Upload-Length"), device)
    body = tus.read_body_headers(arrival.asked)
    if body.length == 0:
        offset = await in_thread(arrival.uploads.begin, mine, arrival.may_know(mine))
    else:
        offset = await _begin_with_bytes(arrival, mine, body)
    headers = {"Location": routes.upload(mine.name), **await _told(arrival, mine, offset)}
    return Response(status_code=HTTPStatus.CREATED, headers=headers)


async def _begin_with_bytes(arrival: Arrival, mine: Upload, body: tus.Body) -> int:
    checksum = _check(body, mine, 0, arrival)
    async with arrival.arrivals.receiving.held(arrival.uploads, mine) as holder:
        return await take(arrival.request, arrival.uploads.arrive_anew(mine), holder, checksum)


async def _how_far(arrival: Arrival) -> Response:
    """Say how many bytes of an upload are here for good."""
    mine = await arrival.upload()
    offset = await in_thread(arrival.uploads.offset, mine, arrival.may_know(mine))
    headers = {"Upload-Length": str(mine.length), **await _told(arrival, mine, offset)}
    return Response(headers=headers)


async def _add_part(arrival: Arrival) -> Response:
    """Add a part: 204 with the new offset once its bytes are on disk for good."""
    device = await arrival.device()
    body = tus.read_body_headers(arrival.asked)
    _is_part(body)
    mine, here = named(arrival.asked.name, device), arrival.uploads
    offset = tus.read_number(arrival.asked, "Upload-Offset")
    async with arrival.arrivals.receiving.held(here, mine) as holder:
        arriving = await in_thread(here.arrive, mine, offset, arrival.may_know(mine))
        offset = await take(arrival.request, arriving, holder, _check(body, mine, offset, arrival))
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=await _told(arrival, mine, offset))


async def _end(arrival: Arrival) -> Response:
    """Let go of an upload that is not complete; a photo that was received stays."""
    mine = await arrival.upload()
    await in_thread(arrival.uploads.end, mine)
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _is_part(body: tus.Body) -> None:
    if not body.is_part:
        raise _OtherTypeError(refusals.MESSAGE_NOT_READ, f"A part is {tus.PART_TYPE}.")


class _OtherTypeError(Refused):
    """The bytes are said to be something else than a part of a photo."""


def _check(body: tus.Body, mine: Upload, offset: int, arrival: Arrival) -> tus.Checksum | None:
    """Look at what can be known before the bytes are read, and return what they are to be checked with."""
    _is_part(body)
    if body.length is not None and offset + body.length > mine.length:
        raise UploadRefusedError(refusals.TOO_LARGE, offset, "more bytes than Upload-Length")
    return tus.read_checksum(arrival.asked)


async def _told(arrival: Arrival, mine: Upload, offset: int) -> dict[str, str]:
    """Return the headers that say how far an upload is, having marked a photo that is whole."""
    headers = {"Upload-Offset": str(offset)}
    if offset >= mine.length:
        # Asked every time, so that a server stopped between storing a photo and this makes up for it.
        await arrival.arrivals.marks.received(mine.sha256)
    elif (until := arrival.uploads.kept_until(mine)) is not None:
        headers["Upload-Expires"] = tus.date(until)
    return headers


def _verbs(asked: tus.Asked) -> Mapping[str, Callable[[Arrival], Awaitable[Response]]]:
    return _OF_ONE if asked.name else _OF_ALL


_OF_ALL: Final = {"OPTIONS": _offers, "POST": _begin}
_OF_ONE: Final = {"OPTIONS": _offers, "HEAD": _how_far, "PATCH": _add_part, "DELETE": _end}
