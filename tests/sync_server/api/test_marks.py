"""Photos that arrive together are marked together, and each hears what became of its own mark."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from checklists.protocol import refusals
from sync_server.api import marks as marks_module
from sync_server.api.marks import Marks
from sync_server.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest


def marked(monkeypatch: pytest.MonkeyPatch, write: Callable[[object, list[str]], None]) -> Marks:
    monkeypatch.setattr(marks_module, "_write", write)
    return Marks(None)  # type: ignore[arg-type]


def test_photos_that_come_during_a_transaction_share_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    batches: list[list[str]] = []
    marks = marked(monkeypatch, lambda _engine, photos: batches.append(photos))

    async def scenario() -> None:
        await asyncio.gather(*(marks.received(name) for name in "abcdefg"), marks.received("a"))
        await marks.received("h")

    asyncio.run(scenario())
    assert [sorted(batch) for batch in batches] == [list("abcdefg"), ["h"]]


def test_record_that_cannot_be_written_is_told_to_those_who_wait_and_to_nobody_after(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trouble = [True]

    def write(_engine: object, _photos: list[str]) -> None:
        if trouble[0]:
            raise Refused(refusals.SERVER_TROUBLE)

    marks = marked(monkeypatch, write)

    async def scenario() -> list[object]:
        first = await asyncio.gather(*(marks.received(name) for name in "ab"), return_exceptions=True)
        trouble[0] = False
        await marks.received("a")
        return list(first)

    assert [type(one) for one in asyncio.run(scenario())] == [Refused, Refused]


def test_request_that_ended_meanwhile_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = marked(monkeypatch, lambda _engine, _photos: None)

    async def scenario() -> None:
        gone = asyncio.create_task(marks.received("a"))
        await asyncio.sleep(0)
        gone.cancel()
        await marks.received("b")

    asyncio.run(scenario())
