"""A disk that fills up, or fails, at the n-th write to it."""

from __future__ import annotations

from typing import Any

import apsw

VFS = "disk with faults"


class Faulty(apsw.VFS):
    """The system's own files on a disk that fills up or fails.

    Attributes:
        writes: how many writes and syncs there were since `arm`.
        fail_at: which of them is the first to fail; 0 for none.
        full: whether it fails for want of room, until `make_room`; else it fails once.
        failed: whether it has failed.
    """

    def __init__(self) -> None:
        self.writes = self.fail_at = 0
        self.full = self.failed = False
        super().__init__(VFS, "")

    def arm(self, fail_at: int, *, full: bool) -> None:
        """Let it fail from a write on."""
        self.writes, self.fail_at, self.full, self.failed = 0, fail_at, full, False

    def disarm(self) -> None:
        """Let nothing fail any more."""
        self.fail_at = 0

    def make_room(self) -> bool:
        """Give up the reserve, as the tablet does; say whether there was one."""
        there, self.fail_at = self.fail_at > 0 and self.full, 0
        return there

    def meet(self, *, grows: bool) -> None:
        """Fail if it is time to.

        Raises:
            apsw.Error: there is no room, or the disk has failed.
        """
        self.writes += 1
        if self.fail_at == 0 or self.writes < self.fail_at:
            return
        if self.full and grows:
            self.failed = True
            raise apsw.exception_for(apsw.SQLITE_FULL)
        if not self.full and not self.failed:
            self.failed = True
            raise apsw.exception_for(apsw.SQLITE_IOERR_WRITE)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - apsw's name
        """Open a file on this disk."""
        return _File(self, name, flags)


class _File(apsw.VFSFile):
    def __init__(self, disk: Faulty, name: Any, flags: list[int]) -> None:
        self._disk = disk
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - apsw's name
        # On a full disk what lies in the file already can still be written over.
        self._disk.meet(grows=offset + len(data) > self.xFileSize())
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802 - apsw's name
        self._disk.meet(grows=False)
        super().xSync(flags)
