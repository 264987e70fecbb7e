"""Saving what is typed: after a short pause, and at the latest every two seconds while typing goes on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from mobile.errors import StoreFull

if TYPE_CHECKING:
    from collections.abc import Callable

# Long enough not to write every letter, short enough that "saved" follows the hand.
PAUSE = 0.4

# What a battery that falls out may cost at most.
LONGEST = 2.0


class Autosave:
    """Holds the newest text until it is saved by `save(text)`, which may raise.

    Attributes:
        save: saves a text.
        waiting: the newest text as long as it is not saved, None when everything is.
    """

    def __init__(self, save: Callable[[str], None]) -> None:
        self.save = save
        self.waiting: str | None = None
        self._since = 0.0
        self._count = 0

    async def typed(self, text: str) -> bool:
        """Take the newest text; return whether this call saved it (a later one may have)."""
        clock = asyncio.get_running_loop().time
        if self.waiting is None:
            self._since = clock()
        self.waiting = text
        self._count += 1
        mine = self._count
        if clock() - self._since < LONGEST:
            await asyncio.sleep(PAUSE)
            if mine != self._count:
                return False
        return self.flush()

    def flush(self) -> bool:
        """Save what is not saved yet; return whether there was anything."""
        if self.waiting is None:
            return False
        try:
            self.save(self.waiting)
        except StoreFull as full:
            if not full.made_room:
                raise
            # The reserve was given up for just this.
            self.save(self.waiting)
        self.waiting = None
        return True
