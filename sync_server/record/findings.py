"""Findings as the pages read them, the good practices first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import case, func, select

from checklists.records import finding
from checklists.records.finding import Finding, FindingKind, Grade, strengths_first
from sync_server.record import schema
from sync_server.record.paging import Paged, read_page
from sync_server.record.states import read_state, read_states

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import ColumnElement, Connection, Row

PER_PAGE: Final = 40

# A line of a list shows this much of a statement; the finding's page shows all of it.
STATEMENT_SHOWN: Final = 400

# What is worth sharing comes first, then the gravest, as in a report (`strengths_first`).
_ORDER: Final = (
    FindingKind.GOOD_PRACTICE,
    FindingKind.NONCONFORMITY,
    FindingKind.NEAR_MISS,
    FindingKind.PROBLEM,
    FindingKind.OPPORTUNITY,
    FindingKind.IDEA,
)
_GRADES: Final = (Grade.MAJOR, Grade.MINOR)

# A statement may have 100,000 characters, so a list does not read it whole.
_SHORT: Final = tuple(column for column in schema.finding.c if column.name != "statement")


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding in a list; places and people are ids, moments texts.

    Attributes:
        statement: its beginning.
        draft: whether it belongs to a visit that is not completed.
    """

    id: str
    kind: FindingKind
    grade: Grade | None
    statement: str
    visit: str | None
    area: str
    department: str
    raised_by: str
    raised_at: str
    draft: bool

    @property
    def label(self) -> str:
        """Kind and grade in the words people read: `Nonconformity, minor`."""
        return f"{self.kind.label}, {self.grade}" if self.grade else self.kind.label


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings a list shows; what is empty does not filter."""

    kind: str = ""
    department: str = ""


def list_findings(
    connection: Connection, wanted: FindingFilter, page: int, size: int = PER_PAGE
) -> Paged[FindingLine]:
    """Return findings but those taken back: good practices, then from grave to light; the latest first."""
    c = schema.finding.c
    order = case({str(kind): place for place, kind in enumerate(_ORDER)}, value=c.kind, else_=len(_ORDER))
    grade = case({str(one): place for place, one in enumerate(_GRADES)}, value=c.grade, else_=len(_GRADES))
    # A grade left over from when it was a nonconformity counts for nothing.
    graver = case((c.kind == FindingKind.NONCONFORMITY, grade), else_=0)
    conditions = [~c.withdrawn, *_conditions(wanted)]
    query = _lines().where(*conditions).order_by(order, graver, c.raised_at.desc(), c.id)
    return read_page(connection, query, page, size, _line)


def read_finding(connection: Connection, record: str) -> Finding | None:
    """Return a finding, None if there is none."""
    state = read_state(connection, finding.KIND, record)
    return Finding(state) if state else None


def findings_of(connection: Connection, visit: str) -> list[Finding]:
    """Return a visit's findings, also those taken back, the good practices first."""
    ids = connection.execute(select(schema.finding.c.id).where(schema.finding.c.visit == visit)).scalars()
    states = read_states(connection, [(finding.KIND, one) for one in ids])
    return sorted(map(Finding, states.values()), key=_in_report)


def _in_report(one: Finding) -> tuple[int, str, str]:
    return *strengths_first(one), one.id


def _lines() -> Any:  # noqa: ANN401 - a select's type names every column
    c, visit = schema.finding.c, schema.visit
    draft = visit.c.id.is_not(None) & visit.c.sealed_at.is_(None)
    shown = func.substr(c.statement, 1, STATEMENT_SHOWN).label("beginning")
    return select(*_SHORT, shown, draft.label("draft")).outerjoin(visit, visit.c.id == c.visit)


def _conditions(wanted: FindingFilter) -> list[ColumnElement[bool]]:
    c = schema.finding.c
    conditions: list[ColumnElement[bool]] = []
    if wanted.kind:
        conditions.append(c.kind == wanted.kind)
    if wanted.department:
        conditions.append(c.department == wanted.department)
    return conditions


def _line(row: Row[Any]) -> FindingLine:
    kind = FindingKind(row.kind)
    return FindingLine(
        id=row.id,
        kind=kind,
        grade=Grade(row.grade) if row.grade and kind is FindingKind.NONCONFORMITY else None,
        statement=row.beginning,
        visit=row.visit,
        area=row.area,
        department=row.department,
        raised_by=row.raised_by,
        raised_at=row.raised_at,
        draft=bool(row.draft),
    )
