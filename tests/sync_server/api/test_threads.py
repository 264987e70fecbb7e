"""Work in a thread ends before whoever asked for it goes on, also where that one was cancelled."""

from __future__ import annotations

import asyncio
import threading

import pytest

from sync_server.api.threads import in_thread, in_turn


@pytest.mark.parametrize("way", [in_thread, in_turn])
def test_work_gives_what_it_returns_and_raises_what_it_raises(way) -> None:
    async def scenario() -> int:
        with pytest.raises(ZeroDivisionError):
            await way(divmod, 1, 0)
        return await way(int, "7", base=8)

    assert asyncio.run(scenario()) == 7


def test_who_is_cancelled_hears_so_when_the_work_has_ended() -> None:
    begun, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        may_end.wait(20)
        ended.set()

    async def scenario() -> None:
        task = asyncio.create_task(in_thread(work))
        await asyncio.to_thread(begun.wait, 20)
        task.cancel()
        done, _ = await asyncio.wait([task], timeout=0.01)
        assert not done
        may_end.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert ended.is_set()

    asyncio.run(scenario())
