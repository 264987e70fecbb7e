"""A new tablet that catches up: through the product's own client, into a database of its own.

Beside it, with the same answers, the ceiling: they are unpacked, read as JSON and stored, and no more.
"""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from pydantic_core import from_json

from checklists.protocol.messages import Enrol
from mobile.store import enrolment
from mobile.store.database import Store
from mobile.sync.client import ServerClient
from mobile.sync.pull import pull

if TYPE_CHECKING:
    from tests.benchmarks.plant import Plant

_GZIP = 31


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """What a new tablet took in.

    Attributes:
        visits: how many.
        seconds: until they were in its database for good, the server's part included.
        own_seconds: of the processor, the tablet's alone, its threads included.
        bare_seconds: the same, for the ceiling.
        received: bytes of the answers on the line.
        json_bytes: of the pages, unpacked.
    """

    visits: int
    seconds: float
    own_seconds: float
    bare_seconds: float
    received: int
    json_bytes: int


def catch_up(plant: Plant) -> CaughtUp:
    """Let a new tablet take in everything there is."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "new.db")
        try:
            return _catch_up(plant, store, Path(folder) / "bare.db")
        finally:
            store.close()


def _catch_up(plant: Plant, store: Store, bare: Path) -> CaughtUp:
    keeping = _Keeping()
    with ServerClient(plant.address, "", keeping) as stranger:
        reply = stranger.enrol(Enrol(code=plant.code(), name="New"))
    enrolment.enrolled(store, reply, server_url=plant.address, name="New")
    with ServerClient(plant.address, reply.token, keeping) as client:
        keeping.answers.clear()
        start, own = time.perf_counter(), time.process_time()
        visits = pull(store, client)
        seconds, own = time.perf_counter() - start, time.process_time() - own
    start = time.process_time()
    json_bytes = sum(_store_bare(bare, packed) for packed in keeping.answers)
    bare_seconds = time.process_time() - start
    return CaughtUp(visits, seconds, own, bare_seconds, sum(map(len, keeping.answers)), json_bytes)


def _store_bare(path: Path, packed: bytes) -> int:
    """Store a page's ops under their names, in one transaction; return the page's bytes as JSON."""
    text = zlib.decompress(packed, _GZIP)
    bodies = [one["body"] for one in from_json(text)["entries"]]
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("pragma journal_mode = wal")
        database.execute("pragma synchronous = full")
        database.execute("create table if not exists op(op_id text primary key, body blob)")
        database.execute("begin immediate")
        rows = [(from_json(body)["op_id"], body.encode()) for body in bodies]
        database.executemany("insert into op values (?, ?)", rows)
        database.execute("commit")
    return len(text)


class _Keeping(httpx.HTTPTransport):
    """Keeps the answers that came packed, as they came."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[bytes] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        data = b"".join(response.iter_raw())
        if response.headers.get("content-encoding") == "gzip":
            self.answers.append(data)
        return httpx.Response(response.status_code, headers=response.headers, content=data)
