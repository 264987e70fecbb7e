"""The editor: a checklist that is being written, one part at a time, each change kept as it is made."""

from typing import Any, Final

from fastapi import APIRouter, Request, Response

from checklists.ids import is_slug
from checklists.lint.rules import RULES
from sync_server.record import checklist_drafts as drafts
from sync_server.record.checklist_drafts import Author, OpenDraft
from sync_server.record.checklist_patches import part
from sync_server.record.database import Connection, reading, write
from sync_server.record.names import Names, read_names
from sync_server.record.office import Reader
from sync_server.web import checklists_state as around
from sync_server.web.checklists_commands import CannotError, carry_out, read_command
from sync_server.web.checklists_reading import LABELS
from sync_server.web.forms import Form, LongForm
from sync_server.web.moments import moment_words, now
from sync_server.web.rendering import go_to, show, tell
from sync_server.web.trouble import FriendlyRoute, NotHereError
from sync_server.web.viewer import Manager

router = APIRouter(route_class=FriendlyRoute)

_UNPROCESSABLE: Final = 422
_KINDS: Final = ("checklist", "section", "question")


def draft_here(connection: Connection, checklist: str) -> OpenDraft:
    """Return the open draft of a checklist. Raises NotHereError where there is none."""
    found = drafts.open_draft(connection, checklist) if is_slug(checklist) else None
    if found is None:
        raise NotHereError
    return found


@router.get("/checklists/{checklist}/draft")
def editor_page(checklist: str, request: Request, reader: Manager) -> Response:
    """Show the editor."""
    with reading(request.app.state.engine) as connection:
        draft = draft_here(connection, checklist)
        names = read_names(connection)
        shown = around.state(request, connection, draft, reader, names, draft.revision)
    kind, name = _asked_part(request, draft)
    return show(
        request,
        "draft_edit.html",
        draft=draft,
        state=shown,
        tab="edit",
        **part_shown(draft, kind, name),
    )


@router.get("/checklists/{checklist}/draft/part")
def part_fragment(checklist: str, request: Request, reader: Manager) -> Response:  # noqa: ARG001 - only managers
    """Return the fields of one part."""
    with reading(request.app.state.engine) as connection:
        draft = draft_here(connection, checklist)
    kind, name = _asked_part(request, draft)
    return show(request, "draft_part.html", draft=draft, **part_shown(draft, kind, name))


def _asked_part(request: Request, draft: OpenDraft) -> tuple[str, str]:
    kind, _, name = request.query_params.get("part", "").partition("/")
    if kind in _KINDS[1:] and part(draft.content, kind, name) is not None:
        return kind, name
    return "checklist", ""


def part_shown(draft: OpenDraft, kind: str, name: str) -> dict[str, Any]:
    """Return what the fields of a part show."""
    found = draft.content if kind == "checklist" else part(draft.content, kind, name) or {}
    content = {**dict.fromkeys(LABELS), **found}
    condition = str(content.get("when") or "")
    tags = {tag for s in draft.content["sections"] for q in s["questions"] for tag in q.get("tags") or ()}
    return {
        "kind": kind,
        "name": name,
        "content": content,
        "labels": LABELS,
        "types": around.TYPES,
        "outcomes": around.OUTCOMES,
        "kinds": around.KINDS,
        "rows": around.condition_rows(condition),
        "earlier": around.earlier(draft.content, kind, name) if kind != "checklist" else [],
        "clause_words": around.clause_words,
        "tags": sorted(tags),
        "rules": RULES,
        "place": around.place_words(draft.content, kind, name) if kind != "checklist" else {},
    }


@router.post("/checklists/{checklist}/draft/change")
def change_draft(checklist: str, request: Request, reader: Manager, form: LongForm) -> Response:
    """Make one change, and tell what came of it."""
    author = Author(reader.id, now())
    try:
        command = read_command(form.get("change", ""))
    except CannotError as error:
        return tell({"cannot": str(error)}, _UNPROCESSABLE)
    seen = command.get("seen")
    since = seen if isinstance(seen, int) and not isinstance(seen, bool) else 0

    def done(connection: Connection) -> dict[str, Any]:
        draft = draft_here(connection, checklist)
        names = read_names(connection)
        try:
            came = carry_out(connection, draft, command, author)
        except CannotError as error:
            return {"cannot": str(error), "state": _state(request, connection, draft, reader, names, since)}
        told = {key: _worded(value, names, reader) for key, value in came.told.items()}
        return {**told, "state": _state(request, connection, came.draft, reader, names, since)}

    return tell(write(request.app.state.engine, done))


def _worded(value: Any, names: Names, reader: Reader) -> Any:  # noqa: ANN401 - whatever the editor is told
    if not isinstance(value, dict):
        return value
    who = value.get("who")
    said = "You, in another window" if who == reader.id else names.person(who)
    return {**value, "who": said, "when": moment_words(value.get("when"), now())}


@router.get("/checklists/{checklist}/draft/state")
def draft_state(checklist: str, request: Request, reader: Manager) -> Response:
    """Tell what has changed since a revision."""
    text = request.query_params.get("since", "")
    since = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 - fits any column
    with reading(request.app.state.engine) as connection:
        draft = draft_here(connection, checklist)
        if draft.revision == since:
            return tell({})
        return tell({"state": _state(request, connection, draft, reader, read_names(connection), since)})


def _state(  # noqa: PLR0913, PLR0917 - all that the page around the fields shows
    request: Request, connection: Connection, draft: OpenDraft, reader: Reader, names: Names, since: int
) -> dict[str, Any]:
    return around.state(request, connection, draft, reader, names, max(-1, min(since, draft.revision)))


@router.get("/checklists/{checklist}/draft/clauses")
def clauses(checklist: str, request: Request, reader: Manager) -> Response:  # noqa: ARG001 - only managers
    """Return the clauses that are like what somebody types."""
    found = list(around.clauses_like(request.query_params.get("q", "")[:80]))
    return show(request, "draft_clauses.html", found=found)


@router.get("/checklists/{checklist}/draft/history")
def history_page(checklist: str, request: Request, reader: Manager) -> Response:  # noqa: ARG001 - only managers
    """Show every change of a draft, the latest first, also those that could not be made."""
    with reading(request.app.state.engine) as connection:
        draft = draft_here(connection, checklist)
        every = drafts.changes(connection, draft)
        names = read_names(connection)
    lines = [(one, around.what_changed(one.patch, draft.content)) for one in reversed(every)]
    return show(request, "draft_history.html", draft=draft, lines=lines, names=names, tab="history")


@router.get("/checklists/{checklist}/draft/discard")
def ask_before_discarding(checklist: str, request: Request, reader: Manager) -> Response:  # noqa: ARG001 - only managers
    """Ask whether a draft is really to be put aside."""
    with reading(request.app.state.engine) as connection:
        draft = draft_here(connection, checklist)
    return show(request, "draft_discard.html", draft=draft)


@router.post("/checklists/{checklist}/draft/discard")
def discard(checklist: str, request: Request, reader: Manager, form: Form) -> Response:  # noqa: ARG001 - token checked
    """Put a draft aside; what tablets use is not touched."""
    write(
        request.app.state.engine,
        lambda connection: drafts.close(connection, draft_here(connection, checklist), now()),
    )
    return go_to("/checklists")
