"""What people type: cleaned of what no database or screen can hold, and never cut without saying so."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

# One field of one record: some thirty printed pages, and still well inside one op of a push.
TEXT_LIMIT = 100_000

# A name or a title: one line on a screen.
LINE_LIMIT = 300

# Lone surrogates can't be written as UTF-8; NUL can't be stored by PostgreSQL; the other controls
# have no meaning on a screen. Tab, line feed and carriage return stay.
_UNSTORABLE = re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def clean(text: str) -> str:
    """Return the text with every character that can't be stored replaced by a visible mark."""
    return _UNSTORABLE.sub(REPLACEMENT, text)


def is_clean(text: str) -> bool:
    """Say whether every character of the text can be stored and shown everywhere."""
    return _UNSTORABLE.search(text) is None


def _note(text: str) -> str:
    if len(text) > TEXT_LIMIT:
        raise ValueError(f"This text has {len(text):,} characters; {TEXT_LIMIT:,} fit.")
    return _storable(text)


def _line(text: str) -> str:
    if len(text) > LINE_LIMIT:
        raise ValueError(f"This line has {len(text):,} characters; {LINE_LIMIT:,} fit.")
    return _storable(text)


def _storable(text: str) -> str:
    if not is_clean(text):
        raise ValueError("This text holds a character that can't be stored.")
    return text


Note = Annotated[str, AfterValidator(_note)]
"""Free text of at most `TEXT_LIMIT` characters, storable everywhere."""

Line = Annotated[str, AfterValidator(_line)]
"""A name or title of at most `LINE_LIMIT` characters, storable everywhere."""
