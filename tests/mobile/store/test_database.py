"""Opening the database: new, newer, damaged, full, and two connections at once."""

import sqlite3
import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from mobile.errors import StoreBusy, StoreDamaged, StoreFull, StoreTooNew, StoreUnreachable
from mobile.store import database, journal, memory, visits
from mobile.store.database import Store
from tests.support.receipts import all_received
from tests.support.tablet_samples import ANA, a_visit


def pragma(store: Store, name: str) -> object:
    return store.rows(f"pragma {name}")[0][0]


def test_every_save_survives_a_power_cut_by_its_settings(store: Store) -> None:
    assert (pragma(store, "journal_mode"), pragma(store, "synchronous")) == ("wal", 2)
    assert (pragma(store, "foreign_keys"), pragma(store, "busy_timeout")) == (1, 5000)


def test_what_was_saved_is_there_after_reopening(open_store: Callable[..., Store]) -> None:
    first = open_store()
    visit = a_visit(first)
    first.close()
    assert visits.get(open_store(), visit.id) == visit


def test_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "tablet.db"
    Store.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(
            "insert into _sqlite_migrations(migration_set, name, applied_at) "
            "values ('tablet', 'm999_later', '')"
        )
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreTooNew, match="newer version of the app"):
        Store.open(path)
    assert path.read_bytes() == before


def test_file_that_is_no_database_is_left_in_place(tmp_path: Path) -> None:
    path = tmp_path / "tablet.db"
    path.write_bytes(b"These are somebody's holiday notes. " * 100)
    with pytest.raises(StoreDamaged, match="Close the app and open it again"):
        Store.open(path)
    assert path.read_bytes().startswith(b"These are")


def test_database_with_a_damaged_page_is_noticed_at_opening(tmp_path: Path) -> None:
    path = tmp_path / "tablet.db"
    store = Store.open(path)
    visit = a_visit(store)
    for number in range(50):
        visits.note(store, ANA.id, visit.id, "q1", f"note {number} " * 50)
    store.close()
    data = bytearray(path.read_bytes())
    for start in range(4096 * 8, len(data), 4096 * 3):
        data[start : start + 200] = b"\xff" * 200
    path.write_bytes(data)
    with pytest.raises(StoreDamaged):
        Store.open(path)


def test_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachable, match="can't open or write"):
        Store.open(tmp_path / "nowhere" / "tablet.db")


def test_full_disk_is_a_sentence_and_keeps_what_was_saved(store: Store) -> None:
    visit = a_visit(store)
    visits.note(store, ANA.id, visit.id, "q1", "saved before")
    store.execute(f"pragma max_page_count = {pragma(store, 'page_count')}")
    with pytest.raises(StoreFull, match=r"What you saved before is safe.*not saved yet"):
        visits.note(store, ANA.id, visit.id, "q2", "x" * 100_000)
    assert visits.answer(store, visit.id, "q2").note == ""
    store.execute("pragma max_page_count = 100000")
    visits.note(store, ANA.id, visit.id, "q2", "room again")
    assert visits.answer(store, visit.id, "q1").note == "saved before"
    assert visits.answer(store, visit.id, "q2").note == "room again"


def test_full_disk_gives_up_the_reserve_and_says_so(store: Store) -> None:
    visit = a_visit(store)
    reserves = [True]
    store.make_room = lambda: reserves.pop() if reserves else False
    store.execute(f"pragma max_page_count = {pragma(store, 'page_count')}")
    with pytest.raises(StoreFull, match="reserve was given up") as first:
        visits.note(store, ANA.id, visit.id, "q2", "x" * 100_000)
    assert first.value.made_room
    with pytest.raises(StoreFull, match="free some space and try again") as second:
        visits.note(store, ANA.id, visit.id, "q2", "x" * 100_000)
    assert not second.value.made_room


def test_transaction_that_breaks_off_leaves_nothing(store: Store) -> None:
    def remember_and_slip() -> None:
        with store.transaction():
            memory.remember(store, "theme", "dark")
            raise RuntimeError("slip")

    with pytest.raises(RuntimeError):
        remember_and_slip()
    assert memory.recall(store, "theme") is None


def test_inner_transaction_can_be_given_up_alone(store: Store) -> None:
    def inner() -> None:
        with store.transaction():
            memory.remember(store, "inner", "gone")
            raise RuntimeError("slip")

    with store.transaction():
        memory.remember(store, "outer", "kept")
        with pytest.raises(RuntimeError):
            inner()
    assert (memory.recall(store, "outer"), memory.recall(store, "inner")) == ("kept", None)


def test_two_connections_that_write_at_once_lose_nothing(open_store: Callable[..., Store]) -> None:
    stores = [open_store(), open_store()]
    visit = a_visit(stores[0])

    def tap(store: Store, question: str) -> None:
        for number in range(40):
            visits.note(store, ANA.id, visit.id, question, f"note {number}")

    threads = [
        threading.Thread(target=tap, args=(store, f"q{n}")) for n, store in enumerate([*stores, stores[0]])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    all_received(stores[0])
    links = stores[0].rows("select n, prev, hash from link order by n")
    assert len(links) == 1 + 3 * 40
    assert [row["n"] for row in links] == list(range(1, 122))
    assert all(after["prev"] == before["hash"] for before, after in pairwise(links))
    answers = {visits.answer(stores[1], visit.id, f"q{n}").note for n in range(3)}
    assert answers == {"note 39"}


def test_opening_twice_at_once_migrates_once(tmp_path: Path) -> None:
    slips: list[BaseException] = []

    def open_and_close() -> None:
        try:
            Store.open(tmp_path / "tablet.db").close()
        except BaseException as slip:  # noqa: BLE001 - told to the test's own thread
            slips.append(slip)

    threads = [threading.Thread(target=open_and_close) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert slips == []


def test_writer_that_is_kept_waiting_too_long_is_told(
    open_store: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.01)
    slow, quick = open_store(), open_store()
    with slow.transaction(), pytest.raises(StoreBusy, match="try again in a moment"):
        memory.remember(quick, "theme", "dark")


def contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    tables = ("op", "field", "replaced", "link", "identity", "photo", "photo_of")
    return {
        table: [tuple(row) for row in store.rows(f"select * from {table}")]  # noqa: S608 - the names above
        for table in tables
    }


@pytest.mark.parametrize("crash_at", range(1, 8))
def test_change_cut_at_any_statement_leaves_nothing_of_it(
    store: Store, monkeypatch: pytest.MonkeyPatch, crash_at: int
) -> None:
    visit = a_visit(store)
    visits.note(store, ANA.id, visit.id, "q1", "first")
    before = contents(store)
    execute, done = store.execute, []

    def crashing(sql: str, parameters: object = ()) -> int:
        done.append(sql)
        if len(done) == crash_at:
            raise ConnectionAbortedError("the battery is flat")
        return execute(sql, parameters)

    monkeypatch.setattr(store, "execute", crashing)
    values = {"answer/q1/note": "second", "answer/q1/judgement": "conforms"}
    with pytest.raises(ConnectionAbortedError):
        journal.write(store, person=ANA.id, kind="visit", record=visit.id, values=values)
    assert contents(store) == before
