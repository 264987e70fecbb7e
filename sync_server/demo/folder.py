"""The demo's folder: everything it keeps, what marks it as the demo's own, and where the demo last ran."""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sync_server.demo.ports import address
from sync_server.errors import CannotGoOn
from sync_server.lock import lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MARKER = "made-by-floorwalk-demo.txt"
_MARKER_TEXT = "Floorwalk's demo made this folder. `floorwalk demo --reset` empties it.\n"
_PLACE = "running.json"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a demo runs, or last ran.

    Attributes:
        server: its port.
        tablets: their ports.
    """

    server: int
    tablets: list[int]


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """One demo's folder."""

    path: Path

    @property
    def server(self) -> Path:
        """The server's data."""
        return self.path / "server"

    def tablet(self, number: int) -> Path:
        """Return a tablet's data."""
        return self.path / f"tablet-{number}"

    def log(self, name: str) -> Path:
        """Return the log of a part of the demo: `server`, `tablet-1`."""
        return self.path / "logs" / f"{name}.log"

    @contextmanager
    def held(self, *, reset: bool) -> Iterator[None]:
        """Make the folder, or take the one that is there, and hold it against a second demo.

        Args:
            reset: whether everything in it is forgotten first.

        Raises:
            CannotGoOn: a demo runs in it, there are other things in it, or it can't be written.
        """
        with ExitStack() as stack:
            try:
                self._claim()
                file = stack.enter_context((self.path / _MARKER).open("r+b"))
                if not lock(file):
                    raise CannotGoOn(self._already_running())
                if reset:
                    self._empty()
                self.log("server").parent.mkdir(exist_ok=True)
            except OSError as error:
                raise CannotGoOn(
                    f"The demo can't use {self.path}: {error.strerror}. Give another folder with --folder."
                ) from error
            yield

    def last_place(self) -> Place | None:
        """Return where the demo runs or last ran, None if that is not known."""
        try:
            found = Place(**json.loads((self.path / _PLACE).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return found if all(isinstance(port, int) for port in (found.server, *found.tablets)) else None

    def note_place(self, place: Place) -> None:
        """Note where the demo runs now."""
        (self.path / _PLACE).write_text(json.dumps(asdict(place)), "utf-8")

    def _claim(self) -> None:
        is_ours = (self.path / _MARKER).is_file()
        if not is_ours and self.path.exists() and any(self.path.iterdir()):
            raise CannotGoOn(
                f"{self.path} holds things the demo did not make. Nothing was touched. "
                "Give an empty or a new folder with --folder."
            )
        if not is_ours:
            self.path.mkdir(parents=True, exist_ok=True)
            (self.path / _MARKER).write_text(_MARKER_TEXT, "utf-8")

    def _empty(self) -> None:
        # All but the marker, which is held.
        for one in self.path.iterdir():
            if one.is_dir() and not one.is_symlink():
                shutil.rmtree(one)
            elif one.name not in {_MARKER, _PLACE}:
                one.unlink()

    def _already_running(self) -> str:
        place = self.last_place()
        where = f": {', '.join(address(port) for port in (*place.tablets, place.server))}" if place else ""
        return (
            f"The demo is running already{where}. Press Ctrl-C where it was started to stop it, "
            "or give another folder with --folder."
        )
