"""Turns whatever went wrong into the one answer tablets know: a numbered `Problem`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, Response
from starlette.exceptions import HTTPException

from checklists.protocol import refusals
from sync_server.errors import Refused, status_of

if TYPE_CHECKING:
    from fastapi import FastAPI, Request

log = structlog.get_logger()

# After this many seconds a tablet that was turned away may try again.
_RETRY_SECONDS = {refusals.TOO_MANY_TRIES: 900, refusals.SERVER_TROUBLE: 30, refusals.UPLOAD_BUSY: 2}

_SERVER_ERRORS = 500


def answer_with_problems(app: FastAPI) -> None:
    """Make an app answer every error with a problem, and pages with a sentence."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _not_read)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _trouble)


def is_api(request: Request) -> bool:
    """Say whether a request came to the part of the server that speaks to tablets."""
    return request.url.path.startswith("/api/")


def answer(refused: Refused, status: int | None = None) -> Response:
    """Return the answer that carries a refusal; `status` only where the wire asks for another one."""
    headers = {"Cache-Control": "no-store"}
    if refused.refusal in _RETRY_SECONDS:
        headers["Retry-After"] = str(_RETRY_SECONDS[refused.refusal])
    return Response(
        refused.problem.model_dump_json(),
        status_code=status or status_of(refused.refusal),
        media_type="application/json",
        headers=headers,
    )


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


def _trouble(request: Request, error: Exception) -> Response:
    log.error("trouble", path=request.url.path, error=repr(error))
    return answer(Refused(refusals.SERVER_TROUBLE))
