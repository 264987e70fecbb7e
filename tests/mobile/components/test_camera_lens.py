"""Nothing ends before the camera has answered."""

import asyncio

import pytest

from mobile.components.camera_lens import Asking
from tests.support.headless import run


def test_what_waits_for_the_camera_is_done_once_everything_is_answered() -> None:
    log: list[str] = []

    async def then() -> None:
        log.append("ended")

    async def scenario() -> None:
        asking, first, second = Asking(), asyncio.Event(), asyncio.Event()
        calls = [asyncio.create_task(asking.ask(one.wait())) for one in (first, second)]
        await asyncio.sleep(0)
        assert not await asking.when_answered(then)
        first.set()
        await calls[0]
        assert log == []
        second.set()
        await calls[1]
        assert log == ["ended"]

    run(scenario)


def test_nothing_asked_ends_at_once() -> None:
    log: list[str] = []

    async def then() -> None:
        log.append("ended")

    async def scenario() -> None:
        assert await Asking().when_answered(then)

    run(scenario)
    assert log == ["ended"]


def test_camera_that_could_not_answer_keeps_nobody() -> None:
    log: list[str] = []

    async def then() -> None:
        log.append("ended")

    async def broken(go: asyncio.Event) -> None:
        await go.wait()
        raise OSError("no camera")

    async def scenario() -> None:
        asking, go = Asking(), asyncio.Event()
        call = asyncio.create_task(asking.ask(broken(go)))
        await asyncio.sleep(0)
        await asking.when_answered(then)
        go.set()
        with pytest.raises(OSError, match="no camera"):
            await call

    run(scenario)
    assert log == ["ended"]
