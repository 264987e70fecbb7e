"""How many photos a second a server receives for good: `uv run python -m tests.benchmarks.photos`.

Eight connections send photos of 300 KB, each in one request. Every photo is announced in the record before;
the server compares its SHA-256, has it on disk for good (file and folder), and has marked it received in the
record before it answers. Beside it, in the same run on the same disk, the ceilings: the same bytes written
to a file, synced and renamed, one after another and eight at once; and eight at once with the folder synced
after each, without which a new name does not outlive a power cut.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import os
import random
import socket
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import httpx

from checklists.protocol import routes
from sync_server.config import config_for
from sync_server.objects.folders import sync_folder
from sync_server.record.database import open_record, reading
from sync_server.record.received import count_waiting
from tests.benchmarks.load import processor_seconds
from tests.support.sending import Tablet
from tests.support.server import start_server

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.server import RunningServer

PHOTOS = 200
PHOTO_BYTES = 300_000
AT_ONCE = 8
ROUNDS = 5
_PHOTOS_PER_FINDING = 20


class Photo:
    """Bytes that begin as a JPEG does, and the request that carries them."""

    def __init__(self, seed: int) -> None:
        self.data = b"\xff\xd8\xff\xe0" + random.Random(seed).randbytes(PHOTO_BYTES - 4)  # noqa: S311 - the same every time
        self.sha256 = hashlib.sha256(self.data).hexdigest()

    def request(self, token: str) -> bytes:
        name = base64.b64encode(self.sha256.encode()).decode()
        return (
            f"POST {routes.UPLOADS} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\n"
            f"Authorization: Bearer {token}\r\nUpload-Length: {len(self.data)}\r\n"
            f"Upload-Metadata: sha256 {name}\r\nContent-Type: application/offset+octet-stream\r\n"
            f"Content-Length: {len(self.data)}\r\n\r\n"
        ).encode()


def main() -> None:
    """Print photos a second of each way, their ratio, and what a photo costs."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--photos", type=int, default=PHOTOS)
    words.add_argument("--rounds", type=int, default=ROUNDS)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _compare(Path(folder), asked.photos, asked.rounds)


def _compare(folder: Path, count: int, rounds: int) -> None:
    server = start_server(folder / "data")
    one: list[float] = []
    eight: list[float] = []
    named: list[float] = []
    received: list[float] = []
    cost: list[float] = []
    try:
        with httpx.Client(base_url=server.url) as client:
            tablet = Tablet.enrolled(client, server.code())
            # A first round, not counted, lets the server import what it needs.
            for number in range(rounds + 1):
                photos = [Photo(number * count + seed) for seed in range(count)]
                _announce(tablet, photos)
                bare = folder / f"bare-{number}"
                figures = (
                    _rate(1, lambda photo, bare=bare: _write(bare / "1", photo), photos, bare / "1"),
                    _rate(AT_ONCE, lambda photo, bare=bare: _write(bare / "8", photo), photos, bare / "8"),
                    _rate(AT_ONCE, lambda photo, bare=bare: _keep(bare / "n", photo), photos, bare / "n"),
                    *_send(server, tablet, photos),
                )
                if number:
                    for kept, figure in zip((one, eight, named, received, cost), figures, strict=True):
                        kept.append(figure)
        engine = open_record(config_for(server.folder).database_url)
        with reading(engine) as connection:
            assert count_waiting(connection) == 0, "Some photos were not marked as received."
        engine.dispose()
    finally:
        server.stop()
    print(f"written, synced, renamed; one after another   {median(one):6.0f} photos/s")
    print(f"written, synced, renamed; {AT_ONCE} at once            {median(eight):6.0f} photos/s")
    print(f"the same, each name synced as well            {median(named):6.0f} photos/s")
    print(f"received by the server; {AT_ONCE} at once              {median(received):6.0f} photos/s")
    ratios = ", ".join(f"{median(received) / median(other):.2f}" for other in (one, eight, named))
    print(f"ratio to each of these                        {ratios}")
    print(f"processor time of the server for a photo      {median(cost):6.2f} ms")


def _announce(tablet: Tablet, photos: list[Photo]) -> None:
    for start in range(0, len(photos), _PHOTOS_PER_FINDING):
        taken = {"width": 2048, "height": 1536, "taken_at": "2026-03-03T10:42:00.000Z"}
        reference = {"bytes": PHOTO_BYTES, **taken}
        named = {f"photo/{one.sha256}": reference for one in photos[start : start + _PHOTOS_PER_FINDING]}
        tablet.finding(**named)
    reply = tablet.push()
    assert not reply.refused, reply


def _write(folder: Path, photo: Photo) -> None:
    """Do the least that keeps a photo: what the server does to the disk, and nothing else."""
    new = folder / f"{photo.sha256}.new"
    file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    os.write(file, photo.data)
    os.fsync(file)
    os.close(file)
    new.rename(folder / photo.sha256)


def _keep(folder: Path, photo: Photo) -> None:
    """Do that, and see that the name lasts."""
    _write(folder, photo)
    sync_folder(folder)


def _rate(at_once: int, work: Callable[[Photo], None], photos: list[Photo], folder: Path) -> float:
    folder.mkdir(parents=True)
    os.sync()
    with ThreadPoolExecutor(at_once) as threads:
        start = time.perf_counter()
        list(threads.map(work, photos))
        sync_folder(folder)
        return len(photos) / (time.perf_counter() - start)


def _send(server: RunningServer, tablet: Tablet, photos: list[Photo]) -> tuple[float, float]:
    address = ("127.0.0.1", server.port)
    requests = [(one.request(tablet.token), one.data) for one in photos]
    os.sync()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        shares = [requests[turn::AT_ONCE] for turn in range(AT_ONCE)]
        before, start = processor_seconds(server.process.pid), time.perf_counter()
        list(threads.map(lambda share: _send_share(address, share), shares))
        seconds = time.perf_counter() - start
        spent = processor_seconds(server.process.pid) - before
    return len(photos) / seconds, spent / len(photos) * 1000


def _send_share(address: tuple[str, int], share: list[tuple[bytes, bytes]]) -> None:
    with socket.create_connection(address) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for head, data in share:
            connection.sendall(head)
            connection.sendall(data)
            answer = b""
            while b"\r\n\r\n" not in answer:
                answer += connection.recv(65_536)
            assert answer.startswith(b"HTTP/1.1 201"), answer


if __name__ == "__main__":
    main()
