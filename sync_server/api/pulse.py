"""Takes in what an auditee said of a visit, from an enrolled tablet of which nothing is kept.

No line of the log, no moment and no mark on the tablet's entry comes of it, whatever becomes of the message.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from fastapi import APIRouter, Request, Response

from checklists.protocol import routes
from checklists.protocol.messages import Pulse
from sync_server.api import problems
from sync_server.api.body import message_in, read_bytes
from sync_server.api.caller import Caller  # noqa: TC001 - read by the framework when the server starts
from sync_server.api.threads import in_turn
from sync_server.errors import Refused
from sync_server.record import pulse

router = APIRouter()

_COUNTED: Final = 204


@router.post(routes.PULSE)
async def post_pulse(request: Request, device: Caller) -> Response:
    """Count one answer, once."""
    state = request.app.state
    try:
        said = message_in(await read_bytes(request), Pulse)
        state.pulse.count(device.id)
        await in_turn(pulse.take, state.engine, said, datetime.now(UTC))
    except Refused as refused:
        # Not through the log, where each line has its moment.
        return problems.answer(refused)
    return Response(status_code=_COUNTED)
