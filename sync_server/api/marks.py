"""Marks photos as received: those that arrive at about the same time in one transaction."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sync_server.api.threads import in_thread
from sync_server.record.database import write
from sync_server.record.received import mark_received

if TYPE_CHECKING:
    from sync_server.record.database import Engine


class Marks:
    """Photos that wait for being marked; for the one event loop that serves them.

    A transaction takes about as long for eight photos as for one, because most of it is waiting for the disk.
    So those that come while one is under way wait for the next, which takes them all.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: dict[str, list[asyncio.Future[None]]] = {}
        self._at_work: asyncio.Task[None] | None = None

    async def received(self, sha256: str) -> None:
        """Mark a photo whose bytes are whole and durable; returns once the mark is durable too.

        Raises:
            Refused: the record can't be written right now.
        """
        marked = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(sha256, []).append(marked)
        if self._at_work is None:
            self._at_work = asyncio.create_task(self._mark_all())
        await marked

    async def _mark_all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, {}
                await self._mark(batch)
        finally:
            self._at_work = None

    async def _mark(self, batch: dict[str, list[asyncio.Future[None]]]) -> None:
        trouble: Exception | None = None
        try:
            await in_thread(_write, self._engine, list(batch))
        except Exception as error:  # noqa: BLE001 - whoever waits raises it
            trouble = error
        for marked in (one for waiting in batch.values() for one in waiting):
            if marked.done():  # its request was ended meanwhile
                continue
            if trouble is None:
                marked.set_result(None)
            else:
                marked.set_exception(trouble)


def _write(engine: Engine, photos: list[str]) -> None:
    now = datetime.now(UTC)
    write(engine, lambda connection: mark_received(connection, photos, now))
