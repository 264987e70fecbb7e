"""Hello and push: how far a tablet's chain is stored, and what comes next in it."""

from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from checklists.ids import Id
from checklists.moments import Moment, read_moment
from checklists.protocol import refusals, routes
from checklists.protocol.limits import CLOCK_MS, PUSH_OPS
from checklists.protocol.messages import Hello, HelloReply, Message, PushReply, SentOp
from sync_server.api.body import message_in, read_bytes, read_message
from sync_server.api.caller import Caller, caller_of, known_caller
from sync_server.api.threads import in_turn
from sync_server.errors import Refused
from sync_server.record import merge
from sync_server.record.arrival import arrival
from sync_server.record.chains import Source, hello
from sync_server.record.database import writing
from sync_server.record.devices import seen

router = APIRouter()

_HELLO_BYTES = 10_000


class _Batch(Message):
    """A push; how many ops there are is looked at apart, so that too many are called that."""

    incarnation: Id
    ops: list[SentOp]
    sent_at: Moment | None = None


@router.post(routes.HELLO)
async def post_hello(request: Request, device: Caller) -> HelloReply:
    """Say how far a chain is stored."""
    message = await read_message(request, Hello, _HELLO_BYTES)
    return await run_in_threadpool(_hello, request, device.id, message)


async def post_push(request: Request) -> Response:
    """Store and apply what follows in a chain."""
    device = known_caller(request) or (await in_turn(caller_of, request)).id
    data = await read_bytes(request)
    reply = await in_turn(_push, request, device, data)
    return Response(reply.model_dump_json(), media_type="application/json")


# Not a route that FastAPI looks after: what it would do takes longer than reading a visit.
router.add_route(routes.PUSH, post_push, methods=["POST"])


def _hello(request: Request, device: str, message: Hello) -> HelloReply:
    now = datetime.now(UTC)
    cursors = [one for one in (message.shared, message.own) if one is not None]
    with writing(request.app.state.engine) as connection:
        seen(connection, device, now)
        return hello(connection, Source(device, message.incarnation), now, cursors)


def _push(request: Request, device: str, data: bytes) -> PushReply:
    try:
        batch = message_in(data, _Batch)
    except Refused:
        # To a tablet whose access was ended that comes first.
        caller_of(request)
        raise
    if len(batch.ops) > PUSH_OPS:
        raise Refused(refusals.TOO_LARGE, f"The server takes {PUSH_OPS} changes at once.")
    sent = [arrival(one.link, one.body, one.draft) for one in batch.ops]
    state, now = request.app.state, datetime.now(UTC)
    source = Source(device, batch.incarnation)
    clock_ms, is_here = _clock_ms(batch.sent_at, now), state.objects.has
    return merge.push(state.engine, state.keys, source, sent, now, clock_ms, is_here=is_here)


def _clock_ms(sent_at: str | None, now: datetime) -> int:
    """Return the server's clock minus the tablet's, 0 where they agree or the tablet does not say."""
    if sent_at is None:
        return 0
    apart = (now - read_moment(sent_at)) // timedelta(milliseconds=1)
    return apart if abs(apart) >= CLOCK_MS else 0
