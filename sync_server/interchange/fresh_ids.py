"""Gives out ids that nothing else has, however many things are called the same."""

from __future__ import annotations

from collections import Counter

# Leaves room for a number behind it.
_LENGTH = 53


class FreshIds:
    """The ids of one kind of thing."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers: Counter[str] = Counter()

    def keep(self, name: str) -> str:
        """Remember an id that somebody chose, and return it."""
        self._taken.add(name)
        return name

    def take(self, base: str) -> str:
        """Return an id made of a base that is one itself: `dock`, `dock-2`, `dock-3`."""
        found = base
        while found in self._taken:
            start = base[:_LENGTH]
            self._numbers[start] += 1
            found = f"{start}-{self._numbers[start] + 1}"
        return self.keep(found)
