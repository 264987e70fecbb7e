"""How long a server asks to be left alone: the header Retry-After, in seconds or as a date."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# However long it asks: then somebody who has something to send looks again.
LONGEST_SECONDS = 600.0


def asked_for(headers: Mapping[str, str]) -> float | None:
    """Return the seconds an answer's headers ask to wait, at most `LONGEST_SECONDS`; None if they don't.

    A date is held against the server's own (RFC 9110, 10.2.3): this tablet's clock may be wrong by days.
    """
    said = headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdecimal():
        return min(float(said), LONGEST_SECONDS)
    then = _date(said)
    if then is None:
        return None
    now = _date(headers.get("Date", "")) or datetime.now(UTC)
    return min(max(0.0, (then - now).total_seconds()), LONGEST_SECONDS)


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
