"""Opening the central record: its tables, its settings, and databases it can't use."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import insert, select

from checklists.files.catalog import shipped
from checklists.journal.chain import START
from sync_server.errors import CannotGoOn, Refused
from sync_server.keys import open_keys
from sync_server.record import schema
from sync_server.record.checklists import current_checklists
from sync_server.record.database import open_record, reading, write, writing
from sync_server.record.homes import make_engine
from sync_server.record.start import start_record
from tests.support.threads import in_threads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine


@pytest.fixture
def engine(new_address: str) -> Iterator[Engine]:
    engine = open_record(new_address)
    yield engine
    engine.dispose()


def test_migrations_make_the_schema_in_the_code(engine: Engine) -> None:
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, schema.metadata) == []


def test_opening_again_changes_nothing(engine: Engine, new_address: str) -> None:
    with writing(engine) as connection:
        connection.execute(insert(schema.department), {"id": "a", "name": "A"})
    again = open_record(new_address)
    with reading(again) as connection:
        assert connection.execute(select(schema.department.c.id)).scalars().all() == ["a"]
        assert connection.execute(select(schema.counter)).all() == [("feed", 0, START)]
    again.dispose()


SETTINGS = {
    "sqlite": {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15_000},
    # A database may come with the setting off; the record's own connections put it on.
    "postgresql": {"synchronous_commit": "on", "lock_timeout": "15s"},
}


def test_what_is_committed_survives_a_power_cut(home: str, engine: Engine) -> None:
    if home == "postgresql":
        with writing(engine) as connection:
            connection.exec_driver_sql("ALTER ROLE CURRENT_USER SET synchronous_commit = off")
        engine.dispose()
    ask = "PRAGMA" if home == "sqlite" else "SHOW"
    with reading(engine) as connection:
        settings = {name: connection.exec_driver_sql(f"{ask} {name}").scalar_one() for name in SETTINGS[home]}
    if home == "postgresql":
        with writing(engine) as connection:
            connection.exec_driver_sql("ALTER ROLE CURRENT_USER RESET synchronous_commit")
    assert settings == SETTINGS[home]


def test_writers_wait_for_each_other(engine: Engine) -> None:
    """Each reads, then writes what it read plus one: none is lost, and none is turned away."""
    value = schema.counter.c.value

    def add_some() -> None:
        for _ in range(10):
            with writing(engine) as connection:
                before = connection.execute(select(value).with_for_update()).scalar_one()
                connection.execute(schema.counter.update().values(value=before + 1))

    in_threads([add_some] * 4)
    with reading(engine) as connection:
        assert connection.execute(select(value)).scalar_one() == 40


def test_reading_is_of_one_moment(engine: Engine) -> None:
    names = select(schema.department.c.id)
    with reading(engine) as connection:
        assert connection.execute(names).all() == []
        with writing(engine) as other:
            other.execute(insert(schema.department), {"id": "a", "name": "A"})
        assert connection.execute(names).all() == []
    with reading(engine) as connection:
        assert connection.execute(names).scalars().all() == ["a"]


def test_writers_that_add_the_same_row_both_end_well(engine: Engine) -> None:
    """Both look, find nothing and add it; where the database lets both in, one looks again."""
    table = schema.department
    start = threading.Barrier(4)

    def add(connection: Connection) -> None:
        if connection.execute(select(table.c.id).where(table.c.id == "a")).first() is None:
            connection.execute(insert(table), {"id": "a", "name": "A"})

    def add_together() -> None:
        start.wait(20)
        write(engine, add)

    in_threads([add_together] * 4)
    with reading(engine) as connection:
        assert connection.execute(select(table.c.name)).scalars().all() == ["A"]


def test_writers_that_wait_for_each_other_in_a_ring_both_end_well(home: str, engine: Engine) -> None:
    table = schema.department
    with writing(engine) as connection:
        connection.execute(insert(table), [{"id": "a", "name": ""}, {"id": "b", "name": ""}])
    met = threading.Barrier(2)
    first_time = {"a": True, "b": True}

    def both(first: str, then: str) -> Callable[[Connection], None]:
        def work(connection: Connection) -> None:
            for one in (first, then):
                named = table.c.name + first
                connection.execute(table.update().where(table.c.id == one).values(name=named))
                # SQLite lets in one writer at a time: nobody could come to meet it.
                if home == "postgresql" and one == first and first_time[first]:
                    first_time[first] = False
                    met.wait(20)

        return work

    in_threads([lambda: write(engine, both("a", "b")), lambda: write(engine, both("b", "a"))])
    with reading(engine) as connection:
        names = connection.execute(select(table.c.name)).scalars().all()
    assert [sorted(name) for name in names] == [["a", "b"], ["a", "b"]]


def test_servers_that_start_at_once_make_the_tables_once(new_address: str, tmp_path: Path) -> None:
    engines: list[Engine] = []
    keys = open_keys(tmp_path)
    in_threads([lambda: engines.append(start_record(new_address, keys))] * 3)
    with reading(engines[0]) as connection:
        assert connection.execute(select(schema.counter)).all() == [("feed", 0, START)]
        assert len(current_checklists(connection)) == len(shipped())
    for one in engines:
        one.dispose()
    assert len(engines) == 3


def test_what_is_raised_undoes_the_whole_transaction(engine: Engine) -> None:
    def write_and_stumble() -> None:
        with writing(engine) as connection:
            connection.execute(insert(schema.department), {"id": "a", "name": "A"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_stumble()
    with reading(engine) as connection:
        assert connection.execute(select(schema.department)).all() == []


def test_database_of_a_newer_version_is_left_alone(engine: Engine, new_address: str) -> None:
    with writing(engine) as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
    with pytest.raises(CannotGoOn, match=r"newer version of Floorwalk\. Nothing in it was changed"):
        open_record(new_address)
    with reading(engine) as connection:
        rows = connection.exec_driver_sql("select version_num from alembic_version").all()
    assert rows == [("9999",)]


def test_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(CannotGoOn, match=r"can't be opened: file is not a database.*`floorwalk restore`"):
        open_record(f"sqlite:///{path}")
    assert path.read_bytes() == b"not a database" * 100


def _filled(path: Path) -> None:
    engine = open_record(f"sqlite:///{path}")
    with writing(engine) as connection:
        rows = [{"id": f"d{n:04}", "name": "Department " * 20} for n in range(400)]
        connection.execute(insert(schema.department), rows)
    engine.dispose()


def _spoil(path: Path) -> None:
    """Write over every third page but the first ones, which say which tables there are."""
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    for start in range(middle, len(data), 3 * 4096):
        data[start : start + 200] = b"\xff" * 200
    path.write_bytes(data)


def test_damage_is_noticed_at_the_start_and_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    _filled(path)
    _spoil(path)
    with pytest.raises(
        CannotGoOn, match=r"Nothing in it was changed.*`floorwalk verify`.*`floorwalk restore`"
    ):
        open_record(f"sqlite:///{path}")


def test_damage_while_running_is_a_refusal_with_words(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    _filled(path)
    engine = open_record(f"sqlite:///{path}")
    engine.dispose()
    _spoil(path)
    with (
        pytest.raises(Refused, match=r"record is damaged\. .*`floorwalk restore`"),
        reading(engine) as connection,
    ):
        connection.execute(select(schema.department)).all()
    with pytest.raises(Refused, match="record is damaged"):
        write(engine, lambda connection: connection.execute(schema.department.delete()))
    engine.dispose()


def test_new_files_are_switched_to_the_log_by_many_at_once(tmp_path: Path) -> None:
    """SQLite turns away whoever switches at the same moment as somebody else, without waiting."""
    for number in range(6):
        address = f"sqlite:///{tmp_path / f'{number}.db'}"
        start = threading.Barrier(6)

        def open_one(address: str = address, start: threading.Barrier = start) -> None:
            start.wait(20)
            engine = make_engine(address)
            with engine.connect():
                pass
            engine.dispose()

        in_threads([open_one] * 6)
