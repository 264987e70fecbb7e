"""Every other address: a page that says so, also to somebody who typed it."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from sync_server.web.trouble import FriendlyRoute, NotHereError
from sync_server.web.viewer import signed_in

_API = "/api/"

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]


class _PageRoute(FriendlyRoute):
    """Leaves what tablets ask for to the part of the server that speaks to them."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        friendly = super().get_route_handler()

        async def handle(request: Request) -> Response:
            if request.url.path.startswith(_API):
                raise HTTPException(404)
            return await friendly(request)

        return handle


router = APIRouter(route_class=_PageRoute)


@router.api_route("/{path:path}", methods=_METHODS)
def nowhere(request: Request) -> Response:
    """Say that there is nothing here, with the menu for somebody who is signed in."""
    signed_in(request)
    raise NotHereError
