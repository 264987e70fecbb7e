"""Reads what a tablet sends: whole, within a limit, as JSON of a bounded depth, or refused."""

import json
from typing import TypeVar

from fastapi import Request
from pydantic import JsonValue, ValidationError
from starlette.requests import ClientDisconnect

from checklists.protocol import refusals
from checklists.protocol.limits import BODY_BYTES
from checklists.protocol.messages import Message
from sync_server.errors import Refused

# A signature's point is the deepest thing that travels: eight levels. Deeper than this nobody wrote it, and
# writing it back could run out of stack.
_DEPTH = 64

_M = TypeVar("_M", bound=Message)


async def read_json(request: Request, limit: int = BODY_BYTES) -> JsonValue:
    """Return the JSON value of a request's body.

    Args:
        request: its content type is not looked at: what is not JSON is refused as such.
        limit: bytes read before giving up.

    Raises:
        Refused: the body is too large, was cut short, or is not JSON.
    """
    return _json(await read_bytes(request, limit))


def _json(data: bytes) -> JsonValue:
    try:
        value: JsonValue = json.loads(data, parse_constant=_no_constant)
    except RecursionError:
        raise Refused(refusals.MESSAGE_NOT_READ, "It is nested too deeply.") from None
    except ValueError as error:
        # Not the error's own text: it may quote what can't be written.
        raise Refused(refusals.MESSAGE_NOT_READ, "It is not JSON.") from error
    if _deeper_than(value, _DEPTH):
        raise Refused(refusals.MESSAGE_NOT_READ, "It is nested too deeply.")
    return value


async def read_message(request: Request, form: type[_M], limit: int = BODY_BYTES) -> _M:
    """Return the message in a request's body.

    Raises:
        Refused: the body is not such a message.
    """
    return message_in(await read_bytes(request, limit), form)


def message_in(data: bytes, form: type[_M]) -> _M:
    """Return the message that bytes are.

    Raises:
        Refused: they are not such a message.
    """
    try:
        # Many times quicker; it is stricter about texts, and what it refuses is looked at once more.
        return form.model_validate_json(data)
    except ValidationError:
        return as_message(_json(data), form)


def as_message(value: JsonValue, form: type[_M]) -> _M:
    """Return a JSON value as a message.

    Raises:
        Refused: it is not such a message; the detail names the fields.
    """
    try:
        return form.model_validate(value)
    except ValidationError as error:
        places = sorted({str(part["loc"][0]) if part["loc"] else "the message" for part in error.errors()})
        raise Refused(refusals.MESSAGE_NOT_READ, f"Not as agreed: {', '.join(places)}.") from error


async def read_bytes(request: Request, limit: int = BODY_BYTES) -> bytes:
    """Return a request's body.

    Raises:
        Refused: it is too large or was cut short.
    """
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > limit:
                raise Refused(refusals.TOO_LARGE, f"The server takes {limit:,} bytes at once.")
            parts.append(part)
    except ClientDisconnect:
        raise Refused(refusals.MESSAGE_NOT_READ, "It was cut short.") from None
    return b"".join(parts)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number JSON knows.")


def _deeper_than(value: JsonValue, depth: int) -> bool:
    level = [value]
    for _ in range(depth):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: JsonValue) -> list[JsonValue]:
    if isinstance(value, dict):
        return [one for one in value.values() if isinstance(one, dict | list)]
    if isinstance(value, list):
        return [one for one in value if isinstance(one, dict | list)]
    return []
