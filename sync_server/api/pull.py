"""Pull: what follows a tablet's cursor in a stream of the feed."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from checklists.protocol import routes
from checklists.protocol.messages import Pull
from sync_server.api.body import read_message
from sync_server.api.caller import Caller
from sync_server.api.pages import Packed, Pages, pack
from sync_server.record.database import reading
from sync_server.record.feed import head_of, own_of, page_after, shared_with

router = APIRouter()

_PULL_BYTES = 100_000

_JSON = "application/json"


@router.post(routes.PULL)
async def post_pull(request: Request, device: Caller) -> Response:
    """Return a page of the feed, as `Page`."""
    message = await read_message(request, Pull, _PULL_BYTES)
    packed = await _page(request, device.id, message)
    # Half the tablets of a works ask at the end of a shift: what is packed already goes out as it is.
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed.data, media_type=_JSON, headers={"Content-Encoding": "gzip"})
    return Response(packed.plain(), media_type=_JSON)


async def _page(request: Request, device: str, message: Pull) -> Packed:
    if message.stream == "own":
        return await run_in_threadpool(_own, request, device, message)
    # A full page that is kept followed its cursor when it was written, and does so for good.
    pages: Pages = request.app.state.pages
    kept = pages.get(message.scope, message.cursor)
    if kept is not None:
        return kept
    return await run_in_threadpool(_shared, request, pages, message)


def _own(request: Request, device: str, message: Pull) -> Packed:
    with reading(request.app.state.engine) as connection:
        page = page_after(connection, message.cursor, own_of(device, message.people))
    return pack("own", page)


def _shared(request: Request, pages: Pages, message: Pull) -> Packed:
    with pages.turn(message.scope, message.cursor):
        # Whoever had the turn before may have packed it.
        kept = pages.get(message.scope, message.cursor)
        if kept is not None:
            return kept
        with reading(request.app.state.engine) as connection:
            kept = pages.get(message.scope, message.cursor, head_of(connection))
            if kept is not None:
                return kept
            page = page_after(connection, message.cursor, shared_with(message.scope))
        return pages.put(message.scope, message.cursor, page)
