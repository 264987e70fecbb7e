"""Photos arrive here in parts, each going on where the last one ended (tus 1.0 with creation)."""

import asyncio
import errno
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect

from checklists.protocol import refusals, routes
from sync_server.api import problems, tus
from sync_server.api.caller import Caller
from sync_server.errors import Refused
from sync_server.objects.errors import UploadRefusedError
from sync_server.objects.uploads import Upload, Uploads, announced, named
from sync_server.record.database import writing
from sync_server.record.received import mark_received

# A connection that has died says nothing; after this silence its photo is free for the next try.
SILENCE_SECONDS: Final = 30

_NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT}


class _TusRoute(APIRoute):
    """Gives every answer, also a refusal, the form tus asks for."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def speak(request: Request) -> Response:
            try:
                response = _other_version(request) or await handle(request)
            except UploadRefusedError as error:
                response = problems.answer(Refused(error.refusal, error.detail))
                if error.offset is not None:
                    response.headers["Upload-Offset"] = str(error.offset)
            except Refused as refused:
                response = problems.answer(refused)
            except OSError as error:
                if error.errno not in _NO_ROOM:
                    raise
                response = problems.answer(
                    Refused(refusals.SERVER_TROUBLE, "The server's disk is full."), 507
                )
            response.headers.update(tus.ALWAYS)
            return response

        return speak


router = APIRouter(route_class=_TusRoute)


@router.options(routes.UPLOADS)
@router.options(routes.UPLOADS + "/{name}")
async def offers() -> Response:
    """Say what this server can do, to anybody who asks."""
    return Response(status_code=204, headers=tus.OFFERS)


@router.post(routes.UPLOADS)
def begin(request: Request, device: Caller) -> Response:  # noqa: ARG001 - only tablets get in
    """Begin an upload, or find the one that is under way: 201 with its address and how far it is."""
    upload = announced(tus.read_metadata(request, "sha256"), tus.read_number(request, "Upload-Length"))
    offset = _uploads(request).begin(upload)
    _mark_if_received(request, upload)
    headers = {"Location": routes.upload(upload.name), "Upload-Offset": str(offset)}
    return Response(status_code=201, headers=headers)


@router.head(routes.UPLOADS + "/{name}")
def how_far(name: str, request: Request, device: Caller) -> Response:  # noqa: ARG001 - only tablets get in
    """Say how many bytes of an upload are here for good."""
    upload = named(name)
    offset = _uploads(request).offset(upload)
    _mark_if_received(request, upload)
    return Response(headers={"Upload-Offset": str(offset), "Upload-Length": str(upload.length)})


@router.patch(routes.UPLOADS + "/{name}")
async def add_part(name: str, request: Request, device: Caller) -> Response:  # noqa: ARG001 - only tablets get in
    """Add a part: 204 with the new offset once its bytes are on disk for good."""
    if request.headers.get("content-type", "").strip().lower() != tus.PART_TYPE:
        return problems.answer(Refused(refusals.MESSAGE_NOT_READ, f"A part is {tus.PART_TYPE}."), 415)
    upload, uploads = named(name), _uploads(request)
    with uploads.arriving(upload):
        await run_in_threadpool(uploads.expect, upload, tus.read_number(request, "Upload-Offset"))
        try:
            await _take(request, upload, uploads)
        finally:
            # Also what came before the connection broke: the tablet goes on from there.
            offset = await run_in_threadpool(uploads.settle, upload)
        await run_in_threadpool(_mark_if_received, request, upload)
    return Response(status_code=204, headers={"Upload-Offset": str(offset)})


async def _take(request: Request, upload: Upload, uploads: Uploads) -> None:
    parts = request.stream()
    while True:
        try:
            async with asyncio.timeout(SILENCE_SECONDS):
                data = await anext(parts)
        except StopAsyncIteration:
            return
        except (ClientDisconnect, TimeoutError):
            raise Refused(
                refusals.MESSAGE_NOT_READ, "The part was cut short; what came of it is kept."
            ) from None
        if data:
            await run_in_threadpool(uploads.append, upload, data)


def _uploads(request: Request) -> Uploads:
    uploads: Uploads = request.app.state.objects.uploads
    return uploads


def _mark_if_received(request: Request, upload: Upload) -> None:
    # Asked every time, so that a server stopped between the renaming and this makes up for it.
    if _uploads(request).is_received(upload):
        with writing(request.app.state.engine) as connection:
            mark_received(connection, [upload.sha256], datetime.now(UTC))


def _other_version(request: Request) -> Response | None:
    if request.method == "OPTIONS" or request.headers.get("tus-resumable") == tus.VERSION:
        return None
    response = problems.answer(
        Refused(refusals.MESSAGE_NOT_READ, f"Tus-Resumable is not {tus.VERSION}."), 412
    )
    response.headers["Tus-Version"] = tus.VERSION
    return response
