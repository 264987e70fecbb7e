"""The pages for when something is not there, not allowed, or went wrong on our side; never a traceback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import structlog
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from checklists.protocol import refusals
from sync_server.api.problems import is_full_disk, retry_after
from sync_server.errors import Refused, status_of
from sync_server.web.rendering import go_to, show

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from fastapi import Request, Response

log = structlog.get_logger()

_SERVER_ERRORS: Final = 500


class NotSignedInError(Exception):
    """Nobody is signed in, or their session is over."""


class NotAllowedError(Exception):
    """The person's role does not include this page."""


class NotHereError(Exception):
    """The record holds nothing of this name."""


class FormTooOldError(Exception):
    """A form was not made for this browser, or not today; nothing was changed."""


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    sentence: str
    advice: str


_NOT_HERE = _Words(
    "Nothing here",
    "There is nothing at this address. The record is as it was.",
    "It may have been typed or copied with a slip. Start from one of the pages in the menu.",
)
_NOT_ALLOWED = _Words(
    "For quality managers",
    "This page is for quality managers and administrators.",
    "Ask one of them, or go back to a page you can use.",
)
_FORM_TOO_OLD = _Words(
    "Please do that once more",
    "This form was open for long, or its page came from somewhere else. Nothing was changed.",
    "Go back, load the page again and send it once more. Your browser has to allow this site's cookies.",
)
_TROUBLE = _Words(
    "Trouble on our side",
    "The server had trouble of its own with this page. The record is safe.",
    "Try again in a minute. If it stays, tell whoever runs the server at what time you saw this.",
)


class FriendlyRoute(APIRoute):
    """A route for pages: whatever goes wrong in it, the answer is a page too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on as it is
        super().__init__(*args, **kwargs)
        # Whoever only asks whether a page is there gets the same answer without the page.
        if self.methods and "GET" in self.methods:
            self.methods.add("HEAD")

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the route's handler with every error answered by a page."""
        handle = super().get_route_handler()

        async def friendly(request: Request) -> Response:
            try:
                return await handle(request)
            except Exception as error:  # noqa: BLE001 - the last place before a person's eyes
                return trouble_page(request, error)

        return friendly


def trouble_page(request: Request, error: Exception) -> Response:
    """Return the page that answers an error."""
    match error:
        case NotSignedInError():
            return _to_sign_in(request)
        case NotAllowedError():
            return _page(request, 403, _NOT_ALLOWED)
        case FormTooOldError():
            return _page(request, 403, _FORM_TOO_OLD)
        case NotHereError() | RequestValidationError():
            return _page(request, 404, _NOT_HERE)
        case HTTPException() if error.status_code < _SERVER_ERRORS:
            return _page(request, error.status_code, _NOT_HERE)
        case _:
            return _trouble(request, error)


def _trouble(request: Request, error: Exception) -> Response:
    log.error("page trouble", path=request.scope["path"], exc_info=error)
    # What the record or the disk can't do now, it may be able to do in a while.
    passes = isinstance(error, Refused) or (isinstance(error, OSError) and is_full_disk(error))
    status = status_of(refusals.SERVER_TROUBLE) if passes else _SERVER_ERRORS
    response = _page(request, status, _TROUBLE, refusals.SERVER_TROUBLE.code)
    response.headers.update(retry_after(refusals.SERVER_TROUBLE))
    return response


def _to_sign_in(request: Request) -> Response:
    # Back to where they wanted to go, but never to repeat what a form would have done.
    wanted = request.url.path if request.method in {"GET", "HEAD"} else "/"
    query = f"?{request.url.query}" if request.url.query and wanted != "/" else ""
    aim = f"?next={quote(wanted + query, safe='')}" if wanted != "/" else ""
    return go_to(f"/sign-in{aim}")


def _page(request: Request, status: int, words: _Words, number: str = "") -> Response:
    return show(request, "trouble.html", status, words=words, number=number)
