"""Thumbnails for tablets: of their own records' photos and of the good practices everybody sees."""

import os
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse
from starlette.types import Receive, Scope, Send

from checklists.ids import is_sha256
from checklists.protocol import refusals, routes
from sync_server.api import problems
from sync_server.api.caller import Caller
from sync_server.errors import Refused
from sync_server.objects.errors import PhotoMissingError, PictureNotShownError, StoreAwayError
from sync_server.objects.pictures import HEAD_BYTES, picture_type
from sync_server.objects.thumbnails import thumbnail
from sync_server.record.database import reading
from sync_server.record.received import device_may_see

router = APIRouter()

# A photo never changes under its name, and only who was shown it may keep it.
CACHED: Final = "private, max-age=31536000, immutable"

_NOT_A_PICTURE: Final = 422
_NOT_CHANGED: Final = 304


class _WholeFile(FileResponse):
    """A file that is sent whole, also to those who ask for parts of it: a server may, and it is small."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file."""
        self.headers["accept-ranges"] = "none"
        headers = [one for one in scope["headers"] if one[0].lower() != b"range"]
        await super().__call__({**scope, "headers": headers}, receive, send)


@router.get(routes.thumbnail("{sha256}"))
def thumbnail_of(sha256: str, request: Request, device: Caller) -> Response:
    """Return a photo's thumbnail as JPEG; a photo the tablet may not see is as good as not there."""
    with reading(request.app.state.engine) as connection:
        if not (is_sha256(sha256) and device_may_see(connection, sha256, device.id)):
            raise Refused(refusals.NOT_FOUND)
    try:
        return send_thumbnail(request, sha256)
    except PictureNotShownError as error:
        return problems.answer(Refused(refusals.PHOTO_NOT_TAKEN, str(error)), _NOT_A_PICTURE)


def send_thumbnail(request: Request, sha256: str) -> Response:
    """Return the answer that carries a received photo's thumbnail, or says that the caller has it already.

    Raises:
        PictureNotShownError: no picture can be made of the photo's bytes.
        Refused: the photo has not been received, or can't be read right now.
    """
    headers = _headers(f'"{sha256}-small"')
    try:
        if _knows(request, headers):
            return Response(status_code=_NOT_CHANGED, headers=headers)
        return Response(
            thumbnail(request.app.state.objects, sha256), media_type="image/jpeg", headers=headers
        )
    except PhotoMissingError as error:
        raise Refused(refusals.PHOTO_NOT_RECEIVED) from error
    except StoreAwayError as error:
        raise Refused(refusals.SERVER_TROUBLE, str(error)) from error


def send_photo(request: Request, sha256: str) -> Response:
    """Return the answer that carries a photo as it was received, or says that the caller has it already.

    Raises:
        Refused: the photo has not been received, or can't be read right now.
    """
    headers = _headers(f'"{sha256}"')
    store = request.app.state.objects
    try:
        with store.open(sha256) as file:
            kind = picture_type(file.read(HEAD_BYTES)) or "application/octet-stream"
            if _knows(request, headers):
                return Response(status_code=_NOT_CHANGED, headers=headers)
            path = store.photo(sha256)
            if path is not None:
                return _WholeFile(path, media_type=kind, headers=headers)
            file.seek(os.SEEK_SET)
            return Response(file.read(), media_type=kind, headers=headers)
    except PhotoMissingError as error:
        raise Refused(refusals.PHOTO_NOT_RECEIVED) from error
    except StoreAwayError as error:
        raise Refused(refusals.SERVER_TROUBLE, str(error)) from error


def _headers(mark: str) -> dict[str, str]:
    return {"Cache-Control": CACHED, "ETag": mark}


def _knows(request: Request, headers: dict[str, str]) -> bool:
    return request.headers.get("if-none-match") == headers["ETag"]
