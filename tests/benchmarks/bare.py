"""The ceiling: a bare endpoint that reads a body, checks its form and stores it in SQLite, and no more.

    with running_bare(folder) as address:
        ...

No chain, no authorisation, no seal, no projection: what any server in this language and with this guarantee
(WAL, synchronous=FULL) has to pay.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from pydantic import BaseModel, TypeAdapter
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from sync_server.serve import listen
from tests.benchmarks.load import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request


class _Answer(BaseModel):
    id: str
    question_id: str
    value: str
    answered_at: str
    note: str | None = None


class _Finding(BaseModel):
    id: str
    question_id: str
    kind: str
    title: str
    description: str
    owner: str
    due_on: str | None
    photos: list[str]
    created_at: str


class _Audit(BaseModel):
    id: str
    device_id: str
    auditor: str
    site: str
    title: str
    started_at: str
    completed_at: str
    answers: list[_Answer]
    findings: list[_Finding]


_AUDITS: TypeAdapter[list[_Audit]] = TypeAdapter(list[_Audit])
_RAW: TypeAdapter[list[Any]] = TypeAdapter(list[Any])
_PAGE = 200


@contextlib.contextmanager
def running_bare(folder: Path) -> Iterator[str]:
    """Run it in a process of its own, with an empty database in a folder; gives its address."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.benchmarks.bare", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        _wait_for(address)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(address: str) -> None:
    # It has said where it listens, so the first request waits until it answers.
    line = Line(address)
    line.send("GET", "/changes?since=0", b"", {})
    line.close()


class _Bare:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._database = sqlite3.connect(folder / "bare.db", isolation_level=None, check_same_thread=False)
        self._database.execute("pragma journal_mode = wal")
        self._database.execute("pragma synchronous = full")
        self._database.execute(
            "create table audit(seq integer primary key, id text unique, device text, body blob)"
        )

    async def push(self, request: Request) -> Response:
        raw = await request.body()
        found = _AUDITS.validate_json(raw)
        bodies = [_RAW.dump_json([one])[1:-1] for one in _RAW.validate_json(raw)]
        rows = [(one.id, one.device_id, body) for one, body in zip(found, bodies, strict=True)]
        self._database.execute("begin immediate")
        self._database.executemany("insert into audit(id, device, body) values (?, ?, ?)", rows)
        self._database.execute("commit")
        return Response(b'{"ok":true}', media_type="application/json")

    async def changes(self, request: Request) -> Response:
        since = int(request.query_params["since"])
        rows = self._database.execute(
            "select seq, body from audit where seq > ? order by seq limit ?", (since, _PAGE)
        ).fetchall()
        head = {"X-Next": str(rows[-1][0]), "X-Count": str(len(rows))} if rows else {}
        body = b"[" + b",".join(row[1] for row in rows) + b"]"
        return Response(body, media_type="application/json", headers=head)

    async def photo(self, request: Request) -> Response:
        data = await request.body()
        path = self._folder / request.path_params["name"]
        new = path.with_suffix(".new")
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.rename(path)
        return Response(b'{"ok":true}', media_type="application/json")


def main() -> None:
    """Serve on a free port, and say which."""
    bare = _Bare(Path(sys.argv[1]))
    app = Starlette(
        routes=[
            Route("/audits", bare.push, methods=["POST"]),
            Route("/changes", bare.changes),
            Route("/photo/{name}", bare.photo, methods=["PUT"]),
        ]
    )
    with listen("127.0.0.1", 0) as listening:
        print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])


if __name__ == "__main__":
    main()
