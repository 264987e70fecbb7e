"""Signing in to the office pages with a name and a password, and out again."""

import math
import threading
import time
from typing import Final

from fastapi import APIRouter, Request, Response

from sync_server.record.database import reading
from sync_server.record.office import Reader, office_names, reader
from sync_server.record.people import office_person
from sync_server.web.asking import local_path
from sync_server.web.forms import Form
from sync_server.web.rendering import go_to, show
from sync_server.web.session import (
    begin_session,
    end_session,
    form_token,
    keep_stranger_nonce,
    stranger_nonce,
)
from sync_server.web.tries import Tries
from sync_server.web.trouble import FriendlyRoute
from sync_server.web.viewer import signed_in

router = APIRouter(route_class=FriendlyRoute)

# Checking a password takes 64 MB on purpose; a flood of tries must not take all there is.
_AT_ONCE: Final = 2
_PATIENCE_SECONDS: Final = 10

_turns: Final = threading.BoundedSemaphore(_AT_ONCE)

_BUSY: Final = "Many people are signing in right now. Nothing was changed; have another go in a minute."
_NO_MATCH: Final = "That name and password don't go together. Nothing was changed; have another go."


@router.get("/sign-in")
def sign_in_page(request: Request) -> Response:
    """Show the form, or go on for somebody who is signed in already."""
    aim = local_path(request.query_params.get("next", "/"))
    if signed_in(request):
        return go_to(aim)
    return _form(request, aim)


@router.post("/sign-in")
def sign_in(request: Request, form: Form) -> Response:
    """Check the name and password, and go on to where the person wanted to go."""
    aim, name = local_path(form.get("next", "/")), form.get("name", "").strip()
    key = f"{name.casefold()}\n{request.client.host if request.client else ''}"
    wait = _tries(request).begin(key, time.monotonic())
    if wait > 0:
        seconds = math.ceil(wait)
        words = f"That was tried several times. Please wait {seconds} seconds, then have another go."
        response = _form(request, aim, name, words, 429)
        response.headers["Retry-After"] = str(seconds)
        return response
    if not _turns.acquire(timeout=_PATIENCE_SECONDS):
        return _form(request, aim, name, _BUSY, 429)
    try:
        person = _person(request, name, form.get("password", ""))
    finally:
        _turns.release()
    if person is None:
        return _form(request, aim, name, _NO_MATCH, 403)
    _tries(request).forget(key)
    response = go_to(aim)
    begin_session(request, response, person)
    return response


@router.post("/sign-out")
def sign_out(_form: Form) -> Response:
    """End the session in this browser."""
    response = go_to("/sign-in")
    end_session(response)
    return response


def _person(request: Request, name: str, password: str) -> Reader | None:
    with reading(request.app.state.engine) as connection:
        person = office_person(connection, name, password)
        return reader(connection, person.id) if person else None


def _form(request: Request, aim: str, name: str = "", words: str = "", status: int = 200) -> Response:
    nonce = stranger_nonce(request)
    request.state.form_token = form_token(request, nonce)
    with reading(request.app.state.engine) as connection:
        names = office_names(connection)
    response = show(request, "sign_in.html", status, names=names, aim=aim, name=name, words=words)
    keep_stranger_nonce(request, response, nonce)
    return response


def _tries(request: Request) -> Tries:
    # One for each app, so that servers and tests don't slow each other down.
    state = request.app.state
    if not hasattr(state, "sign_in_tries"):
        state.sign_in_tries = Tries()
    tries: Tries = state.sign_in_tries
    return tries
