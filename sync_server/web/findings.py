"""The list of findings, the good practices first, and one finding with its evidence."""

from fastapi import APIRouter, Request, Response

from checklists.errors import UnknownQuestionError
from checklists.ids import is_id
from checklists.records.finding import FindingKind
from sync_server.record.actions import actions_of
from sync_server.record.background import checklist_of
from sync_server.record.database import reading
from sync_server.record.findings import FindingFilter, list_findings, read_finding
from sync_server.record.names import read_names
from sync_server.record.replies import owners
from sync_server.record.visits import read_visit
from sync_server.web import moments
from sync_server.web.actions import action_shown
from sync_server.web.asking import asked_choice, asked_page
from sync_server.web.field_words import FieldWords
from sync_server.web.photos import Photos
from sync_server.web.rendering import show
from sync_server.web.trouble import FriendlyRoute, NotHereError
from sync_server.web.two_answers import two_answers
from sync_server.web.viewer import SignedIn

router = APIRouter(route_class=FriendlyRoute)


@router.get("/findings")
def findings(request: Request, reader: SignedIn) -> Response:  # noqa: ARG001 - anybody signed in
    """Show the findings the filters leave."""
    query = request.query_params
    with reading(request.app.state.engine) as connection:
        names = read_names(connection)
        filters = {
            "kind": asked_choice(query, "kind", list(FindingKind)),
            "department": asked_choice(query, "department", names.departments),
        }
        found = list_findings(connection, FindingFilter(**filters), asked_page(query))
    choices = [
        ("kind", "Kind", "All", [(str(kind), kind.label) for kind in FindingKind]),
        ("department", "Department", "All", list(names.departments.items())),
    ]
    return show(request, "findings.html", found=found, filters=filters, choices=choices, names=names)


@router.get("/findings/{record}")
def finding(record: str, request: Request, reader: SignedIn) -> Response:
    """Show one finding."""
    if not is_id(record):
        raise NotHereError
    with reading(request.app.state.engine) as connection:
        found = read_finding(connection, record)
        if found is None:
            raise NotHereError
        visit = read_visit(connection, found.text("visit"))
        checklist = checklist_of(connection, visit) if visit else None
        names = read_names(connection)
        agreed = [action_shown(one, moments.now()) for one in actions_of(connection, found.id)]
        people = owners(connection) if found.unnamed and reader.manages else []
    try:
        question = checklist.question(found.text("question")) if checklist else None
    except UnknownQuestionError:
        question = None
    return show(
        request,
        "finding.html",
        finding=found,
        two_answers=two_answers(
            found.state, FieldWords(names, moments.now(), moments.moment_words, checklist)
        ),
        visit=visit,
        question=question,
        agreed=agreed,
        people=people,
        names=names,
        photos=Photos(request),
    )
