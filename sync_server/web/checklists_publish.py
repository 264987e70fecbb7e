"""Publishing a draft, with a note on what changed."""

from typing import Final

from fastapi import APIRouter, Request, Response

from checklists.form.checklist import Checklist
from checklists.form.compare import Comparison, How, compare
from sync_server.errors import CannotGoOn
from sync_server.record.checklist_drafts import close
from sync_server.record.checklists import Signed, publish, versions
from sync_server.record.database import Connection, reading, write
from sync_server.web.checklists_editor import draft_here
from sync_server.web.checklists_languages import counts
from sync_server.web.checklists_reading import finished
from sync_server.web.checklists_state import notes, seen_of
from sync_server.web.forms import Form
from sync_server.web.moments import now
from sync_server.web.rendering import go_to, show
from sync_server.web.trouble import FriendlyRoute
from sync_server.web.viewer import Manager

router = APIRouter(route_class=FriendlyRoute)

_NOTE_LENGTH: Final = 2_000


@router.get("/checklists/{checklist}/draft/publish")
def publish_page(checklist: str, request: Request, reader: Manager) -> Response:  # noqa: ARG001 - only managers
    """Show what is to be put right, what could be better, and what changes with the new version."""
    return _page(checklist, request)


@router.post("/checklists/{checklist}/draft/publish")
def publish_draft(checklist: str, request: Request, reader: Manager, form: Form) -> Response:
    """Publish the draft as the next version, if it is still as it was shown."""
    note = form.get("note", "").strip()[:_NOTE_LENGTH]

    def done(connection: Connection) -> str:
        draft = draft_here(connection, checklist)
        if str(draft.revision) != form.get("revision"):
            return "Somebody has changed the draft since this page was opened. Look it over, then publish."
        before = versions(connection, checklist)
        if before and not note:
            return "Say in a few words what changed, for those who use it."
        version = before[0].checklist.version + 1 if before else 1
        one = finished(draft.content, version)
        if one is None:
            return "Some things are still to be put right. They are listed below."
        if before and not _differs(before[0].checklist, one):
            return "Nothing is different from the version that is published."
        off = {rule: reason for rule, reason in draft.content.get("off", {}).items() if reason}
        try:
            publish(connection, one, now(), Signed(reader.id, note, off, draft.content.get("made_from", {})))
        except CannotGoOn as error:
            return str(error)
        close(connection, draft, now())
        return ""

    if said := write(request.app.state.engine, done):
        return _page(checklist, request, said, note)
    return go_to(f"/checklists/{checklist}")


def _differs(old: Checklist, new: Checklist) -> bool:
    return {**old.model_dump(), "version": 0} != {**new.model_dump(), "version": 0}


def _page(checklist: str, request: Request, said: str = "", note: str = "") -> Response:
    with reading(request.app.state.engine) as connection:
        draft = draft_here(connection, checklist)
        before = versions(connection, checklist)
        found = notes(draft.content, seen_of(request, connection, checklist))
    version = before[0].checklist.version + 1 if before else 1
    one = finished(draft.content, version)
    comparison: Comparison | None = compare(before[0].checklist, one) if before and one else None
    return show(
        request,
        "draft_publish.html",
        draft=draft,
        version=version,
        wrong=[one for one in found if not one.rule],
        better=[one for one in found if one.rule],
        comparison=comparison,
        How=How,
        said=said,
        note=note,
        ready=one is not None,
        content=draft.content,
        counts=counts(draft.content),
        tab="publish",
    )
