"""Actions and thanks as the pages read them, straight from the records: there are few of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from checklists.journal.fold import RecordState
from checklists.records import action, thanks
from checklists.records.action import Action, ActionKind, open_first
from checklists.records.thanks import Thanks
from sync_server.record import schema
from sync_server.record.paging import page_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from sync_server.record.paging import Paged

PER_PAGE: Final = 40
THANKS_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """Which actions a list shows; what is empty does not filter."""

    kind: str = ""
    department: str = ""
    status: str = ""
    owner: str = ""


def list_actions(
    connection: Connection, wanted: ActionFilter, page: int, size: int = PER_PAGE
) -> Paged[Action]:
    """Return actions but those taken back, what is open first, by the day it is due."""
    kind = ActionKind(wanted.kind) if wanted.kind else None
    found = [
        one
        for one in map(Action, _states(connection, action.KIND))
        if not one.withdrawn
        and kind in {None, one.kind}
        and wanted.department in {"", one.text("department")}
        and wanted.status in {"", one.status}
        and wanted.owner in {"", one.owner}
    ]
    found.sort(key=open_first)
    return page_of(found, page, size)


def read_action(connection: Connection, record: str) -> Action | None:
    """Return an action, None if there is none."""
    c = schema.record.c
    state = connection.execute(select(c.state).where(c.kind == action.KIND, c.id == record)).scalar()
    return Action(RecordState.from_json(state)) if state else None


def owners_of(connection: Connection) -> set[str]:
    """Return everybody who has taken something on that was not taken back."""
    found = map(Action, _states(connection, action.KIND))
    return {one.owner for one in found if not one.withdrawn}


def actions_of(connection: Connection, finding: str) -> list[Action]:
    """Return the actions agreed on about a finding but those taken back, what is open first."""
    found = [one for one in map(Action, _states(connection, action.KIND)) if one.text("finding") == finding]
    return sorted((one for one in found if not one.withdrawn), key=open_first)


def what_came_of(connection: Connection, visit: str) -> list[RecordState]:
    """Return the actions agreed on and promised on a visit, and the thanks given, also those taken back."""
    kinds = (action.KIND, thanks.KIND)
    return [one for kind in kinds for one in _states(connection, kind) if one.value("visit") == visit]


def latest_thanks(connection: Connection, most: int = THANKS_SHOWN) -> list[Thanks]:
    """Return what people thanked each other for, the latest first; nobody's are counted."""
    given = map(Thanks, _states(connection, thanks.KIND, most))
    found = [one for one in given if one.text("to_person") or one.text("to_team")]
    return sorted(found, key=lambda one: one.text("at"), reverse=True)


def _states(connection: Connection, kind: str, most: int | None = None) -> Iterator[RecordState]:
    c = schema.record.c
    query = select(c.state).where(c.kind == kind, c.state.is_not(None)).order_by(c.updated_at.desc(), c.id)
    rows = connection.execute(query.limit(most) if most else query)
    return (RecordState.from_json(row.state) for row in rows)
