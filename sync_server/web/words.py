"""Small words around numbers and texts."""

from __future__ import annotations

from typing import Final

_KB: Final = 1_000
_MB: Final = 1_000_000


def count_words(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: “1 visit”, “1,200 visits”."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def size_words(size: int) -> str:
    """Return a size in bytes as people read it: “612 KB”, “1.4 MB”."""
    return f"{size / _MB:.1f} MB" if size >= _MB else f"{max(1, round(size / _KB))} KB"


def clipped(text: str, length: int) -> tuple[str, int]:
    """Return the beginning of a text, and how many characters are left out.

    It is cut between words where there is one near, and nothing is left out for the sake of a few characters.
    """
    if len(text) <= length * 5 // 4:
        return text, 0
    start = text[:length]
    space = start.rfind(" ", length * 3 // 4)
    start = start[:space] if space > 0 else start
    return start, len(text) - len(start)
