"""Tablets: one-time enrolment codes, tokens of which only hashes are kept, and ending a tablet's access."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from checklists.ids import new_id
from checklists.journal.canonical import digest
from checklists.moments import read_moment, write_moment
from checklists.protocol import refusals
from sync_server.errors import Refused
from sync_server.record import schema

# No 0 and O, 1 and I and L: a code is read from one screen and typed on another. With 31 characters in eight
# places a guess is right once in 850,000 million.
CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
CODE_LASTS = timedelta(minutes=15)

_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Device:
    """An enrolled tablet, as pages show it; moments as text, None for what has not happened."""

    id: str
    name: str
    enrolled_at: str
    enrolled_by: str | None
    revoked_at: str | None
    last_seen_at: str | None
    app_version: str


def mint_code(connection: Connection, created_by: str | None, now: datetime) -> str:
    """Make an enrolment code that works once within `CODE_LASTS`, and return it as shown: `ABCD-EFGH`.

    Args:
        connection: a writing transaction.
        created_by: the person who asked for it; None from the command line.
        now: the moment it starts to work.
    """
    code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    row = {
        "code_hash": _code_hash(code),
        "created_by": created_by,
        "created_at": write_moment(now),
        "expires_at": write_moment(now + CODE_LASTS),
    }
    connection.execute(insert(schema.enrolment_code), row)
    return f"{code[:4]}-{code[4:]}"


def enrol(connection: Connection, code: str, name: str, app_version: str, now: datetime) -> tuple[str, str]:
    """Let a tablet in, and return its id and its token; the token is not kept and can't be shown again.

    Raises:
        Refused: the code is unknown, used or over its time.
    """
    table = schema.enrolment_code
    wanted = table.c.code_hash == _code_hash(code)
    row = connection.execute(select(table).where(wanted).with_for_update()).one_or_none()
    if row is None:
        raise Refused(refusals.CODE_UNKNOWN)
    if row.used_at is not None or read_moment(row.expires_at) < now:
        raise Refused(refusals.CODE_USED)
    device, token, moment = new_id(), secrets.token_hex(_TOKEN_BYTES), write_moment(now)
    connection.execute(
        insert(schema.device),
        {
            "id": device,
            "name": name,
            "token_hash": token_hash(token),
            "enrolled_at": moment,
            "enrolled_by": row.created_by,
            "last_seen_at": moment,
            "app_version": app_version,
        },
    )
    connection.execute(update(table).where(wanted).values(used_at=moment, device=device))
    return device, token


def device_with_token(connection: Connection, token: str) -> Device | None:
    """Return the tablet that holds a token, also one whose access was ended; None if nobody has the token."""
    found = connection.execute(
        _devices().where(schema.device.c.token_hash == token_hash(token))
    ).one_or_none()
    return _device(found) if found else None


def devices(connection: Connection) -> list[Device]:
    """Return every tablet, the newest first."""
    rows = connection.execute(_devices().order_by(schema.device.c.enrolled_at.desc(), schema.device.c.id))
    return [_device(row) for row in rows]


def revoke(connection: Connection, device: str, now: datetime) -> bool:
    """End a tablet's access; say whether there was one to end."""
    table = schema.device
    open_one = (table.c.id == device) & table.c.revoked_at.is_(None)
    return connection.execute(update(table).where(open_one).values(revoked_at=write_moment(now))).rowcount > 0


def seen(connection: Connection, device: str, now: datetime) -> None:
    """Note that a tablet has just called."""
    connection.execute(
        update(schema.device).where(schema.device.c.id == device).values(last_seen_at=write_moment(now))
    )


def token_hash(token: str) -> str:
    """Return what is kept of a token. It has 256 random bits, so a plain hash can't be turned back."""
    return digest(token.encode("utf-8", "surrogatepass"))


def _code_hash(code: str) -> str:
    # As people type it: in any case, with any dash or space.
    plain = "".join(letter for letter in code.upper() if letter in CODE_ALPHABET)
    return digest(plain.encode())


def _devices() -> Select[*tuple[Any, ...]]:
    c = schema.device.c
    return select(c.id, c.name, c.enrolled_at, c.enrolled_by, c.revoked_at, c.last_seen_at, c.app_version)


def _device(row: Row[*tuple[Any, ...]]) -> Device:
    return Device(*row)
