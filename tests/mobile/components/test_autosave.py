"""What is typed is saved after a short pause, and now and then while somebody types without one."""

import asyncio

import pytest

from mobile.components import autosave
from mobile.components.autosave import Autosave
from mobile.errors import StoreFull
from tests.support.headless import run


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(autosave, "PAUSE", 0.05)
    monkeypatch.setattr(autosave, "LONGEST", 0.2)


def test_letters_in_a_row_are_saved_once_after_the_last() -> None:
    saved: list[str] = []

    async def scenario() -> list[bool]:
        keeper = Autosave(saved.append)
        return await asyncio.gather(*(keeper.typed("Labels"[:end]) for end in range(1, 7)))

    assert run(scenario) == [False] * 5 + [True]
    assert saved == ["Labels"]


def test_typing_without_a_pause_is_saved_all_the_same() -> None:
    saved: list[str] = []

    async def scenario() -> None:
        keeper = Autosave(saved.append)
        typing = []
        while not saved:
            typing.append(asyncio.ensure_future(keeper.typed("x" * (len(typing) + 1))))
            await asyncio.sleep(autosave.PAUSE / 5)
        await asyncio.gather(*typing)

    run(scenario)
    assert len(saved[0]) > 2


def test_what_waits_is_saved_at_once_when_the_field_goes() -> None:
    saved: list[str] = []

    async def scenario() -> None:
        keeper = Autosave(saved.append)
        typing = asyncio.ensure_future(keeper.typed("Lab"))
        await asyncio.sleep(0)
        assert keeper.waiting == "Lab"
        assert keeper.flush()
        assert not keeper.flush()
        assert await typing is False

    run(scenario)
    assert saved == ["Lab"]


def test_what_could_not_be_saved_waits_for_the_next_time() -> None:
    full = [True]
    saved: list[str] = []

    def save(text: str) -> None:
        if full[0]:
            raise StoreFull
        saved.append(text)

    async def scenario() -> None:
        keeper = Autosave(save)
        with pytest.raises(StoreFull):
            await keeper.typed("Labels")
        assert keeper.waiting == "Labels"
        full[0] = False
        assert keeper.flush()
        assert keeper.waiting is None

    run(scenario)
    assert saved == ["Labels"]


def test_text_is_saved_from_a_full_disk_once_the_reserve_is_given_up() -> None:
    reserves = [True]
    saved: list[str] = []

    def save(text: str) -> None:
        if reserves:
            reserves.clear()
            raise StoreFull(made_room=True)
        saved.append(text)

    async def scenario() -> None:
        keeper = Autosave(save)
        assert await keeper.typed("Labels")
        assert keeper.waiting is None

    run(scenario)
    assert saved == ["Labels"]


def test_text_stays_waiting_while_there_is_no_room() -> None:
    def save(_: str) -> None:
        raise StoreFull

    async def scenario() -> None:
        keeper = Autosave(save)
        for text in ("Lab", "Labels"):
            with pytest.raises(StoreFull):
                await keeper.typed(text)
            assert keeper.waiting == text

    run(scenario)
