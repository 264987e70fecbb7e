"""The reserve on the disk while the app runs: given up when the disk is full, back once there is room."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mobile.photos.space import Ballast

# Often enough to be back before the next full disk, seldom enough to cost nothing.
LOOK_SECONDS: Final = 60.0


class Reserve:
    """Gives up a ballast once and watches for the room to have it again.

    Args:
        ballast: the file.
        look_seconds: how long between two looks at the disk.
    """

    def __init__(self, ballast: Ballast, look_seconds: float = LOOK_SECONDS) -> None:
        self._ballast = ballast
        self._look_seconds = look_seconds
        self._ended = threading.Event()
        self._watching: threading.Thread | None = None
        if not ballast.ensure():
            self._watch()

    def give_up(self) -> bool:
        """Give the room back; say whether there was any."""
        there = self._ballast.release()
        self._watch()
        return there

    def close(self) -> None:
        """Watch no longer."""
        self._ended.set()
        if self._watching is not None:
            self._watching.join()

    def _watch(self) -> None:
        if self._watching is None or not self._watching.is_alive():
            self._watching = threading.Thread(target=self._wait_for_room, name="reserve", daemon=True)
            self._watching.start()

    def _wait_for_room(self) -> None:
        while not self._ended.wait(self._look_seconds):
            if self._ballast.ensure():
                return
