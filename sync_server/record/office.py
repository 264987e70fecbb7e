"""Who may sign in to the office pages, as they are right now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from checklists.journal.canonical import digest
from checklists.records.person import Role
from sync_server.record import schema

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

_MARK_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Reader:
    """A person at the pages.

    Attributes:
        id: the person.
        name: as they are called.
        role: what they may do.
        mark: changes with their password, so that a new one ends every session of the old one.
    """

    id: str
    name: str
    role: Role
    mark: str

    @property
    def manages(self) -> bool:
        """Whether they look after tablets."""
        return self.role in {Role.QUALITY_MANAGER, Role.ADMIN}


def office_names(connection: Connection) -> list[str]:
    """Return the names of everybody who has a password, in order."""
    name = schema.person.c.name
    return sorted(connection.execute(select(name).where(_may_sign_in())).scalars(), key=str.casefold)


def reader(connection: Connection, person: str) -> Reader | None:
    """Return a person as the pages know them; None once they have no password or are no longer active."""
    c = schema.person.c
    wanted = select(c.id, c.name, c.role, c.password_hash).where(c.id == person, _may_sign_in())
    row = connection.execute(wanted).one_or_none()
    if row is None:
        return None
    return Reader(row.id, row.name, Role(row.role), digest(row.password_hash.encode())[:_MARK_LENGTH])


def _may_sign_in() -> ColumnElement[bool]:
    return schema.person.c.active & schema.person.c.password_hash.is_not(None)
