"""What became of something raised without a name, for whoever has its code, and the office's reply."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from checklists.ids import is_id
from checklists.records.unnamed import key_of, record_of
from sync_server.record import replies
from sync_server.record.actions import actions_of
from sync_server.record.database import reading
from sync_server.record.findings import read_finding
from sync_server.record.names import read_names
from sync_server.web import moments
from sync_server.web.actions import action_shown
from sync_server.web.forms import Form  # noqa: TC001 - read by the framework when the server starts
from sync_server.web.rendering import go_to, show
from sync_server.web.session import form_token, keep_stranger_nonce, stranger_nonce
from sync_server.web.trouble import FriendlyRoute, NotHereError
from sync_server.web.viewer import Manager, signed_in

router = APIRouter(route_class=FriendlyRoute)

# Longer texts are no reply; the record would take them.
_LONGEST = 4_000

_SLIP = (
    "There is a slip in this code: it has three groups of four letters and digits, and never 0, 1, I, L or O."
)
_NOT_HERE = (
    "Nothing with this code has arrived yet. It may still be on the tablet: it is sent when that is online."
)


@router.get("/raised")
def ask_for_code(request: Request) -> Response:
    """Ask for a code; nobody has to sign in, and nothing of who asks is kept."""
    signed_in(request)
    return _page(request)


@router.post("/raised")
def what_became_of_it(request: Request, form: Form) -> Response:
    """Show what became of what has a code. Posted, so that no browser keeps the code among its addresses."""
    signed_in(request)
    typed = form.get("code", "").strip()[:40]
    key = key_of(typed)
    if key is None:
        return _page(request, typed=typed, words=_SLIP)
    with reading(request.app.state.engine) as connection:
        found = read_finding(connection, record_of(key))
        if found is None:
            return _page(request, typed=typed, words=_NOT_HERE)
        agreed = [action_shown(one, moments.now()) for one in actions_of(connection, found.id)]
        names = read_names(connection)
    return _page(request, finding=found, agreed=agreed, names=names)


@router.post("/findings/{record}/reply")
def reply(record: str, request: Request, reader: Manager, form: Form) -> Response:
    """Note that it was seen, and what the office says."""
    words = form.get("words", "").strip()[:_LONGEST]
    state = request.app.state
    if not (
        is_id(record) and replies.reply(state.engine, state.keys, record, reader.id, words, moments.now())
    ):
        raise NotHereError
    return go_to(f"/findings/{record}")


@router.post("/findings/{record}/agree")
def agree(record: str, request: Request, reader: Manager, form: Form) -> Response:
    """Note what is to be done about it, by whom and until when."""
    words, owner, due = (
        form.get("words", "").strip()[:_LONGEST],
        form.get("owner", ""),
        _day(form.get("due", "")),
    )
    state = request.app.state
    if due is None or not is_id(record):
        raise NotHereError
    if not replies.agree(state.engine, state.keys, record, reader.id, words, moments.now(), owner, due):
        raise NotHereError
    return go_to(f"/findings/{record}")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _page(request: Request, **shown: Any) -> Response:  # noqa: ANN401 - whatever the template shows
    nonce = stranger_nonce(request)
    reader = getattr(request.state, "reader", None)
    if reader is None:
        request.state.form_token = form_token(request, nonce)
    found: dict[str, Any] = {"finding": None, "agreed": [], "names": None, "typed": "", "words": "", **shown}
    response = show(request, "raised.html", **found)
    if reader is None:
        keep_stranger_nonce(request, response, nonce)
    return response
