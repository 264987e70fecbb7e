"""The reserve while the app runs: given up once, back when there is room."""

import threading
from pathlib import Path

from mobile.photos.reserve import Reserve
from mobile.photos.space import Ballast


def test_reserve_comes_back_when_there_is_room_again(tmp_path: Path) -> None:
    room, back = [10_000_000], threading.Event()

    class Told(Ballast):
        def ensure(self) -> bool:
            there = super().ensure()
            if there and room[0] > 10_000_000:
                back.set()
            return there

    reserve = Reserve(Told(tmp_path, 1_000_000, lambda: room[0]), look_seconds=0.01)
    room[0] = 0
    assert reserve.give_up()
    assert not reserve.give_up()
    room[0] = 20_000_000
    assert back.wait(30)
    reserve.close()
    assert (tmp_path / "ballast").stat().st_size == 1_000_000


def test_reserve_takes_no_room_that_words_need(tmp_path: Path) -> None:
    reserve = Reserve(Ballast(tmp_path, 1_000_000, lambda: 2_000_000), look_seconds=0.01)
    assert not (tmp_path / "ballast").exists()
    assert not reserve.give_up()
    reserve.close()
