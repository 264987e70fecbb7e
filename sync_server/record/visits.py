"""Visits as the pages read them: lists from the projection, one visit from its state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from checklists.form.checklist import VisitKind
from checklists.records import addendum, visit
from sync_server.record import schema
from sync_server.record.paging import Paged, read_page
from sync_server.record.states import read_state, read_states

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import ColumnElement, Connection, Row

    from checklists.journal.fold import RecordState

PER_PAGE: Final = 40

DRAFT: Final = "draft"
COMPLETED: Final = "completed"
STATUSES: Final = {COMPLETED: "Completed", DRAFT: "Draft"}


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit in a list; places and people are ids, moments texts."""

    id: str
    kind: VisitKind
    title: str
    area: str
    department: str
    auditor: str
    started_at: str
    sealed_at: str | None
    answered: int
    questions: int


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """Which visits a list shows; what is empty does not filter."""

    department: str = ""
    kind: str = ""
    status: str = ""


def list_visits(
    connection: Connection, wanted: VisitFilter, page: int, size: int = PER_PAGE
) -> Paged[VisitLine]:
    """Return visits, the latest first; drafts their auditor has set aside are left out."""
    c = schema.visit.c
    query = select(schema.visit).where(~c.discarded, *_conditions(wanted))
    return read_page(connection, query.order_by(c.started_at.desc(), c.id), page, size, _line)


def completed_lately(connection: Connection, count: int) -> list[VisitLine]:
    """Return the visits that were completed last."""
    c = schema.visit.c
    query = select(schema.visit).where(~c.discarded, c.sealed_at.is_not(None))
    return [_line(row) for row in connection.execute(query.order_by(c.sealed_at.desc(), c.id).limit(count))]


def visit_lines(connection: Connection, visits: list[str]) -> dict[str, VisitLine]:
    """Return some visits by id; those the record does not have are left out."""
    rows = connection.execute(select(schema.visit).where(schema.visit.c.id.in_(visits)))
    return {row.id: _line(row) for row in rows}


def read_visit(connection: Connection, record: str) -> visit.Visit | None:
    """Return a visit, None if there is none."""
    state = read_state(connection, visit.KIND, record)
    return visit.Visit(state) if state else None


def addenda_of(connection: Connection, record: str) -> list[RecordState]:
    """Return the addenda to a visit, in the order they were written."""
    # They are rare and short: reading them all is quicker than keeping a table of them right.
    ids = connection.execute(
        select(schema.record.c.id).where(schema.record.c.kind == addendum.KIND)
    ).scalars()
    states = read_states(connection, [(addendum.KIND, one) for one in ids])
    found = [state for state in states.values() if state.value("visit") == record]
    return sorted(found, key=lambda state: (str(state.value("written_at")), state.record))


def _conditions(wanted: VisitFilter) -> list[ColumnElement[bool]]:
    c = schema.visit.c
    conditions: list[ColumnElement[bool]] = []
    if wanted.department:
        conditions.append(c.department == wanted.department)
    if wanted.kind:
        conditions.append(c.kind == wanted.kind)
    if wanted.status:
        conditions.append(c.sealed_at.is_not(None) if wanted.status == COMPLETED else c.sealed_at.is_(None))
    return conditions


def _line(row: Row[Any]) -> VisitLine:
    return VisitLine(
        id=row.id,
        kind=VisitKind(row.kind),
        title=row.title,
        area=row.area,
        department=row.department,
        auditor=row.auditor,
        started_at=row.started_at,
        sealed_at=row.sealed_at,
        answered=row.answered,
        questions=row.questions,
    )
