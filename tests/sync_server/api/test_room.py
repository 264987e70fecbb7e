"""All that arrives at once is held within bounds; who is turned away comes again and loses nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from checklists.protocol import refusals, routes
from sync_server.api import room
from sync_server.api.room import Room
from sync_server.errors import Refused
from tests.support.uploading import PHOTO, announce, begun, offset_of, part, received_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Message, Receive, Scope, Send

    from tests.sync_server.conftest import Central

ROOM = 100_000


@pytest.fixture
def home() -> str:
    """These are about what comes over the wire, not about where it is kept."""
    return "sqlite"


@pytest.fixture(autouse=True)
def _small_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "ROOM_BYTES", ROOM)


class Several:
    """Requests of 1,000 bytes a part that are read at the same time, each as far as a test says."""

    def __init__(self) -> None:
        self.room = Room(self._read)
        self.turned_away = 0
        self._under_way: list[asyncio.Task[None]] = []

    async def _read(self, scope: Scope, receive: Receive, _send: Send) -> None:
        try:
            for _ in range(scope["parts"]):
                await receive()
        except Refused as refused:
            self.turned_away += refused.refusal is refusals.SERVER_TROUBLE
        scope["read"].set()
        await scope["answered"].wait()

    def begin(self, parts: int, answered: asyncio.Event, path: str = "/api/v1/push") -> asyncio.Event:
        """Begin a request that is read at once and held until it is answered; return what says it is read."""
        read = asyncio.Event()
        scope = {"type": "http", "path": path, "parts": parts, "read": read, "answered": answered}
        self._under_way.append(asyncio.create_task(self.room(scope, _a_part, _nothing)))
        return read

    async def end(self) -> None:
        await asyncio.gather(*self._under_way)


async def _a_part() -> Message:
    return {"type": "http.request", "body": bytes(1000), "more_body": True}


async def _nothing(_message: Message) -> None:
    pass


def played(play: Callable[[Several], Any]) -> Several:
    async def all_of_it() -> Several:
        several = Several()
        await asyncio.wait_for(play(several), 30)
        return several

    return asyncio.run(all_of_it())


def test_thousand_at_once_are_held_within_bounds() -> None:
    async def play(several: Several) -> None:
        answered = asyncio.Event()
        for read in [several.begin(8, answered) for _ in range(1000)]:
            await read.wait()
        assert ROOM - 8_000 < several.room.held <= ROOM
        answered.set()
        await several.end()

    several = played(play)
    assert several.room.held == 0
    assert several.turned_away == 1000 - ROOM // 8_000


def test_room_is_there_again_once_others_are_answered() -> None:
    async def play(several: Several) -> None:
        first, second = asyncio.Event(), asyncio.Event()
        await several.begin(100, first).wait()
        await several.begin(1, second).wait()
        assert several.turned_away == 1
        first.set()
        second.set()
        await several.end()
        await several.begin(100, first).wait()
        await several.end()

    assert played(play).turned_away == 1


def test_of_a_photo_only_what_is_not_on_disk_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PHOTO_BYTES", 30_000)

    async def play(several: Several) -> None:
        answered = asyncio.Event()
        await several.begin(5_000, answered, "/api/v1/uploads/a").wait()
        assert several.room.held == 30_000
        answered.set()
        await several.end()

    assert played(play).turned_away == 0


def test_tablet_that_is_turned_away_comes_again_and_loses_nothing(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = central.tablet()
    tablet.finding(statement="Seen " * 400)
    message = tablet.batch()
    monkeypatch.setattr(room, "ROOM_BYTES", 1_000)
    answer = tablet.post(routes.PUSH, message)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert answer.json()["number"] == refusals.SERVER_TROUBLE.number
    monkeypatch.setattr(room, "ROOM_BYTES", ROOM)
    assert tablet.push(message).n == 1


def test_photo_that_is_turned_away_goes_on_where_it_was(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet, address = begun(central)
    announce(tablet)
    assert part(central.client, tablet, address, 0, PHOTO[:50_000]).status_code == 204
    monkeypatch.setattr(room, "ROOM_BYTES", 1_000)
    answer = part(central.client, tablet, address, 50_000, PHOTO[50_000:])
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    monkeypatch.setattr(room, "ROOM_BYTES", len(PHOTO))
    offset = offset_of(central.client, tablet, address)
    assert offset == 50_000
    assert part(central.client, tablet, address, offset, PHOTO[offset:]).status_code == 204
    assert received_at(central) is not None
