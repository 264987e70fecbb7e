"""Wins: what goes well, as cards with their photos."""

from fastapi import APIRouter, Request, Response

from sync_server.record.actions import latest_thanks
from sync_server.record.database import reading
from sync_server.record.names import read_names
from sync_server.record.wins import list_wins
from sync_server.web.asking import asked_page
from sync_server.web.photos import Photos
from sync_server.web.rendering import show
from sync_server.web.trouble import FriendlyRoute
from sync_server.web.viewer import SignedIn

router = APIRouter(route_class=FriendlyRoute)


@router.get("/wins")
def wins(request: Request, reader: SignedIn) -> Response:  # noqa: ARG001 - anybody signed in
    """Show the good practices, the latest first."""
    with reading(request.app.state.engine) as connection:
        found = list_wins(connection, asked_page(request.query_params))
        thanked = latest_thanks(connection) if found.page == 1 else []
        names = read_names(connection)
    return show(request, "wins.html", found=found, names=names, thanked=thanked, photos=Photos(request))
