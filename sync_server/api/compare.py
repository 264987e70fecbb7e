"""Compare: what a tablet ought to hold, so that it notices by itself if something is missing."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from checklists.journal.chain import START
from checklists.protocol import refusals, routes
from checklists.protocol.messages import Compare, CompareReply
from sync_server.api.body import read_message
from sync_server.api.caller import Caller
from sync_server.record.chains import Source, last_link
from sync_server.record.database import Engine, reading
from sync_server.record.feed import count_up_to, own_of, shared_with
from sync_server.record.refused import refused_in

router = APIRouter()

_COMPARE_BYTES = 100_000


@router.post(routes.COMPARE)
async def post_compare(request: Request, device: Caller) -> CompareReply:
    """Say what a tablet ought to hold."""
    message = await read_message(request, Compare, _COMPARE_BYTES)
    source = Source(device.id, message.incarnation)
    return await run_in_threadpool(compared, request.app.state.engine, source, message)


def compared(engine: Engine, source: Source, message: Compare) -> CompareReply:
    """Count what a tablet ought to hold.

    Raises:
        Refused: a cursor is not a place in this feed.
    """
    with reading(engine) as connection:
        last = last_link(connection, source)
        refused = refused_in(connection, source)
        return CompareReply(
            n=last.n if last else 0,
            hash=last.hash if last else START,
            shared=count_up_to(connection, message.shared, shared_with(message.scope)),
            own=count_up_to(connection, message.own, own_of(source.device, message.people)),
            refused=len(refused),
            reasons=refusals.reasons(refused),
        )
