"""Files made to hurt get their sentence and hurt nobody: `--files 300 --seed 1`.

Each file goes the way of any photo: a tablet uploads it to a real server, names it in a good practice, and
asks for its thumbnail. It is answered with a small picture, or with a sentence; after it a good photo still
gets its thumbnail, the server is the same process, and server and helpers never held more than 512 MB of
memory at once.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

import httpx
from PIL import Image

from checklists.protocol import routes
from tests.reliability.hostile_files import hostile, picture
from tests.support.ready_server import ReadyServer
from tests.support.sending import Tablet

if TYPE_CHECKING:
    from typing import Self

MEMORY_MB: Final = 512

# Two look at once, as where two people open the same page.
_AT_ONCE: Final = 2
_LOOK_SECONDS: Final = 0.01
_ANSWER_SECONDS: Final = 120.0


@dataclass
class Report:
    """What a run found.

    Attributes:
        counts: how often files were answered in which way.
        peak_mb: the most memory that server and helpers held together.
        wrong: what was not answered as it is meant to be.
    """

    counts: Counter[str] = field(default_factory=Counter)
    peak_mb: float = 0.0
    wrong: list[str] = field(default_factory=list)


class Memory:
    """Looks at the memory of a process and its children for as long as the block takes."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self.peak_mb = 0.0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(_LOOK_SECONDS):
            self.peak_mb = max(self.peak_mb, sum(map(_resident_mb, [self._pid, *_children(self._pid)])))


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            found += [int(one) for one in (task / "children").read_text().split()]
        except OSError:  # it has ended meanwhile
            continue
    return found


def _resident_mb(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):  # it has ended meanwhile
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def run(files: range, seed: int) -> Report:
    """Send the files of these numbers to a new server."""
    report = Report()
    with tempfile.TemporaryDirectory() as folder, ReadyServer(Path(folder) / "data") as server:
        pid = server.pid
        with (
            Memory(pid) as memory,
            httpx.Client(base_url=server.url, timeout=_ANSWER_SECONDS) as client,
            ThreadPoolExecutor(_AT_ONCE) as threads,
        ):
            way = _Way(Tablet.enrolled(client, server.code()), seed, report)
            list(threads.map(way.go, files))
            if not Path(f"/proc/{pid}").exists():
                report.wrong.append("The server's process is gone.")
    report.peak_mb = memory.peak_mb
    if not 0 < report.peak_mb < MEMORY_MB:
        report.wrong.append(f"Server and helpers held {report.peak_mb:.0f} MB.")
    return report


class _Way:
    """The way of a photo, from a tablet to its thumbnail."""

    def __init__(self, tablet: Tablet, seed: int, report: Report) -> None:
        self._tablet = tablet
        self._seed = seed
        self._report = report
        self._guard = threading.Lock()

    def go(self, number: int) -> None:
        """Send one file, and a good photo after it."""
        chance = Random(f"{self._seed} {number}")  # noqa: S311 - the same every time
        kind, data = hostile(number, chance)
        try:
            said = self._send(data)
            good = self._send(picture(chance) + b"%d" % number)
        except (httpx.HTTPError, AssertionError, ValueError) as error:
            said, good = repr(error), "shown"
        with self._guard:
            self._report.counts[said] += 1
            if said not in {"shown", "refused", "not shown"}:
                self._report.wrong.append(f"file {number}, {kind}: {said}")
            if good != "shown":
                self._report.wrong.append(f"file {number}, {kind}: the good photo after it was {good}")

    def _send(self, data: bytes) -> str:
        name = hashlib.sha256(data).hexdigest()
        answer = self._tablet.client.post(
            routes.UPLOADS,
            headers={
                **self._tablet.headers,
                "Tus-Resumable": "1.0.0",
                "Content-Type": "application/offset+octet-stream",
                "Upload-Length": str(len(data)),
                "Upload-Metadata": f"sha256 {base64.b64encode(name.encode()).decode()}",
            },
            content=data,
        )
        if answer.status_code != httpx.codes.CREATED:
            return _sentence(answer, 400, "refused")
        self._announce(name, len(data))
        shown = self._tablet.client.get(routes.thumbnail(name), headers=self._tablet.headers)
        if shown.status_code != httpx.codes.OK:
            return _sentence(shown, 422, "not shown")
        with Image.open(io.BytesIO(shown.content), formats=["JPEG"]) as small:
            small.load()
            assert max(small.size) <= 480, small.size
        return "shown"

    def _announce(self, name: str, length: int) -> None:
        reference: Any = {"bytes": length, "width": 9, "height": 9, "taken_at": "2026-03-03T10:42:00.000Z"}
        with self._guard:
            self._tablet.finding(kind="good_practice", **{f"photo/{name}": reference})
            assert not self._tablet.push().refused


def _sentence(answer: httpx.Response, status: int, said: str) -> str:
    problem = answer.json()
    whole = f"{problem['sentence']} {problem['detail']}"
    is_good = answer.status_code == status and problem["number"] == 401 and "Traceback" not in whole
    return said if is_good and problem["sentence"].endswith((".", ")")) else f"{answer.status_code} {whole}"


def main() -> int:
    """Print what became of the files in one line; where something was wrong, also how to see it again."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--files", type=int, default=300)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--only", type=int, help="the number of one file")
    asked = words.parse_args()
    began = time.monotonic()
    files = range(asked.files) if asked.only is None else range(asked.only, asked.only + 1)
    report = run(files, asked.seed)
    counts = report.counts
    print(  # noqa: T201 - the result of the proof
        f"hostile pictures: {len(files)} files, {counts['refused']} refused, "
        f"{counts['not shown']} not shown, {counts['shown']} shown, "
        f"at most {report.peak_mb:.0f} MB, {len(report.wrong)} wrong, "
        f"{time.monotonic() - began:.0f} s"
    )
    for said in report.wrong[:20]:
        print(said)  # noqa: T201 - as above
    if report.wrong:
        number = report.wrong[0].split(",")[0].removeprefix("file ")
        again = f"--only {number}" if number.isdecimal() else f"--files {asked.files}"
        command = "uv run python -m tests.reliability.hostile_pictures"
        print(f"{command} --seed {asked.seed} {again}")  # noqa: T201 - as above
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
