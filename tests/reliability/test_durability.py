"""The proofs of what a tablet and a server keep, at a size for every day; each module says its full one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mobile.errors import StoreUnreachable
from mobile.store import memory
from mobile.store.care import open_with_care, put_right
from tests.reliability import bit_flips, io_errors, power_cuts, tablet_kills
from tests.reliability.apsw_connection import in_place_of_sqlite3
from tests.reliability.faulty_disk import VFS, Faulty

if TYPE_CHECKING:
    from pathlib import Path


def test_flipped_bits_are_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    assert bit_flips.main(["--flips", "12"]) == 0
    assert "0 unnoticed" in capsys.readouterr().out


def test_full_and_failing_disks_lose_no_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert io_errors.main(["--runs", "50"]) == 0
    assert "0 half written" in capsys.readouterr().out


def test_commit_the_disk_answered_with_an_error_is_not_taken_for_damage(tmp_path: Path) -> None:
    """SQLite undoes it and leaves it in the log, where it looks as whole as those before it."""
    disk, path = Faulty(), tmp_path / "floorwalk.db"
    with in_place_of_sqlite3(VFS):
        store = open_with_care(path)
        memory.remember(store, "long", "before " * 3000)
        disk.arm(0, full=False)
        memory.remember(store, "long", "during " * 3000)
        # The last of them is the sync.
        disk.arm(disk.writes, full=False)
        with pytest.raises(StoreUnreachable):
            memory.remember(store, "long", "undone " * 3000)
        memory.remember(store, "short", "after")
        store.close()
        again = open_with_care(path)
        assert put_right(again) is None
        assert memory.recall(again, "long") == "during " * 3000
        assert memory.recall(again, "short") == "after"
        again.close()


def test_power_cuts_lose_nothing_acknowledged(tmp_path: Path) -> None:
    history = power_cuts.tablet_history(tmp_path, "1", "", steps=15)
    assert power_cuts.play(history, 0, 60, 1, tmp_path) == []


def test_power_cuts_lose_nothing_the_server_acknowledged(tmp_path: Path) -> None:
    history = power_cuts.server_history(tmp_path, "1", "", visits=3)
    assert power_cuts.play(history, 0, 60, 1, tmp_path) == []


@pytest.mark.parametrize("synchronous", ["OFF", "NORMAL"])
def test_weaker_settings_are_seen_to_lose_something(tmp_path: Path, synchronous: str) -> None:
    history = power_cuts.tablet_history(tmp_path, f"1{synchronous}", synchronous, steps=25)
    assert power_cuts.play(history, 0, 40, 1, tmp_path)


def test_killed_tablet_has_every_text_it_called_saved(capsys: pytest.CaptureFixture[str]) -> None:
    assert tablet_kills.main(["--runs", "5"]) == 0
    assert "0 of them lost" in capsys.readouterr().out
