"""Turns whatever went wrong into the one answer tablets know: a numbered `Problem`."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Final

import structlog
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, Response
from starlette.exceptions import HTTPException

from checklists.protocol import refusals
from sync_server.errors import Refused, status_of

if TYPE_CHECKING:
    from fastapi import FastAPI, Request

    from checklists.protocol.refusals import Refusal

log = structlog.get_logger()

# After this many seconds a tablet that was turned away may try again.
_RETRY_SECONDS = {
    refusals.TOO_MANY_TRIES: 900,
    refusals.TOO_MANY_UNNAMED: 900,
    refusals.SERVER_TROUBLE: 30,
    refusals.UPLOAD_BUSY: 2,
}

_SERVER_ERRORS = 500

_NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT}
_DISK_FULL: Final = 507


def answer_with_problems(app: FastAPI) -> None:
    """Make an app answer every error with a problem, and pages with a sentence."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _not_read)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(OSError, _system)
    app.add_exception_handler(Exception, _trouble)


def is_api(request: Request) -> bool:
    """Say whether a request came to the part of the server that speaks to tablets."""
    return request.url.path.startswith("/api/")


def answer(refused: Refused, status: int | None = None) -> Response:
    """Return the answer that carries a refusal; `status` only where the wire asks for another one."""
    headers = {"Cache-Control": "no-store", **retry_after(refused.refusal)}
    return Response(
        refused.problem.model_dump_json(),
        status_code=status or status_of(refused.refusal),
        media_type="application/json",
        headers=headers,
    )


def retry_after(refusal: Refusal) -> dict[str, str]:
    """Return the header that says when to try again; none where trying again changes nothing."""
    seconds = _RETRY_SECONDS.get(refusal)
    return {} if seconds is None else {"Retry-After": str(seconds)}


def is_full_disk(error: OSError) -> bool:
    """Say whether the server's disk, or its share of it, is full."""
    return error.errno in _NO_ROOM


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)  # noqa: S101 - what the handler is registered for
    log.info("refused", number=error.refusal.code, path=request.url.path, detail=error.detail)
    return answer(error)


def _not_read(_request: Request, _error: Exception) -> Response:
    return answer(Refused(refusals.MESSAGE_NOT_READ))


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - what the handler is registered for
    if is_api(request):
        refusal = refusals.NOT_FOUND if error.status_code < _SERVER_ERRORS else refusals.SERVER_TROUBLE
        return answer(Refused(refusal), error.status_code)
    return PlainTextResponse("There is nothing at this address.", error.status_code, headers=error.headers)


def _system(request: Request, error: Exception) -> Response:
    if not (isinstance(error, OSError) and is_full_disk(error)):
        raise error
    log.error("disk full", path=request.scope["path"], error=repr(error))
    return answer(Refused(refusals.SERVER_TROUBLE, "The server's disk is full."), _DISK_FULL)


def _trouble(request: Request, error: Exception) -> Response:
    log.error("trouble", path=request.url.path, error=repr(error))
    return answer(Refused(refusals.SERVER_TROUBLE))
