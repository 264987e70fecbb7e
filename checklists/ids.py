"""Identifiers: a day and chance for records and ops, content hashes for photos and documents."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, date, datetime
from typing import Annotated, Final

from pydantic import StringConstraints

_ID = re.compile(r"[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_KEY = re.compile(r"(?P<id>[a-z0-9][a-z0-9-]{0,59})(?:~(?P<instance>[2-9]|[1-4][0-9]|50))?")

# How many days an identifier tells apart: it begins with four of its digits.
_DAYS: Final = 16**4
_FIRST_DAY: Final = date(1970, 1, 1).toordinal()
_RANDOM_BYTES: Final = 14

# Machines walked past one by one, pieces of one sample: nobody looks at more in one go.
MOST_OF_ONE = 50

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
"""An identifier: 32 lower-case hexadecimal digits."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 digest: 64 lower-case hexadecimal digits."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
"""A short readable name given by a person: of a checklist, a question, a department, an area."""

QuestionKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,59}(~([2-9]|[1-4][0-9]|50))?$")]
"""A question as one visit asks it: its id, and `~2` behind it where its section is walked a second time."""


def new_id() -> str:
    """Return a new identifier: the day, then 112 random bits, so that devices never need to agree on one.

    The day keeps what was written together together: a table of 100,000 visits is written in the few places
    where today's are, not all over. It is the day on the calendar here, and nothing finer, so that what is
    raised without a name tells by its identifier no more than by its date. Nothing is decided by it.
    """
    day = datetime.now(UTC).astimezone().toordinal() - _FIRST_DAY
    return f"{day % _DAYS:04x}{secrets.token_hex(_RANDOM_BYTES)}"


def is_id(text: str) -> bool:
    """Say whether a text has the form of an identifier."""
    return _ID.fullmatch(text) is not None


def is_sha256(text: str) -> bool:
    """Say whether a text has the form of a SHA-256 digest."""
    return _SHA256.fullmatch(text) is not None


def is_slug(text: str) -> bool:
    """Say whether a text has the form of a name given by a person."""
    return _SLUG.fullmatch(text) is not None


def question_key(question: str, instance: int = 1) -> str:
    """Return the key of a question of the given instance of its section, counted from 1."""
    return question if instance == 1 else f"{question}~{instance}"


def parts_of_key(key: str) -> tuple[str, int]:
    """Return the id and the instance in a key; a text that is no key comes back whole, with 1."""
    parts = _KEY.fullmatch(key)
    return (parts["id"], int(parts["instance"] or 1)) if parts else (key, 1)


def is_question_key(text: str) -> bool:
    """Say whether a text has the form of a question's key."""
    return _KEY.fullmatch(text) is not None
