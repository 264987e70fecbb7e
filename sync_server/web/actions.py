"""Actions and promises, what is open first, and one of them: followed up where everybody can see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response

from checklists.ids import is_id
from checklists.records.action import ActionKind, ActionStatus
from sync_server.record.actions import ActionFilter, list_actions, owners_of, read_action
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
        until: “until Thu 12 Mar” or “was due Tue 3 Mar”, empty where no day is agreed and once it is done.
        late: whether its day has passed and it is open.
    """

    action: Action
    state: Shown
    until: str
    late: bool


@router.get("/actions")
def actions(request: Request, reader: SignedIn) -> Response:  # noqa: ARG001 - anybody signed in
    """Show the actions the filters leave."""
    query = request.query_params
    with reading(request.app.state.engine) as connection:
        names = read_names(connection)
        filters = {
            "kind": asked_choice(query, "kind", list(ActionKind)),
            "status": asked_choice(query, "status", list(ActionStatus)),
            "department": asked_choice(query, "department", names.departments),
            "owner": asked_choice(query, "owner", names.people),
        }
        owners = {one: names.person(one) for one in owners_of(connection)}
        found = list_actions(connection, ActionFilter(**filters), asked_page(query))
    choices = [
        ("kind", "Kind", "All", [(str(kind), kind.label) for kind in ActionKind]),
        ("status", "How far", "All", [(str(one), one.label) for one in ActionStatus]),
        ("department", "Department", "All", list(names.departments.items())),
        ("owner", "Who", "Everybody", sorted(owners.items(), key=lambda one: one[1].casefold())),
    ]
    current = moments.now()
    lines = [action_shown(one, current) for one in found.rows]
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
        shown=action_shown(found, moments.now()),
        visit=visit,
        finding=finding,
        names=names,
        photos=Photos(request),
    )


def action_shown(action: Action, current: datetime) -> ActionShown:
    """Return an action as a page shows it.

    Args:
        action: any.
        current: now, aware.
    """
    late = action.is_late(current.astimezone().date())
    state = states.of_action(action.status, late=late and action.status is ActionStatus.OPEN)
    word = "was due" if late else "until"
    until = (
        f"{word} {moments.date_words(action.due, current)}" if action.due and action.status.is_open else ""
    )
    return ActionShown(action, state, until, late)
