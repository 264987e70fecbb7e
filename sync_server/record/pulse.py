"""What auditees said of visits: counted by the month in which it arrives and by department, and no finer.

A month is shown when it is over and never changes after that, so that no two looks at it tell one answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import insert, select, update

from checklists.records.pulse import FEWEST_SHOWN, FeltInMonth
from sync_server.record import schema
from sync_server.record.database import write

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from checklists.protocol.messages import Pulse

MONTHS_SHOWN: Final = 3

_YEAR: Final = 12


def take(engine: Engine, said: Pulse, now: datetime) -> None:
    """Count one answer, however often it is sent.

    Args:
        engine: the central record.
        said: the answer.
        now: the moment, of which the month is kept.
    """
    month = f"{now:%Y-%m}"

    def count(connection: Connection) -> None:
        key, of = schema.pulse_key, schema.pulse
        if connection.execute(select(key.c.key).where(key.c.key == said.key)).first():
            return
        connection.execute(insert(key).values(key=said.key))
        cell = (
            (of.c.month == month)
            & (of.c.department == said.department)
            & (of.c.asked == said.asked)
            & (of.c.felt == said.felt)
        )
        if not connection.execute(update(of).where(cell).values(answers=of.c.answers + 1)).rowcount:
            values = {"month": month, "department": said.department, "asked": said.asked, "felt": said.felt}
            connection.execute(insert(of).values(**values, answers=1))

    write(engine, count)


def read_felt(connection: Connection, now: datetime) -> list[FeltInMonth]:
    """Return the counts of the last months that are over, of departments from which enough answered."""
    c = schema.pulse.c
    months = _months_before(now)
    query = select(schema.pulse).where(c.month.in_(months)).order_by(c.month, c.department, c.asked)
    cells: dict[tuple[str, str, str], dict[str, int]] = {}
    for row in connection.execute(query):
        cells.setdefault((row.month, row.department, row.asked), {})[row.felt] = row.answers
    found = [
        FeltInMonth.model_validate({"month": month, "department": department, "asked": asked, **counts})
        for (month, department, asked), counts in cells.items()
    ]
    return [one for one in found if one.answers >= FEWEST_SHOWN]


def _months_before(now: datetime) -> list[str]:
    this = now.year * _YEAR + now.month - 1
    return [f"{one // _YEAR:04d}-{one % _YEAR + 1:02d}" for one in range(this - MONTHS_SHOWN, this)]
