"""Checklists: which there are, one with its versions, two versions side by side, retire and offer again."""

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response

from checklists.form.checklist import Checklist, VisitKind
from checklists.form.compare import How, compare
from checklists.ids import is_slug
from sync_server.record.checklist_drafts import (
    Author,
    DraftLine,
    OpenDraft,
    begin,
    open_draft,
    open_drafts,
)
from sync_server.record.checklists import (
    Published,
    newest_published,
    offer_again,
    retire,
    retired,
    used_in,
    versions,
)
from sync_server.record.database import Connection, reading, write
from sync_server.record.names import read_names
from sync_server.web.checklists_commands import new_slug
from sync_server.web.checklists_reading import LABELS, draft_of, empty_draft
from sync_server.web.forms import Form
from sync_server.web.moments import now
from sync_server.web.rendering import go_to, show
from sync_server.web.trouble import FriendlyRoute, NotHereError
from sync_server.web.viewer import Manager, SignedIn

router = APIRouter(route_class=FriendlyRoute)

_TITLE_LENGTH: Final = 120


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One checklist in the list; `published` is None for one that is only a draft yet."""

    id: str
    title: str
    kind: str
    published: Published | None
    visits: int
    draft: DraftLine | None
    is_retired: bool


@router.get("/checklists")
def checklists_page(request: Request, reader: SignedIn) -> Response:  # noqa: ARG001 - anybody signed in
    """Show every checklist."""
    with reading(request.app.state.engine) as connection:
        lines, names = _lines(connection), read_names(connection)
    return show(
        request,
        "checklists.html",
        lines=[one for one in lines if not one.is_retired],
        retired=[one for one in lines if one.is_retired],
        names=names,
        kinds=list(VisitKind),
    )


def _lines(connection: Connection) -> list[ChecklistLine]:
    used, gone = used_in(connection), retired(connection)
    drafts = {one.checklist: one for one in open_drafts(connection)}
    visits: dict[str, int] = {}
    for (name, _), count in used.items():
        visits[name] = visits.get(name, 0) + count
    lines = [
        ChecklistLine(
            one.checklist.id,
            one.checklist.title,
            one.checklist.kind.label,
            one,
            visits.get(one.checklist.id, 0),
            drafts.pop(one.checklist.id, None),
            one.checklist.id in gone,
        )
        for one in newest_published(connection)
    ]
    new = [
        ChecklistLine(
            one.checklist,
            one.title or "A checklist without a title",
            VisitKind(one.kind).label if one.kind in list(VisitKind) else "",
            None,
            0,
            one,
            is_retired=False,
        )
        for one in drafts.values()
    ]
    return [*new, *lines]


@router.post("/checklists/new")
def new_checklist(request: Request, reader: Manager, form: Form) -> Response:
    """Begin a checklist from nothing."""
    title = " ".join(form.get("title", "").split())[:_TITLE_LENGTH]
    kind = form.get("kind", "")
    if not title or kind not in list(VisitKind):
        return go_to("/checklists")

    def begun(connection: Connection) -> OpenDraft:
        taken = {one.checklist.id for one in newest_published(connection)}
        name = new_slug(title, taken | {one.checklist for one in open_drafts(connection)})
        return begin(connection, name, empty_draft(name, title, kind), Author(reader.id, now()))

    return go_to(f"/checklists/{write(request.app.state.engine, begun).checklist}/draft")


@router.get("/checklists/{checklist}")
def checklist_page(checklist: str, request: Request, reader: SignedIn) -> Response:  # noqa: ARG001 - anybody signed in
    """Show one checklist with its versions."""
    with reading(request.app.state.engine) as connection:
        found = _versions(connection, checklist)
        draft = open_draft(connection, checklist)
        gone = retired(connection).get(checklist)
        used, names = used_in(connection), read_names(connection)
    return show(
        request,
        "checklist.html",
        versions=found,
        newest=found[0].checklist,
        draft=draft,
        gone=gone,
        used={one.checklist.version: used.get((checklist, one.checklist.version), 0) for one in found},
        names=names,
    )


@router.get("/checklists/{checklist}/compare")
def compare_page(checklist: str, request: Request, reader: SignedIn) -> Response:  # noqa: ARG001 - anybody signed in
    """Show two versions question by question."""
    with reading(request.app.state.engine) as connection:
        found = _versions(connection, checklist)
    by_number = {str(one.checklist.version): one.checklist for one in found}
    query = request.query_params
    new = by_number.get(query.get("new", ""), found[0].checklist)
    old = by_number.get(query.get("old", ""), found[min(1, len(found) - 1)].checklist)
    return show(
        request,
        "checklist_compare.html",
        old=old,
        new=new,
        numbers=list(by_number),
        comparison=compare(old, new),
        hows=_HOWS,
        How=How,
        labels=LABELS,
    )


_HOWS: Final = {
    How.ADDED: "Added",
    How.REMOVED: "Removed",
    How.MOVED: "Moved",
    How.CHANGED: "Changed",
    How.SAME: "The same",
}


@router.post("/checklists/{checklist}/draft")
def begin_draft(checklist: str, request: Request, reader: Manager, form: Form) -> Response:  # noqa: ARG001 - token checked
    """Begin the next version of a checklist, or go on with the one that was begun."""

    def begun(connection: Connection) -> None:
        newest = _versions(connection, checklist)[0]
        content = draft_of(newest.checklist, newest.off, newest.made_from)
        begin(connection, checklist, content, Author(reader.id, now()))

    write(request.app.state.engine, begun)
    return go_to(f"/checklists/{checklist}/draft")


@router.post("/checklists/{checklist}/copy")
def copy_checklist(checklist: str, request: Request, reader: Manager, form: Form) -> Response:  # noqa: ARG001 - token checked
    """Begin another checklist with the words of this one."""

    def begun(connection: Connection) -> str:
        newest: Checklist = _versions(connection, checklist)[0].checklist
        taken = {one.checklist.id for one in newest_published(connection)}
        name = new_slug(f"{checklist} copy", taken | {one.checklist for one in open_drafts(connection)})
        content = {**draft_of(newest), "id": name, "title": f"{newest.title} (copy)"[:_TITLE_LENGTH]}
        begin(connection, name, content, Author(reader.id, now()))
        return name

    return go_to(f"/checklists/{write(request.app.state.engine, begun)}/draft")


@router.get("/checklists/{checklist}/retire")
def ask_before_retiring(checklist: str, request: Request, reader: Manager) -> Response:  # noqa: ARG001 - only managers
    """Ask whether a checklist is really to be offered no more."""
    with reading(request.app.state.engine) as connection:
        found = _versions(connection, checklist)[0]
        last = len([one for one in _lines(connection) if one.published and not one.is_retired]) == 1
    return show(request, "checklist_retire.html", checklist=found.checklist, last=last)


@router.post("/checklists/{checklist}/retire")
def retire_checklist(checklist: str, request: Request, reader: Manager, form: Form) -> Response:  # noqa: ARG001 - token checked
    """Offer a checklist no more; visits keep theirs."""

    def done(connection: Connection) -> bool:
        _versions(connection, checklist)
        return retire(connection, checklist, reader.id, now())

    if not write(request.app.state.engine, done):
        return go_to(f"/checklists/{checklist}/retire")
    return go_to(f"/checklists/{checklist}")


@router.post("/checklists/{checklist}/offer")
def offer_checklist(checklist: str, request: Request, reader: Manager, form: Form) -> Response:  # noqa: ARG001 - token checked
    """Offer a retired checklist again."""

    def done(connection: Connection) -> None:
        _versions(connection, checklist)
        offer_again(connection, checklist)

    write(request.app.state.engine, done)
    return go_to(f"/checklists/{checklist}")


def _versions(connection: Connection, checklist: str) -> list[Published]:
    found = versions(connection, checklist) if is_slug(checklist) else []
    if not found:
        raise NotHereError
    return found
