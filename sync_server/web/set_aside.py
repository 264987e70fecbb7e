"""Set aside: changes that were kept but not applied, each with its reason and what to do."""

from fastapi import APIRouter, Request, Response

from sync_server.record.background import read_background
from sync_server.record.database import reading
from sync_server.record.history import list_set_aside
from sync_server.web.asking import asked_page
from sync_server.web.changes import Changes
from sync_server.web.rendering import show
from sync_server.web.trouble import FriendlyRoute
from sync_server.web.viewer import SignedIn

router = APIRouter(route_class=FriendlyRoute)


@router.get("/set-aside")
def set_aside(request: Request, reader: SignedIn) -> Response:  # noqa: ARG001 - anybody signed in
    """Show the changes that wait for somebody to look at them."""
    with reading(request.app.state.engine) as connection:
        found = list_set_aside(connection, asked_page(request.query_params))
        changes = Changes(read_background(connection, found.rows))
    return show(request, "set_aside.html", found=found, changes=changes)
