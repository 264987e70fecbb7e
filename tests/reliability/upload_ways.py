"""The ways in which a tablet's photo can go; what the server has said of it must stay true."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tests.reliability.upload_client import Line, Photo, sha1

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

LARGEST: Final = 600_000
_CHECKED: Final = 0.3


@dataclass
class Report:
    """What a run found.

    Attributes:
        counts: how often each thing was done and answered.
        wrong: what is not as it was said to be.
    """

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Job:
    """One photo that a tablet sends over a connection.

    Attributes:
        line: the connection.
        key: the tablet's token and the photo's name.
        photo: the photo.
        chance: decides in which way; the same for the same seed.
        is_shared: whether another connection of the tablet sends it at the same time.
        is_own: whether a record of the tablet names the photo. Of others' photos it learns nothing, so a
            server that was killed does not tell it that one it has sent is here.
    """

    line: Line
    key: tuple[str, str]
    photo: Photo
    chance: Random
    is_shared: bool
    is_own: bool

    def __str__(self) -> str:
        return self.photo.sha256[:8]


class Ways:
    """What tablets do with photos; each way says whether the server told that the photo is received.

    Attributes:
        told: the photos of which it did, by name.
        last_told: when it did so last.
    """

    def __init__(self, report: Report) -> None:
        self.told: dict[str, Photo] = {}
        self.last_told = time.monotonic()
        self._report = report
        self._guard = threading.Lock()
        # By tablet and photo: bytes the server said it has for good, while only one connection sends them.
        self._floor: dict[tuple[str, str], int] = {}
        # Those of which the server may hold swapped bytes, because it was killed over them.
        self._spoilt: set[tuple[str, str]] = set()

    def choose(self, chance: Random) -> Callable[[Job], bool]:
        """Return one of the ways."""
        ways = [self.whole, self.in_parts, self.cut, self.swapped, self.elsewhere, self.ended]
        return chance.choices(ways, [3, 6, 3, 1, 1, 0.3])[0]

    def whole(self, job: Job) -> bool:
        """Send a photo in one request."""
        self._lower(job)
        checksum = sha1(job.photo.data) if job.chance.random() < _CHECKED else None
        answer = job.line.begin(job.photo, job.photo.data, checksum=checksum)
        return self._hear(job, answer.status, answer.offset)

    def in_parts(self, job: Job) -> bool:
        """Send what is missing of a photo, piece by piece."""
        offset = self._where(job)
        while offset is not None and offset < len(job.photo):
            data = job.photo.data[offset : offset + job.chance.randint(1, LARGEST // 2)]
            checksum = sha1(data) if job.chance.random() < _CHECKED else None
            answer = job.line.send(job.photo, offset, data, checksum=checksum)
            if self._hear(job, answer.status, answer.offset):
                return True
            if answer.status != 204:
                return False
            offset = answer.offset
        return offset == len(job.photo)

    def cut(self, job: Job) -> bool:
        """Send some of what is missing, and be gone."""
        offset = self._where(job)
        if offset is None or offset >= len(job.photo):
            return offset is not None
        left = len(job.photo) - offset
        sent = job.photo.data[offset : offset + job.chance.randint(0, left)]
        job.line.vanish(job.photo, offset, sent, left)
        return False

    def swapped(self, job: Job) -> bool:
        """Send a photo with one bit changed."""
        at = job.chance.randrange(len(job.photo))
        wrong = bytearray(job.photo.data)
        wrong[at] ^= 1 << job.chance.randrange(8)
        self._lower(job)
        with self._guard:
            self._spoilt.add(job.key)
        checked = job.chance.random() < 0.5
        answer = job.line.begin(job.photo, bytes(wrong), checksum=sha1(job.photo.data) if checked else None)
        if answer.status in {201, 204} and answer.offset == len(job.photo):
            self._report.wrong.append(f"{job}: other bytes were taken")
        self._hear(job, answer.status, None)
        return False

    def elsewhere(self, job: Job) -> bool:
        """Send bytes from a place where the upload is not."""
        offset = self._where(job)
        if offset is None or offset >= len(job.photo):
            return offset is not None
        # Nowhere near, or one byte off; never the right place.
        wrong = job.chance.choice([offset + 1, max(0, offset - 1), job.chance.randrange(len(job.photo))])
        if wrong == offset:
            return False
        answer = job.line.send(job.photo, wrong, job.photo.data[wrong:])
        if answer.status == 204 and not job.is_shared:
            self._report.wrong.append(f"{job}: bytes from {wrong} were taken at {offset}")
        return False

    def ended(self, job: Job) -> bool:
        """Let go of an upload."""
        self._lower(job)
        job.line.end(job.photo)
        return False

    def _where(self, job: Job) -> int | None:
        answer = job.line.where(job.photo)
        if answer.status == 404:
            with self._guard:
                before = self._floor.pop(job.key, 0)
                # Swapped bytes are thrown away once they are all there, also when nobody hears of it.
                was_spoilt = job.key in self._spoilt
                self._spoilt.discard(job.key)
            if before and job.is_own and not (job.is_shared or was_spoilt):
                self._report.wrong.append(f"{job}: {before} bytes for good, and then gone")
            answer = job.line.begin(job.photo)
            self._hear(job, answer.status, answer.offset)
            # As any client that does not read where ours would go on.
            return answer.offset
        self._hear(job, answer.status, answer.offset)
        return answer.offset if answer.status == 200 else None

    def _hear(self, job: Job, status: int, offset: int | None) -> bool:
        """Note what the server said, and say whether it was that the photo is received."""
        self._report.counts[f"answered {status}"] += 1
        if status >= 500 and status != 503:
            self._report.wrong.append(f"{job}: answered {status}")
        if status == 460:
            self._throw_away(job)
        if status not in {200, 201, 204} or offset is None:
            return False
        with self._guard:
            if not job.is_shared:
                if offset < self._floor.get(job.key, 0) and job.key not in self._spoilt:
                    self._report.wrong.append(
                        f"{job}: {self._floor[job.key]} bytes for good, and then {offset}"
                    )
                self._floor[job.key] = offset
            if offset == len(job.photo):
                self._spoilt.discard(job.key)
                self.told[job.photo.sha256] = job.photo
                self.last_told = time.monotonic()
        return offset == len(job.photo)

    def _throw_away(self, job: Job) -> None:
        with self._guard:
            if job.key not in self._spoilt and not job.is_shared:
                self._report.wrong.append(f"{job}: bytes that were right were thrown away")
            self._spoilt.discard(job.key)
            self._floor.pop(job.key, None)

    def _lower(self, job: Job) -> None:
        """Expect nothing of an upload that is about to begin anew."""
        with self._guard:
            self._floor.pop(job.key, None)
