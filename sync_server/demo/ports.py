"""Ports for the demo: the usual ones, or the next that are free."""

from __future__ import annotations

import http.client
import socket
import time

from checklists.protocol import refusals, routes
from sync_server.errors import CannotGoOn

HOST = "127.0.0.1"

# So many neighbours are looked at before giving up.
_TRIED = 50

# What is ending takes about a second.
_PATIENCE_SECONDS = 5.0
_POLL_SECONDS = 0.1

# A neighbour on the same machine answers in milliseconds or is busy starting.
_ANSWER_SECONDS = 2.0


def address(port: int) -> str:
    """Return the address of a port on this machine."""
    return f"http://{HOST}:{port}"


def free_port(wanted: int, taken: set[int], *, patient: bool) -> int:
    """Return the port that was wanted, or the next one that is free.

    Args:
        wanted: the first to try.
        taken: ports that are promised already.
        patient: whether whoever has the port is given a moment to end.

    Raises:
        CannotGoOn: none of its neighbours is free.
    """
    end = time.monotonic() + (_PATIENCE_SECONDS if patient else 0)
    while not _is_free(wanted) and time.monotonic() < end:
        time.sleep(_POLL_SECONDS)
    for port in range(wanted, wanted + _TRIED):
        if port not in taken and _is_free(port):
            return port
    raise CannotGoOn(
        f"The ports {wanted} to {wanted + _TRIED - 1} are all taken. End a program, then start again."
    )


def answers(port: int) -> bool:
    """Say whether something on this machine answers HTTP at a port, whatever it says."""
    return _get(port, "/") is not None


def is_floorwalk(port: int) -> bool:
    """Say whether a Floorwalk server answers at a port: it tells unknown callers to enrol."""
    answer = _get(port, routes.REFERENCE)
    return answer is not None and f'"number":{refusals.NOT_ENROLLED.number}'.encode() in answer


def _get(port: int, path: str) -> bytes | None:
    connection = http.client.HTTPConnection(HOST, port, timeout=_ANSWER_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _is_free(port: int) -> bool:
    try:
        with socket.create_server((HOST, port)):
            return True
    except (OSError, OverflowError):
        return False
