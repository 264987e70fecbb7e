"""A body is waited for as long as it keeps coming, and an answer as long as it takes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from sync_server.api import patience
from sync_server.api.patience import Patience

if TYPE_CHECKING:
    import pytest


async def read(request: Request) -> PlainTextResponse:
    try:
        return PlainTextResponse(f"{len(await request.body())} bytes")
    except ClientDisconnect:
        return PlainTextResponse("cut short", 400)


def ask(parts: list[bytes], *, ends: bool) -> tuple[dict[str, Any], bytes]:
    """Send a body that ends or falls silent; return the head and the body of the answer."""
    app = Patience(Starlette(routes=[Route("/", read, methods=["POST"])]))
    said: list[dict[str, Any]] = []
    left = list(parts)

    async def receive() -> dict[str, Any]:
        if left:
            return {"type": "http.request", "body": left.pop(0), "more_body": bool(left) or not ends}
        await asyncio.Event().wait()
        raise AssertionError("Nothing more comes.")

    async def send(message: Any) -> None:
        said.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": []}
    asyncio.run(app(scope, receive, send))
    return said[0], said[1]["body"]


def test_whole_body_is_read() -> None:
    head, body = ask([b"abc", b"de"], ends=True)
    assert (head["status"], body) == (200, b"5 bytes")
    assert b"connection" not in dict(head["headers"])


def test_body_that_falls_silent_is_answered_and_its_connection_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SILENCE_SECONDS", 0.05)
    head, body = ask([b"abc"], ends=False)
    assert (head["status"], body) == (400, b"cut short")
    assert dict(head["headers"])[b"connection"] == b"close"


def test_body_that_takes_too_long_in_all_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "WHOLE_SECONDS", 0.05)
    head, _ = ask([b"a"] * 3, ends=False)
    assert head["status"] == 400


def test_answer_that_takes_long_is_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SILENCE_SECONDS", 0.05)
    waited = []

    async def slow(_scope: Any, receive: Any, send: Any) -> None:
        await receive()
        # As an answer in many parts does, to learn that nobody waits for it any more.
        gone = asyncio.create_task(receive())
        waited.append(await asyncio.wait([gone], timeout=0.3))
        gone.cancel()
        await send({"type": "http.response.start", "status": 204, "headers": []})

    async def receive() -> dict[str, Any]:
        if waited or receive_calls:
            await asyncio.Event().wait()
        receive_calls.append(True)
        return {"type": "http.request", "body": b"", "more_body": False}

    receive_calls: list[bool] = []

    async def send(_message: Any) -> None:
        pass

    asyncio.run(Patience(slow)({"type": "http"}, receive, send))
    assert waited[0][0] == set()
