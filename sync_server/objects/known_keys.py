"""What a distant store is known to hold, so that a page with fifty photos does not ask it fifty times."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from sync_server.objects.errors import StoreAwayError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Another server may have stored something meanwhile: after this, a key that is missed has them listed anew.
_LISTED_FOR_SECONDS: Final = 300.0


class KnownKeys:
    """The keys of a store, listed in the background; until the first list is there, the store is asked."""

    def __init__(self, listed: Callable[[], Iterator[str]]) -> None:
        """Know nothing yet.

        Args:
            listed: yields every key; may raise `StoreAwayError`.
        """
        self._listed = listed
        self._keys: set[str] = set()
        self._complete = False
        self._next_list = 0.0
        self._guard = threading.Lock()

    def add(self, key: str) -> None:
        """Note that a key is there."""
        self._keys.add(key)

    def discard(self, key: str) -> None:
        """Note that a key is not there."""
        self._keys.discard(key)

    def has(self, key: str, ask: Callable[[], bool]) -> bool:
        """Say whether a key is there; a store that can't be asked is one in which it is not.

        Args:
            key: what somebody looks for.
            ask: asks the store itself; used while there is no list yet.
        """
        if key in self._keys:
            return True
        self._list_if_old()
        if self._complete:
            return False
        try:
            return ask()
        except StoreAwayError:
            return False

    def _list_if_old(self) -> None:
        with self._guard:
            if time.monotonic() < self._next_list:
                return
            self._next_list = time.monotonic() + _LISTED_FOR_SECONDS
        threading.Thread(target=self._list, name="photo-store-list", daemon=True).start()

    def _list(self) -> None:
        try:
            for key in self._listed():
                self._keys.add(key)
        except StoreAwayError:
            # Soon again: the store itself rests for a few seconds after trouble.
            self._next_list = time.monotonic() + _LISTED_FOR_SECONDS / 20
            return
        self._complete = True
