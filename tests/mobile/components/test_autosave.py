"""What is typed is saved after a pause, at the latest every two seconds, and also from a full disk."""

import asyncio

import pytest

from mobile.components.autosave import Autosave
from mobile.errors import StoreFull
from tests.support.headless import run


def test_a_pause_saves_the_newest_text_once() -> None:
    saved: list[str] = []

    async def type_quickly() -> list[bool]:
        keeper = Autosave(saved.append)
        return await asyncio.gather(*(keeper.typed("faded"[:n]) for n in range(1, 6)))

    assert run(type_quickly) == [False, False, False, False, True]
    assert saved == ["faded"]


def test_text_is_saved_from_a_full_disk_once_the_reserve_is_given_up() -> None:
    saved: list[str] = []
    troubles = [StoreFull(made_room=True)]

    def save(text: str) -> None:
        if troubles:
            raise troubles.pop()
        saved.append(text)

    keeper = Autosave(save)
    keeper.waiting = "four of four"
    assert keeper.flush()
    assert saved == ["four of four"]
    assert keeper.waiting is None


def test_text_stays_waiting_while_there_is_no_room() -> None:
    def save(_: str) -> None:
        raise StoreFull

    keeper = Autosave(save)
    keeper.waiting = "four of four"
    with pytest.raises(StoreFull):
        keeper.flush()
    assert keeper.waiting == "four of four"
