"""Sizes in the words people use: "1.4 GB", "820 MB"."""

from __future__ import annotations

from mobile.text import say
from mobile.text.numbers import number

_MB = 1_000_000
_GB = 1_000_000_000


def size(count: int) -> str:
    """Return a number of bytes in words; less than a tenth of a megabyte is a tenth, nothing is 0 MB."""
    if count >= _GB:
        return say("size.gb", number=number(count / _GB, 1))
    if count >= 10 * _MB:
        return say("size.mb", number=number(count / _MB, 0))
    return say("size.mb", number=number(max(0.1, count / _MB), 1) if count else "0")
