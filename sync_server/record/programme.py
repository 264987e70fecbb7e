"""The programme: visits that are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, exists, select

from checklists.records.programme import PlannedVisit
from sync_server.record import schema
from sync_server.record.rows import put_rows

if TYPE_CHECKING:
    from collections.abc import Iterable


def planned_visits(connection: Connection) -> list[PlannedVisit]:
    """Return the planned visits that have not been completed, the most urgent first."""
    table, visit = schema.planned_visit, schema.visit
    done = exists().where(visit.c.planned == table.c.id, visit.c.sealed_at.is_not(None))
    rows = connection.execute(select(table).where(~done).order_by(table.c.due_on, table.c.id))
    return [PlannedVisit.model_validate(row, from_attributes=True) for row in rows]


def put_planned_visits(connection: Connection, given: Iterable[PlannedVisit]) -> None:
    """Add planned visits, or change those whose id is there already; area and person have to be there."""
    put_rows(connection, schema.planned_visit, [one.model_dump() for one in given])
