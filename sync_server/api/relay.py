"""Relay: tablets give back what a server restored from a backup has forgotten."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from checklists.protocol import refusals, routes
from checklists.protocol.limits import PUSH_OPS
from checklists.protocol.messages import Message, RelayedOp, RelayReply
from sync_server.api.body import message_in, read_bytes
from sync_server.api.caller import Caller
from sync_server.errors import Refused
from sync_server.record import merge
from sync_server.record.arrival import hear
from sync_server.record.merge import Relayed

router = APIRouter()


class _Batch(Message):
    """A relay; how many entries there are is looked at apart, so that too many are called that."""

    entries: list[RelayedOp]


@router.post(routes.RELAY)
async def post_relay(request: Request, device: Caller) -> RelayReply:  # noqa: ARG001 - any enrolled tablet
    """Take back what this server had applied once, whoever wrote it."""
    return await run_in_threadpool(_relay, request, await read_bytes(request))


def _relay(request: Request, data: bytes) -> RelayReply:
    batch = message_in(data, _Batch)
    if len(batch.entries) > PUSH_OPS:
        raise Refused(refusals.TOO_LARGE, f"The server takes {PUSH_OPS} entries at once.")
    relayed = [Relayed(hear(one.body, one.draft), one.countersign, one.clock_ms) for one in batch.entries]
    state, now = request.app.state, datetime.now(UTC)
    return merge.relay(state.engine, state.keys, relayed, now, is_here=state.objects.has)
