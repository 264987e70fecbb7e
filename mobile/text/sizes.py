"""Sizes in the words people use: "1.4 GB", "820 MB"."""

from __future__ import annotations

_MB = 1_000_000
_GB = 1_000_000_000


def size(number: int) -> str:
    """Return a number of bytes in words; less than a tenth of a megabyte is a tenth, nothing is 0 MB."""
    if number >= _GB:
        return f"{number / _GB:.1f} GB"
    if number >= 10 * _MB:
        return f"{number / _MB:.0f} MB"
    return f"{max(0.1, number / _MB):.1f} MB" if number else "0 MB"
