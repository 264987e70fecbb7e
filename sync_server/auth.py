"""Who is calling: the tablet behind a bearer token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.protocol import refusals
from sync_server.errors import Refused
from sync_server.record.database import reading
from sync_server.record.devices import Device, device_with_token

if TYPE_CHECKING:
    from sync_server.record.database import Engine

_SCHEME = "bearer"


def calling_device(engine: Engine, authorization: str) -> Device:
    """Return the tablet whose token an Authorization header carries.

    Raises:
        Refused: there is no token, nobody has it, or its tablet's access was ended.
    """
    scheme, _, token = authorization.strip().partition(" ")
    if scheme.lower() != _SCHEME or not token.strip():
        raise Refused(refusals.NOT_ENROLLED, "The message carries no token.")
    with reading(engine) as connection:
        device = device_with_token(connection, token.strip())
    if device is None:
        raise Refused(refusals.NOT_ENROLLED)
    if device.revoked_at is not None:
        raise Refused(refusals.REVOKED)
    return device
