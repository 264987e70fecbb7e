"""Enrolment: a one-time code becomes a tablet's identity and token."""

import threading
from collections import defaultdict, deque
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from checklists.protocol import refusals, routes
from checklists.protocol.messages import Enrol, EnrolReply
from sync_server.api.body import read_message
from sync_server.errors import Refused
from sync_server.record.database import writing
from sync_server.record.devices import enrol

router = APIRouter()

# An enrolment is a code and a name.
_BODY_BYTES = 10_000

# A person mistypes a few times; somebody who guesses needs thousands of millions of tries.
TRIES = 20
TRIES_IN = timedelta(minutes=15)

# Callers remembered at once, so that many addresses can't fill the memory.
_CALLERS = 10_000


class Tries:
    """Codes that were tried in vain, for each caller, as long as they count."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tried: dict[str, deque[datetime]] = defaultdict(deque)

    def check(self, caller: str, now: datetime) -> None:
        """Let a caller try.

        Raises:
            Refused: they have tried too often.
        """
        with self._lock:
            if len(self._recent(caller, now)) >= TRIES:
                raise Refused(refusals.TOO_MANY_TRIES)

    def missed(self, caller: str, now: datetime) -> None:
        """Count a code that was not right."""
        with self._lock:
            if len(self._tried) >= _CALLERS:
                self._tried.clear()
            self._tried[caller].append(now)

    def _recent(self, caller: str, now: datetime) -> deque[datetime]:
        tried = self._tried.get(caller, deque())
        while tried and tried[0] < now - TRIES_IN:
            tried.popleft()
        return tried


@router.post(routes.ENROL)
async def post_enrol(request: Request) -> EnrolReply:
    """Let a tablet in."""
    message = await read_message(request, Enrol, _BODY_BYTES)
    return await run_in_threadpool(_enrol, request, message)


def _enrol(request: Request, message: Enrol) -> EnrolReply:
    now = datetime.now(UTC)
    caller = request.client.host if request.client else ""
    request.app.state.tries.check(caller, now)
    try:
        with writing(request.app.state.engine) as connection:
            device, token = enrol(connection, message.code, message.name, message.app_version, now)
    except Refused:
        request.app.state.tries.missed(caller, now)
        raise
    return EnrolReply(device=device, token=token, server_name=request.app.state.config.server_name)
