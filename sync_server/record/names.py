"""Names for ids: whom and what the pages speak of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from checklists.records.unnamed import NOBODY
from sync_server.record import schema
from sync_server.record.own_writing import OFFICE, WITHOUT_A_NAME

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

NOBODY_KNOWN = "somebody the record does not know"

# Who and what is in the record without the office having named it.
_PEOPLE = {NOBODY: "somebody without a name"}
_DEVICES = {WITHOUT_A_NAME.device: "a tablet that was not noted", OFFICE.device: "the office's pages"}


@dataclass(frozen=True, slots=True)
class Names:
    """Everything the office has given a name, by id."""

    people: dict[str, str]
    departments: dict[str, str]
    areas: dict[str, str]
    devices: dict[str, str]

    def person(self, wanted: str | None) -> str:
        """Return a person's name."""
        return self.people.get(wanted or "", NOBODY_KNOWN)

    def department(self, wanted: str | None) -> str:
        """Return a department's name; its short name if the office has none for it."""
        return self.departments.get(wanted or "", wanted or "")

    def area(self, wanted: str | None) -> str:
        """Return an area's name; its short name if the office has none for it."""
        return self.areas.get(wanted or "", wanted or "")

    def device(self, wanted: str | None) -> str:
        """Return a tablet's name."""
        return self.devices.get(wanted or "", "a tablet the record does not know")

    def place(self, area: str | None, department: str | None) -> str:
        """Return where something is: “Dock 2 · Purchasing”."""
        return " · ".join(name for name in (self.area(area), self.department(department)) if name)


def read_names(connection: Connection) -> Names:
    """Return all names."""
    return Names(
        people={**_PEOPLE, **_names(connection, schema.person)},
        departments=_names(connection, schema.department),
        areas=_names(connection, schema.area),
        devices={**_DEVICES, **_names(connection, schema.device)},
    )


def _names(connection: Connection, table: Table) -> dict[str, str]:
    rows = connection.execute(select(table.c.id, table.c.name).order_by(table.c.name, table.c.id))
    return {row.id: row.name for row in rows}
