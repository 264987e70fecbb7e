"""The list of visits, with filters that stay in the address."""

from fastapi import APIRouter, Request, Response

from checklists.form.checklist import VisitKind
from sync_server.record.database import reading
from sync_server.record.names import read_names
from sync_server.record.visits import STATUSES, VisitFilter, list_visits
from sync_server.web.asking import asked_choice, asked_page
from sync_server.web.rendering import show
from sync_server.web.trouble import FriendlyRoute
from sync_server.web.viewer import SignedIn

router = APIRouter(route_class=FriendlyRoute)


@router.get("/visits")
def visits(request: Request, reader: SignedIn) -> Response:  # noqa: ARG001 - anybody signed in
    """Show the visits the filters leave, the latest first."""
    query = request.query_params
    with reading(request.app.state.engine) as connection:
        names = read_names(connection)
        filters = {
            "department": asked_choice(query, "department", names.departments),
            "kind": asked_choice(query, "kind", list(VisitKind)),
            "status": asked_choice(query, "status", STATUSES),
        }
        found = list_visits(connection, VisitFilter(**filters), asked_page(query))
    choices = [
        ("department", "Department", "All", list(names.departments.items())),
        ("kind", "Kind", "All", [(str(kind), kind.label) for kind in VisitKind]),
        ("status", "Status", "All", list(STATUSES.items())),
    ]
    return show(request, "visits.html", found=found, filters=filters, choices=choices, names=names)
