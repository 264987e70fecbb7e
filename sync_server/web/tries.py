"""Slows down guessing: after a few wrong tries each next one has to wait longer."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Final

# Two slips of the finger cost nothing.
FREE_TRIES: Final = 3

# Long enough that guessing is hopeless, short enough that a colleague's joke locks nobody out for a morning.
LONGEST_WAIT: Final = 60.0

# Nobody mistypes for an hour; an entry this old is forgotten.
_FORGOTTEN: Final = 3_600.0

# The names and addresses remembered at once; beyond it the oldest go, so that memory stays small.
_REMEMBERED: Final = 10_000


@dataclass(slots=True)
class Tries:
    """Wrong tries by key, such as a name with the address it was tried from."""

    _tries: dict[str, tuple[int, float]] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, key: str, clock: float) -> float:
        """Count a try before it is checked, and return how many seconds it has to wait; 0 lets it through.

        Args:
            key: who is tried from where.
            clock: seconds on a clock that only goes forward.
        """
        with self._guard:
            count, last = self._tries.pop(key, (0, clock))
            if clock - last > _FORGOTTEN:
                count = 0
            wait = self._wait(count) - (clock - last)
            if wait <= 0:
                count, last, wait = count + 1, clock, 0.0
            self._tries[key] = (count, last)
            while len(self._tries) > _REMEMBERED:
                del self._tries[next(iter(self._tries))]
        return wait

    def forget(self, key: str) -> None:
        """Forget a key's tries: it was the right person."""
        with self._guard:
            self._tries.pop(key, None)

    @staticmethod
    def _wait(count: int) -> float:
        if count < FREE_TRIES:
            return 0.0
        # Doubled ten times it is past the longest; a power of thousands would not fit a float.
        return min(LONGEST_WAIT, 2.0 ** min(count - FREE_TRIES + 1, 10))
