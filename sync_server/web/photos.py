"""Photos on pages: their thumbnails, themselves, and a place for those that are still on their way."""

from importlib.resources import files
from typing import Final

from fastapi import APIRouter, Request, Response

from checklists.ids import is_sha256
from sync_server.api.photos import send_photo, send_thumbnail
from sync_server.objects.errors import PictureNotShownError
from sync_server.record.database import reading
from sync_server.record.received import is_announced
from sync_server.web.trouble import FriendlyRoute, NotHereError
from sync_server.web.viewer import SignedIn

router = APIRouter(route_class=FriendlyRoute)

# Whatever a photo's bytes turn out to be, they are shown as a picture and can start nothing.
_HARMLESS: Final = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}

_NOT_SHOWN: Final = files("sync_server.web").joinpath("static/not_shown.svg").read_bytes()


class Photos:
    """Says of a page's photos whether they have been received."""

    def __init__(self, request: Request) -> None:
        self._store = request.app.state.objects

    def here(self, sha256: str) -> bool:
        """Say whether the photo can be shown."""
        return bool(self._store.has(sha256))


@router.get("/photos/{sha256}")
def photo(sha256: str, request: Request, reader: SignedIn) -> Response:  # noqa: ARG001 - anybody signed in
    """Return a photo as it was received."""
    _check_received(request, sha256)
    response = send_photo(request, sha256)
    response.headers.update(_HARMLESS)
    return response


@router.get("/photos/{sha256}/thumbnail")
def photo_thumbnail(sha256: str, request: Request, reader: SignedIn) -> Response:  # noqa: ARG001 - anybody signed in
    """Return a photo's thumbnail, or a picture that says why there is none."""
    _check_received(request, sha256)
    try:
        return send_thumbnail(request, sha256)
    except PictureNotShownError:
        return Response(_NOT_SHOWN, 422, media_type="image/svg+xml", headers=_HARMLESS)


def _check_received(request: Request, sha256: str) -> None:
    if not is_sha256(sha256):
        raise NotHereError
    with reading(request.app.state.engine) as connection:
        if not is_announced(connection, sha256):
            raise NotHereError
    if not request.app.state.objects.has(sha256):
        raise NotHereError
