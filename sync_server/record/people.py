"""People: who they are, what they may do, and how they sign in on a tablet and in the office."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, Row, select

from checklists.records.person import Person, PinHash, Role, hash_pin
from sync_server.record import schema
from sync_server.record.rows import put_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checklists.ids import Slug

_Row: TypeAlias = "Row[*tuple[Any, ...]]"

_SALT_BYTES = 16


@cache
def _nobody() -> str:
    # Checked when nobody has the name, so that a wrong name takes as long as a wrong password.
    return PasswordHasher().hash(secrets.token_hex())


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person as the office writes them down.

    Attributes:
        slug: a short readable name that stays the same, such as `ana-horvat`.
        name: as people call them.
        role: what they may do.
        department: where they work, None for nowhere in particular.
        pin: four digits for tablets, None for somebody who uses none.
        password: for the office pages, None for somebody who does not use them.
        active: whether they still work here.
    """

    slug: Slug
    name: str
    role: Role
    department: Slug | None
    pin: str | None
    password: str | None
    active: bool = True


def person_id(slug: Slug) -> str:
    """Return the id that belongs to a person's short name, the same at every loading."""
    return hashlib.sha256(f"person/{slug}".encode()).hexdigest()[:32]


def people(connection: Connection) -> list[Person]:
    """Return everybody, also those no longer active, by name."""
    table = schema.person
    return [_person(row) for row in connection.execute(select(table).order_by(table.c.name, table.c.id))]


def person(connection: Connection, wanted: str) -> Person | None:
    """Return the person with an id."""
    row = connection.execute(select(schema.person).where(schema.person.c.id == wanted)).one_or_none()
    return _person(row) if row else None


def office_person(connection: Connection, name: str, password: str) -> Person | None:
    """Return the active person whose name and office password these are, None if they don't match.

    The name is taken in any case and with any spaces around it.
    """
    table = schema.person
    rows = connection.execute(select(table).where(table.c.active, table.c.password_hash.is_not(None)))
    named = next((row for row in rows if row.name.casefold() == name.strip().casefold()), None)
    matches = _password_matches(password, named.password_hash if named else _nobody())
    return _person(named) if named and matches else None


def put_people(connection: Connection, given: Iterable[NewPerson]) -> None:
    """Add people, or change those whose short name is there already; their departments have to be there."""
    known = {row.id: row for row in connection.execute(select(schema.person))}
    put_rows(connection, schema.person, [_row(one, known.get(person_id(one.slug))) for one in given])


def _row(one: NewPerson, known: _Row | None) -> dict[str, object]:
    pin = _pin_hash(one.pin, known) if one.pin else None
    return {
        "id": person_id(one.slug),
        "name": one.name,
        "role": str(one.role),
        "department": one.department,
        "pin_salt": pin.salt if pin else None,
        "pin_hash": pin.hash if pin else None,
        "password_hash": _password_hash(one.password, known) if one.password else None,
        "active": one.active,
    }


def _pin_hash(pin: str, known: _Row | None) -> PinHash:
    # The same PIN keeps its hash, so that loading a file again changes nothing on tablets.
    old = _pin(known) if known else None
    return old if old and old.matches(pin) else hash_pin(pin, secrets.token_hex(_SALT_BYTES))


def _password_hash(password: str, known: _Row | None) -> str:
    old = known.password_hash if known else None
    return old if old and _password_matches(password, old) else PasswordHasher().hash(password)


def _password_matches(password: str, kept: str) -> bool:
    try:
        # A lone surrogate can't be in a password anybody has; it can be in one that is tried.
        return PasswordHasher().verify(kept, password.encode("utf-8", "surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False


def _person(row: _Row) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        department=row.department,
        pin=_pin(row),
        active=row.active,
    )


def _pin(row: _Row) -> PinHash | None:
    return PinHash(salt=row.pin_salt, hash=row.pin_hash) if row.pin_salt and row.pin_hash else None
