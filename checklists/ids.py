"""Identifiers: random for records and ops, content hashes for photos and documents."""

from __future__ import annotations

import re
import uuid
from typing import Annotated

from pydantic import StringConstraints

_ID = re.compile(r"[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
"""A random identifier: 32 lower-case hexadecimal digits."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 digest: 64 lower-case hexadecimal digits."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
"""A short readable name given by a person: of a checklist, a question, a department, an area."""


def new_id() -> str:
    """Return a new random identifier (122 random bits, so that devices never need to agree on one)."""
    return uuid.uuid4().hex


def is_id(text: str) -> bool:
    """Say whether a text has the form of an identifier."""
    return _ID.fullmatch(text) is not None


def is_sha256(text: str) -> bool:
    """Say whether a text has the form of a SHA-256 digest."""
    return _SHA256.fullmatch(text) is not None


def is_slug(text: str) -> bool:
    """Say whether a text has the form of a name given by a person."""
    return _SLUG.fullmatch(text) is not None
