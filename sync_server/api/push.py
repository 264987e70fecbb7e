"""Hello and push: how far a tablet's chain is stored, and what comes next in it."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from checklists.ids import Id
from checklists.journal.chain import Link
from checklists.protocol import refusals, routes
from checklists.protocol.limits import PUSH_OPS
from checklists.protocol.messages import Hello, HelloReply, Message, PushReply
from sync_server.api.body import read_message
from sync_server.api.caller import Caller
from sync_server.errors import Refused
from sync_server.record import merge
from sync_server.record.arrival import Arrival, arrival, photos_named
from sync_server.record.chains import Source, hello
from sync_server.record.database import writing
from sync_server.record.devices import seen
from sync_server.record.received import mark_received

router = APIRouter()

_HELLO_BYTES = 10_000


class _Sent(Message):
    link: Link
    op: Any  # whatever it is: one that can't be read as an op is kept, and blocks no other


class _Batch(Message):
    incarnation: Id
    ops: list[_Sent]


@router.post(routes.HELLO)
async def post_hello(request: Request, device: Caller) -> HelloReply:
    """Say how far a chain is stored."""
    message = await read_message(request, Hello, _HELLO_BYTES)
    return await run_in_threadpool(_hello, request, Source(device.id, message.incarnation))


@router.post(routes.PUSH)
async def post_push(request: Request, device: Caller) -> PushReply:
    """Store and apply what follows in a chain."""
    batch = await read_message(request, _Batch)
    if len(batch.ops) > PUSH_OPS:
        raise Refused(refusals.TOO_LARGE, f"The server takes {PUSH_OPS} changes at once.")
    return await run_in_threadpool(_push, request, Source(device.id, batch.incarnation), batch.ops)


def _hello(request: Request, source: Source) -> HelloReply:
    now = datetime.now(UTC)
    with writing(request.app.state.engine) as connection:
        seen(connection, source.device, now)
        return hello(connection, source, now)


def _push(request: Request, source: Source, ops: list[_Sent]) -> PushReply:
    sent = [arrival(one.link, one.op) for one in ops]
    state, now = request.app.state, datetime.now(UTC)
    reply = merge.push(state.engine, state.keys, source, sent, now)
    _mark_photos(request, sent, now)
    return reply


def _mark_photos(request: Request, sent: list[Arrival], now: datetime) -> None:
    # Bytes may arrive before the op that names them.
    here = [sha for sha in sorted(photos_named(sent)) if request.app.state.objects.has(sha)]
    if here:
        with writing(request.app.state.engine) as connection:
            mark_received(connection, here, now)
