"""The log is carried over into the file so that each page's sum is known, whenever that is cut off."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from mobile.store import carrying, memory, sums
from mobile.store.damage import look
from mobile.store.database import Store


def test_closed_database_is_vouched_for(open_store: Callable[..., Store]) -> None:
    store = open_store()
    memory.remember(store, "theme", "dark")
    store.close()
    assert carrying.vouched(store.path)


def test_whoever_is_writing_is_not_kept_waiting(open_store: Callable[..., Store]) -> None:
    store, other = open_store(), open_store()
    memory.remember(store, "theme", "dark")
    with other.transaction():
        assert not store.carry_over()
    assert store.carry_over()


def test_long_log_is_carried_over_by_itself(
    open_store: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "_LOG_BYTES", 50_000)
    store = open_store()
    for number in range(40):
        memory.remember(store, f"key {number}", "x" * 4000)
    if store._carrying is not None:
        store._carrying.join()
    assert store.path.stat().st_size > 50_000
    assert sums.load(store.path) is not None


def test_page_may_be_the_one_before_or_the_one_that_was_coming(
    open_store: Callable[..., Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store()
    memory.remember(store, "theme", "dark")
    store.carry_over()
    memory.remember(store, "theme", "light")
    before = store.path.read_bytes()
    monkeypatch.setattr(sums, "mark", lambda _database: None)
    store.carry_over()
    cut = tmp_path / "cut"
    cut.mkdir()
    for file in tmp_path.glob("tablet.db*"):
        shutil.copy2(file, cut / file.name)
    # The pages had not been written yet, or only some of them.
    pages = bytearray(store.path.read_bytes())
    assert pages != before
    pages[: len(pages) // 2] = before[: len(pages) // 2]
    (cut / "tablet.db").write_bytes(pages)
    found = look(cut / "tablet.db")
    assert (found.beyond, found.bits, found.vouched) == (False, 0, True)
    again = Store.open(cut / "tablet.db")
    assert memory.recall(again, "theme") == "light"
    again.close()


def test_what_another_program_wrote_is_measured_anew(open_store: Callable[..., Store]) -> None:
    store = open_store()
    memory.remember(store, "theme", "dark")
    store.close()
    with sqlite3.connect(store.path) as connection:
        connection.execute("update memory set value = 'light'")
    connection.close()
    assert not carrying.vouched(store.path)
    again = open_store()
    memory.remember(again, "look", "sunlight")
    again.close()
    assert carrying.vouched(store.path)


@pytest.mark.parametrize("bit", [0, 9, 4095 * 8 + 7, 20_000])
def test_one_turned_bit_of_a_page_is_found_by_its_sum(bit: int) -> None:
    page = bytes(range(256)) * 16
    turned = bytearray(page)
    turned[bit // 8] ^= 1 << bit % 8
    crc = sums.measure(page, 4096)[0]
    assert sums.turned_back(bytes(turned), crc) == page
    turned[5] ^= 3
    assert sums.turned_back(bytes(turned), crc) is None
