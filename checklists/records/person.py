"""A person: who they are, what they may do, and the PIN with which they take over a tablet."""

from __future__ import annotations

import hashlib
import hmac
import re
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from checklists.form.checklist import VisitKind
from checklists.ids import Id, Slug
from checklists.text import Line

# Costly enough that trying all 4-digit PINs takes a while, cheap enough for a tablet (about 50 ms).
_SCRYPT = {"n": 2**13, "r": 8, "p": 1, "dklen": 32}

PIN_FORM = re.compile(r"[0-9]{4}")


class Role(StrEnum):
    """What a person is here for; the server checks it for every op."""

    AUDITOR = "auditor"
    LEADER = "leader"
    QUALITY_MANAGER = "quality_manager"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        """The words people read."""
        return self.replace("_", " ").capitalize()


# A leader goes and sees; judging conformity to a standard is left to people who audit.
_LEADS = frozenset({VisitKind.GEMBA_WALK, VisitKind.FIVE_S_SAFETY_WALK, VisitKind.LAYERED_PROCESS_AUDIT})


def may_walk(role: Role, kind: VisitKind) -> bool:
    """Say whether a role may start this kind of visit."""
    return role is not Role.LEADER or kind in _LEADS


class PinHash(BaseModel):
    """A PIN as it is kept: salted and hashed, so that a tablet can check it offline."""

    model_config = ConfigDict(frozen=True)

    salt: str
    hash: str

    def matches(self, pin: str) -> bool:
        """Say whether this is the PIN, in the same time for a near miss as for a far one."""
        return hmac.compare_digest(hash_pin(pin, self.salt).hash, self.hash)


class Person(BaseModel):
    """A person as tablets know them."""

    model_config = ConfigDict(frozen=True)

    id: Id
    name: Line
    role: Role
    department: Slug | None
    pin: PinHash | None
    active: bool = True


def hash_pin(pin: str, salt: str) -> PinHash:
    """Return a PIN's hash.

    Args:
        pin: four digits.
        salt: random hexadecimal digits, another for each person.
    """
    key = hashlib.scrypt(pin.encode(), salt=bytes.fromhex(salt), maxmem=2**26, **_SCRYPT)
    return PinHash(salt=salt, hash=key.hex())
