"""The tablet that calls, as a parameter of a route: `def route(device: Caller)`."""

from typing import Annotated, Final

from fastapi import Depends, Request

from sync_server.auth import calling_device
from sync_server.record.devices import Device

# More than there are in any works.
_REMEMBERED: Final = 10_000


def caller_of(request: Request) -> Device:
    """Return the enrolled tablet behind a request's token.

    Raises:
        Refused: there is no token, nobody has it, or its tablet's access was ended.
    """
    state, authorization = request.app.state, _authorization(request)
    device = calling_device(state.engine, authorization)
    if len(state.tokens) >= _REMEMBERED:
        state.tokens.clear()
    state.tokens[authorization] = device.id
    return device


def known_caller(request: Request) -> str | None:
    """Return the id of the tablet whose token has been seen before, None for any other.

    Whose token it is never changes. Whether its access was ended since, the caller has to see.
    """
    device: str | None = request.app.state.tokens.get(_authorization(request))
    return device


def _authorization(request: Request) -> str:
    return request.headers.get("authorization", "")


Caller = Annotated[Device, Depends(caller_of)]
"""The enrolled tablet behind the request's token; anybody else is refused before the route runs."""
