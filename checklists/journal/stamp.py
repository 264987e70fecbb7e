"""Hybrid logical clock stamps: they sort and break ties, and never decide what survives.

After Kulkarni et al., "Logical Physical Clocks" (2014). A stamp is text that sorts like the time it
names: fifteen digits of milliseconds, a colon, six digits of a counter.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import StringConstraints

Stamp = Annotated[str, StringConstraints(pattern=r"^[0-9]{15}:[0-9]{6}$")]

FIRST: Stamp = "000000000000000:000000"
LAST: Stamp = "999999999999999:999999"

# Not \d, which also takes the digits of other scripts; those sort elsewhere.
_FORM = re.compile(r"[0-9]{15}:[0-9]{6}")
_LAST_MS = 999_999_999_999_999
_LAST_COUNT = 999_999


def next_stamp(last: Stamp, now_ms: int, seen: Stamp = FIRST) -> Stamp:
    """Return the stamp after everything known here.

    The last stamp there is (in the year 33658, or from a clock that says so) is given again and again:
    op ids then break the ties, and nothing is lost by it.

    Args:
        last: the newest stamp this device has given.
        now_ms: the wall clock in milliseconds since 1970; it may be wrong by years.
        seen: a stamp that came from elsewhere, if one did.
    """
    newest = max(last, seen)
    ms, count = read_stamp(newest)
    if now_ms > ms:
        return _write(now_ms, 0)
    if count == _LAST_COUNT:
        return _write(ms + 1, 0)
    return _write(ms, count + 1)


def read_stamp(stamp: Stamp) -> tuple[int, int]:
    """Return a stamp's milliseconds and counter.

    Raises:
        ValueError: the text is not a stamp.
    """
    if _FORM.fullmatch(stamp) is None:
        raise ValueError(f"{stamp!r} is not a stamp.")
    ms, _, count = stamp.partition(":")
    return int(ms), int(count)


def _write(ms: int, count: int) -> Stamp:
    return f"{ms:015d}:{count:06d}" if ms <= _LAST_MS else LAST
