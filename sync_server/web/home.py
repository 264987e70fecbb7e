"""The start page: what went well, what was completed, and what is on its way; never who is ahead of whom."""

import contextlib
from typing import Final

from fastapi import APIRouter, Request, Response

from sync_server.errors import Refused
from sync_server.record.database import reading, writing
from sync_server.record.names import read_names
from sync_server.record.pulse import read_felt
from sync_server.record.received import mark_received, photos_waiting
from sync_server.record.visits import completed_lately
from sync_server.record.waiting import read_waiting
from sync_server.record.wins import list_wins
from sync_server.web.moments import greeting, now
from sync_server.web.photos import Photos
from sync_server.web.rendering import show
from sync_server.web.trouble import FriendlyRoute
from sync_server.web.viewer import SignedIn

router = APIRouter(route_class=FriendlyRoute)

_WINS: Final = 3
_VISITS: Final = 6

# Photos looked at for having arrived; the next look sees the next ones.
_LOOKED_AT: Final = 500


@router.get("/")
def home(request: Request, reader: SignedIn) -> Response:
    """Show the start page."""
    _notice_arrivals(request)
    with reading(request.app.state.engine) as connection:
        return show(
            request,
            "home.html",
            greeting=greeting(now()),
            first_name=reader.name.split()[0] if reader.name.split() else "",
            wins=list_wins(connection, 1, _WINS).rows,
            visits=completed_lately(connection, _VISITS),
            waiting=read_waiting(connection),
            felt=read_felt(connection, now()),
            names=read_names(connection),
            photos=Photos(request),
        )


def _notice_arrivals(request: Request) -> None:
    """Mark photos that arrived before the change that names them, which nobody could mark then."""
    store = request.app.state.objects
    with reading(request.app.state.engine) as connection:
        arrived = [sha for sha in photos_waiting(connection, _LOOKED_AT) if store.has(sha)]
    if arrived:
        # A record that can't be written, as with a full disk, is shown; the next look makes up for this.
        with contextlib.suppress(Refused), writing(request.app.state.engine) as connection:
            mark_received(connection, arrived, now())
