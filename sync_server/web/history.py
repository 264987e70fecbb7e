"""The history of any record, change by change, and one change with all it says."""

from fastapi import APIRouter, Request, Response

from checklists.ids import is_id
from sync_server.record.background import read_background
from sync_server.record.database import reading
from sync_server.record.history import read_change, read_history, titles
from sync_server.web.asking import asked_page
from sync_server.web.changes import Changes
from sync_server.web.field_words import KIND_WORDS
from sync_server.web.rendering import show
from sync_server.web.trouble import FriendlyRoute, NotHereError
from sync_server.web.viewer import SignedIn

router = APIRouter(route_class=FriendlyRoute)


@router.get("/history/{kind}/{record}")
def history(kind: str, record: str, request: Request, reader: SignedIn) -> Response:  # noqa: ARG001 - anybody
    """Show the changes of one record, the latest first."""
    if kind not in KIND_WORDS or not is_id(record):
        raise NotHereError
    with reading(request.app.state.engine) as connection:
        found = read_history(connection, kind, record, asked_page(request.query_params))
        if not found.total:
            raise NotHereError
        changes = Changes(read_background(connection, found.rows))
        title = titles(connection, [(kind, record)]).get((kind, record), "")
    return show(
        request,
        "history.html",
        found=found,
        changes=changes,
        kind=kind,
        kind_words=KIND_WORDS[kind],
        record=record,
        title=title,
    )


@router.get("/changes/{op_id}")
def change(op_id: str, request: Request, reader: SignedIn) -> Response:  # noqa: ARG001 - anybody signed in
    """Show one change with all it says, however long."""
    if not is_id(op_id):
        raise NotHereError
    draft = request.query_params.get("draft", "")
    if draft and not is_id(draft):
        raise NotHereError
    with reading(request.app.state.engine) as connection:
        found = read_change(connection, op_id, draft)
        if found is None:
            raise NotHereError
        changes = Changes(read_background(connection, [found]))
    return show(request, "change.html", change=found, changes=changes)
