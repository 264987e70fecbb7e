"""Whoever means to hold the server up, or does so by accident, gets a sentence and little of its memory."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import resource
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from checklists.protocol import refusals, routes
from checklists.protocol.limits import BODY_BYTES
from checklists.protocol.messages import Problem
from sync_server import connections
from sync_server.connections import BoundedConnection
from tests.support.server import start_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.server import RunningServer

WAIT = 60.0
MANY = 1_000

# What a thousand callers may take of the server's memory, in bytes: a few pages of memory for each.
MEMORY = 100 * 1024**2


def memory_of(process: int) -> int:
    """Return what a process holds in memory, in bytes."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * resource.getpagesize()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    server = start_server(tmp_path_factory.mktemp("server") / "data", sample=False)
    yield server
    server.kill()


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=WAIT)


def said(connection: socket.socket) -> tuple[int, Problem]:
    """Return the status and the problem of the one answer on a connection, which then ends."""
    came = b""
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(65_536):
            came += part
    head, _, body = came.partition(b"\r\n\r\n")
    return int(head.split()[1]), Problem.model_validate_json(body)


def answer_to(port: int, data: bytes) -> tuple[int, Problem]:
    with connected(port) as connection:
        # The server may have said enough before all of it is sent.
        with contextlib.suppress(ConnectionError):
            connection.sendall(data)
        return said(connection)


def request(path: str, *headers: str, body: bytes = b"") -> bytes:
    head = "\r\n".join([f"POST {path} HTTP/1.1", "Host: x", "Connection: close", *headers])
    return f"{head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


@pytest.mark.parametrize("data", [b"\x16\x03\x01\x02\x00", b"nonsense\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"])
def test_what_is_no_request_is_said_so(server: RunningServer, data: bytes) -> None:
    status, problem = answer_to(server.port, data)
    assert (status, problem.number) == (400, refusals.MESSAGE_NOT_READ.number)


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\nx: " + b"y" * 200_000,
        b"GET /" + b"y" * 200_000,
        b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 40_000,
    ],
    ids=["header", "address", "headers"],
)
def test_beginning_without_end_is_refused(server: RunningServer, data: bytes) -> None:
    status, problem = answer_to(server.port, data)
    assert (status, problem.number) == (431, refusals.TOO_LARGE.number)


def test_beginning_within_the_limit_is_read(server: RunningServer) -> None:
    data = request(routes.ENROL, "x: " + "y" * 60_000, body=b"{}")
    status, problem = answer_to(server.port, data)
    assert (status, problem.number) == (400, refusals.MESSAGE_NOT_READ.number)


def test_body_of_one_byte_too_many_is_refused(server: RunningServer) -> None:
    enrolment = json.dumps({"code": "AAAA-AAAA", "name": "T"}).encode()
    for more, expected in ((0, refusals.CODE_UNKNOWN), (1, refusals.TOO_LARGE)):
        body = enrolment + b" " * (10_000 + more - len(enrolment))
        _, problem = answer_to(server.port, request(routes.ENROL, body=body))
        assert problem.number == expected.number


def test_body_that_unpacks_to_far_more_is_not_unpacked(server: RunningServer) -> None:
    before = memory_of(server.process.pid)
    bomb = gzip.compress(b" " * 50 * BODY_BYTES)
    for _ in range(3):
        _, problem = answer_to(
            server.port, request(routes.ENROL, "Content-Encoding: gzip", body=bomb[:9_000])
        )
        assert problem.number == refusals.MESSAGE_NOT_READ.number
    assert memory_of(server.process.pid) - before < BODY_BYTES


def test_thousand_open_connections_leave_room_for_one_more(server: RunningServer) -> None:
    before = memory_of(server.process.pid)
    beginnings = (b"", b"GET / HT", request(routes.ENROL, body=b"{" * 9_000)[:5_000])
    with contextlib.ExitStack() as stack:
        for number in range(MANY):
            connection = stack.enter_context(connected(server.port))
            connection.sendall(beginnings[number % len(beginnings)])
        status, problem = answer_to(server.port, request(routes.ENROL, body=b"{}"))
        assert (status, problem.number) == (400, refusals.MESSAGE_NOT_READ.number)
        assert memory_of(server.process.pid) - before < MEMORY


@contextlib.contextmanager
def serving(app: Any) -> Iterator[int]:
    """Serve an app inside this process, where a test can shorten what is waited for; give its port."""
    settings = uvicorn.Config(app, http=BoundedConnection, ws="none", log_config=None, lifespan="off")
    running = uvicorn.Server(settings)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            running.should_exit = running.force_exit = True
            thread.join(WAIT)


async def small(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


def test_beginning_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.2)
    with serving(small) as port:
        for beginning in (b"", b"GET / HTTP/1.1\r\nHost"):
            status, problem = answer_to(port, beginning)
            assert (status, problem.number) == (408, refusals.MESSAGE_NOT_READ.number)


def test_second_request_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.2)
    with serving(small) as port, connected(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HT")
        came = connection.makefile("rb").read()
    assert came.startswith(b"HTTP/1.1 204 ")
    assert b"HTTP/1.1 408 " in came


def test_answer_that_nobody_reads_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "UNREAD_SECONDS", 0.2)
    let_go = threading.Event()

    async def endless(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        # More than any buffer on the way takes; once the connection has gone, it is all taken at once.
        for _ in range(4_000):
            await send({"type": "http.response.body", "body": b"x" * 65_536, "more_body": True})
            await asyncio.sleep(0)
        await send({"type": "http.response.body"})
        let_go.set()

    with serving(endless) as port, connected(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert let_go.wait(WAIT)
