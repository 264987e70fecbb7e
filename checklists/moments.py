"""Moments in time as they are written into records: UTC, ISO 8601, milliseconds."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator

# One form only, so that moments sort as texts do.
_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")


def write_moment(moment: datetime) -> str:
    """Return an aware moment as `2026-03-03T10:42:00.000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_moment(text: str) -> datetime:
    """Return the aware UTC moment that a text such as `2026-03-03T10:42:00.000Z` names.

    Raises:
        ValueError: the text is not such a moment.
    """
    if _FORM.fullmatch(text) is None:
        raise ValueError("A moment is written like 2026-03-03T10:42:00.000Z.")
    return datetime.fromisoformat(text)


def corrected(text: str, clock_ms: int) -> str:
    """Return a moment as the server's clock would have told it, unchanged where no calendar goes that far.

    Args:
        text: a moment by a tablet's clock.
        clock_ms: the server's clock minus the tablet's, 0 where the two agree.
    """
    if not clock_ms:
        return text
    try:
        return write_moment(read_moment(text) + timedelta(milliseconds=clock_ms))
    except OverflowError:
        return text


def _moment(text: str) -> str:
    read_moment(text)
    return text


Moment = Annotated[str, AfterValidator(_moment)]
"""A text that names an aware moment in this one form."""
