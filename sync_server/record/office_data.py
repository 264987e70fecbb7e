"""Puts an organisation into the central record, or brings what is there up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from sync_server.errors import CannotGoOn
from sync_server.record import schema
from sync_server.record.database import writing
from sync_server.record.people import put_people
from sync_server.record.places import put_areas, put_departments
from sync_server.record.programme import put_planned_visits

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from sync_server.organisation import Organisation


def load(engine: Engine, organisation: Organisation) -> None:
    """Load an organisation in one transaction; what it does not name stays as it is.

    Raises:
        CannotGoOn: a planned visit names a checklist that is not published.
    """
    with writing(engine) as connection:
        _check_checklists(connection, organisation)
        put_departments(connection, organisation.departments)
        put_areas(connection, organisation.areas)
        put_people(connection, organisation.people)
        put_planned_visits(connection, organisation.planned)


def _check_checklists(connection: Connection, organisation: Organisation) -> None:
    published = set(connection.execute(select(schema.checklist.c.id)).scalars())
    for one in organisation.planned:
        if one.checklist not in published:
            raise CannotGoOn(
                f"Nothing has been changed. The planned visit “{one.id}” names the checklist "
                f"“{one.checklist}”, which is not published; there are {', '.join(sorted(published))}."
            )
