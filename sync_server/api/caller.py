"""The tablet that calls, as a parameter of a route: `def route(device: Caller)`."""

from typing import Annotated

from fastapi import Depends, Request

from sync_server.auth import calling_device
from sync_server.record.devices import Device


def _caller(request: Request) -> Device:
    return calling_device(request.app.state.engine, request.headers.get("authorization", ""))


Caller = Annotated[Device, Depends(_caller)]
"""The enrolled tablet behind the request's token; anybody else is refused before the route runs."""
