"""Actions and promises, what is open first, and one of them: followed up where everybody can see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response

from checklists.ids import is_id
from checklists.records.action import ActionKind, ActionStatus
from sync_server.record.actions import ActionFilter, list_actions, read_action
from sync_server.record.database import reading
from sync_server.record.findings import read_finding
from sync_server.record.names import read_names
from sync_server.record.visits import read_visit
from sync_server.web import moments, states
from sync_server.web.asking import asked_choice, asked_page
from sync_server.web.photos import Photos
from sync_server.web.rendering import show
from sync_server.web.trouble import FriendlyRoute, NotHereError
from sync_server.web.viewer import SignedIn  # noqa: TC001 - read by the framework when the server starts

if TYPE_CHECKING:
    from datetime import datetime

    from checklists.records.action import Action
    from sync_server.web.states import Shown

router = APIRouter(route_class=FriendlyRoute)


@dataclass(frozen=True, slots=True)
class ActionShown:
    """An action as a page shows it.

    Attributes:
        action: what it is.
        state: how far it is: icon, word and shape.
        until: “until Thu 12 Mar”, empty where no day is agreed.
    """

    action: Action
    state: Shown
    until: str


@router.get("/actions")
def actions(request: Request, reader: SignedIn) -> Response:  # noqa: ARG001 - anybody signed in
    """Show the actions the filters leave."""
    query = request.query_params
    with reading(request.app.state.engine) as connection:
        names = read_names(connection)
        filters = {
            "kind": asked_choice(query, "kind", list(ActionKind)),
            "department": asked_choice(query, "department", names.departments),
        }
        found = list_actions(connection, ActionFilter(**filters), asked_page(query))
    choices = [
        ("kind", "Kind", "All", [(str(kind), kind.label) for kind in ActionKind]),
        ("department", "Department", "All", list(names.departments.items())),
    ]
    current = moments.now()
    lines = [_shown(one, current) for one in found.rows]
    return show(
        request, "actions.html", found=found, lines=lines, filters=filters, choices=choices, names=names
    )


@router.get("/actions/{record}")
def action(record: str, request: Request, reader: SignedIn) -> Response:  # noqa: ARG001 - anybody signed in
    """Show one action with what came of it."""
    if not is_id(record):
        raise NotHereError
    with reading(request.app.state.engine) as connection:
        found = read_action(connection, record)
        if found is None:
            raise NotHereError
        visit = read_visit(connection, found.text("visit"))
        finding = read_finding(connection, found.text("finding"))
        names = read_names(connection)
    return show(
        request,
        "action.html",
        shown=_shown(found, moments.now()),
        visit=visit,
        finding=finding,
        names=names,
        photos=Photos(request),
    )


def _shown(action: Action, current: datetime) -> ActionShown:
    late = action.is_late(current.astimezone().date())
    state = states.of_action(action.status, late=late and action.status is ActionStatus.OPEN)
    until = f"until {moments.date_words(action.due, current)}" if action.due else ""
    return ActionShown(action, state, until)
