"""Departments and areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from checklists.records.place import Area, Department
from sync_server.record import schema
from sync_server.record.rows import put_rows

if TYPE_CHECKING:
    from collections.abc import Iterable


def departments(connection: Connection) -> list[Department]:
    """Return every department, by name."""
    table = schema.department
    return [
        Department(id=row.id, name=row.name)
        for row in connection.execute(select(table).order_by(table.c.name))
    ]


def areas(connection: Connection) -> list[Area]:
    """Return every area, by name."""
    table = schema.area
    rows = connection.execute(select(table).order_by(table.c.name))
    return [Area(id=row.id, name=row.name, department=row.department) for row in rows]


def put_departments(connection: Connection, given: Iterable[Department]) -> None:
    """Add departments, or change those whose id is there already."""
    put_rows(connection, schema.department, [one.model_dump() for one in given])


def put_areas(connection: Connection, given: Iterable[Area]) -> None:
    """Add areas, or change those whose id is there already; their departments have to be there."""
    put_rows(connection, schema.area, [one.model_dump() for one in given])
