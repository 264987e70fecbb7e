"""A virtual file system that remembers what was written and synced, and what is left of it when the power
goes.

Until a file is synced, each sector written to it may be on the disk or not, in any order, and the one under
the head may be torn. What was synced stays.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import apsw

if TYPE_CHECKING:
    from random import Random

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a file.

    Attributes:
        what: a write, a sync, a change of length, a deletion, or the whole file put in place at once.
        name: the file's name without its folder.
        at: where the write begins, or the new length.
        data: what was written.
        time: the file's time of change after it, in nanoseconds.
    """

    what: Literal["write", "sync", "length", "delete", "whole"]
    name: str
    at: int = 0
    data: bytes = b""
    time: int = 0


class Watched(apsw.VFS):
    """The system's own files, with a record of everything that happens to them.

    Attributes:
        events: what happened, in order.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.events: list[Event] = []
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - apsw's name
        """Open a file whose changes are noted."""
        return _File(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: FBT001, N802 - apsw's form
        """Delete a file."""
        super().xDelete(filename, syncdir)
        self.events.append(Event("delete", Path(filename).name))


class _File(apsw.VFSFile):
    def __init__(self, watched: Watched, name: Any, flags: list[int]) -> None:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._path, self._name = path or "", Path(path or "").name
        # What has no name is gone after a power cut anyway.
        self._events = watched.events if path else []
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - apsw's name
        super().xWrite(data, offset)
        self._events.append(Event("write", self._name, offset, bytes(data), self._time()))

    def xSync(self, flags: int) -> None:  # noqa: N802 - apsw's name
        super().xSync(flags)
        self._events.append(Event("sync", self._name))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - apsw's name
        super().xTruncate(newsize)
        self._events.append(Event("length", self._name, newsize, time=self._time()))

    def _time(self) -> int:
        return Path(self._path).stat().st_mtime_ns if self._path else 0


@dataclass(slots=True)
class _OnDisk:
    """One file: what is safe, and what is not yet."""

    safe: bytearray = field(default_factory=bytearray)
    waiting: list[Event] = field(default_factory=list)
    made_safe: bool = False
    time: int = 0


class Disk:
    """The files as the events go by; `left` is what a power cut leaves at that moment."""

    def __init__(self) -> None:
        self._files: dict[str, _OnDisk] = {}

    def happen(self, event: Event) -> None:
        """Let the next thing happen."""
        if event.what == "delete":
            self._files.pop(event.name, None)
            return
        file = self._files.setdefault(event.name, _OnDisk())
        file.time = event.time or file.time
        if event.what == "sync":
            for one in file.waiting:
                _apply(file.safe, one)
            file.waiting.clear()
            file.made_safe = True
        elif event.what == "whole":
            file.safe, file.waiting, file.made_safe = bytearray(event.data), [], True
        else:
            file.waiting.append(event)

    def left(self, folder: Path, random: Random) -> None:
        """Write into a folder what is left if the power goes now."""
        for name, file in self._files.items():
            if not file.made_safe and random.random() < 0.5:
                continue
            data = bytearray(file.safe)
            for piece in _lucky(file.waiting, random):
                _apply(data, piece)
            (folder / name).write_bytes(data)
            if file.time:
                os.utime(folder / name, ns=(file.time, file.time))


def _lucky(waiting: list[Event], random: Random) -> list[Event]:
    """Return the sectors that reach the disk after all, in the order in which they do."""
    # Most cuts leave most or least of it: each case has a luck of its own.
    luck = random.choice([0.0, 0.1, 0.5, 0.9, 1.0])
    pieces = [piece for event in waiting for piece in _sectors(event)]
    kept = [piece for piece in pieces if random.random() < luck]
    if random.random() < 0.3:
        random.shuffle(kept)
    if kept and random.random() < 0.3:
        place = random.randrange(len(kept))
        kept[place] = _torn(kept[place], random)
    return kept


def _sectors(event: Event) -> list[Event]:
    if event.what != "write":
        return [event]
    found, at, end = [], event.at, event.at + len(event.data)
    while at < end:
        stop = min(end, (at // SECTOR + 1) * SECTOR)
        found.append(Event("write", event.name, at, event.data[at - event.at : stop - event.at]))
        at = stop
    return found


def _torn(piece: Event, random: Random) -> Event:
    if piece.what != "write":
        return piece
    cut = random.randrange(len(piece.data) + 1)
    rest = random.randbytes(len(piece.data) - cut) if random.random() < 0.3 else b""
    return Event("write", piece.name, piece.at, piece.data[:cut] + rest)


def _apply(data: bytearray, event: Event) -> None:
    if event.what == "length":
        del data[event.at :]
        return
    if len(data) < event.at:
        data += bytes(event.at - len(data))
    data[event.at : event.at + len(event.data)] = event.data
