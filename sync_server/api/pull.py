"""Pull: what follows a tablet's cursor in the feed, as far as the tablet is concerned."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from checklists.protocol import routes
from checklists.protocol.messages import Cursor
from sync_server.api.body import read_message
from sync_server.api.caller import Caller
from sync_server.record.database import reading
from sync_server.record.feed import FeedPage, page_after

router = APIRouter()

_CURSOR_BYTES = 10_000


@router.post(routes.PULL)
async def post_pull(request: Request, device: Caller) -> Response:
    """Return a page of the feed, as `Page`."""
    cursor = await read_message(request, Cursor, _CURSOR_BYTES)
    return await run_in_threadpool(_pull, request, device.id, cursor)


def _pull(request: Request, device: str, cursor: Cursor) -> Response:
    with reading(request.app.state.engine) as connection:
        page = page_after(connection, device, cursor)
    return Response(_as_json(page), media_type="application/json")


def _as_json(page: FeedPage) -> bytes:
    # The bodies are JSON already; reading them only to write them again would be most of the work.
    entries = b",".join(
        b'{"seq":%d,"hash":"%s","countersign":"%s","op":%s}' % (seq, hash_.encode(), mark.encode(), body)
        for seq, hash_, mark, body in page.entries
    )
    more = b"true" if page.more else b"false"
    return b'{"entries":[%s],"cursor":%s,"more":%s}' % (entries, page.cursor.model_dump_json().encode(), more)
