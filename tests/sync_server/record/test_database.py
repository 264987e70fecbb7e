"""Opening the central record: its tables, its settings, and databases it can't use."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import insert, select

from checklists.journal.chain import START
from sync_server.errors import CannotGoOn
from sync_server.record import schema
from sync_server.record.database import open_record, reading, writing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_record(f"sqlite:///{tmp_path / 'record.db'}")
    yield engine
    engine.dispose()


def test_migrations_make_the_schema_in_the_code(engine: Engine) -> None:
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, schema.metadata) == []


def test_opening_again_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as connection:
        connection.execute(insert(schema.department), {"id": "a", "name": "A"})
    again = open_record(f"sqlite:///{tmp_path / 'record.db'}")
    with reading(again) as connection:
        assert connection.execute(select(schema.department.c.id)).scalars().all() == ["a"]
        assert connection.execute(select(schema.counter)).all() == [("feed", 0, START)]
    again.dispose()


def test_what_is_committed_survives_a_power_cut(engine: Engine) -> None:
    with reading(engine) as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15_000}


def test_writers_wait_for_each_other(engine: Engine) -> None:
    """Each reads, then writes what it read plus one: none is lost, and none is turned away."""

    def add_some() -> None:
        for _ in range(10):
            with writing(engine) as connection:
                value = connection.execute(select(schema.counter.c.value)).scalar_one()
                connection.execute(schema.counter.update().values(value=value + 1))

    threads = [threading.Thread(target=add_some) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with reading(engine) as connection:
        assert connection.execute(select(schema.counter.c.value)).scalar_one() == 40


def test_what_is_raised_undoes_the_whole_transaction(engine: Engine) -> None:
    def write_and_stumble() -> None:
        with writing(engine) as connection:
            connection.execute(insert(schema.department), {"id": "a", "name": "A"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_stumble()
    with reading(engine) as connection:
        assert connection.execute(select(schema.department)).all() == []


def test_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    open_record(f"sqlite:///{path}").dispose()
    with sqlite3.connect(path) as database:
        database.execute("update alembic_version set version_num = '9999'")
    with pytest.raises(CannotGoOn, match=r"newer version of Floorwalk\. Nothing in it was changed"):
        open_record(f"sqlite:///{path}")
    with sqlite3.connect(path) as database:
        assert database.execute("select version_num from alembic_version").fetchall() == [("9999",)]


def test_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(CannotGoOn, match="can't be opened: file is not a database"):
        open_record(f"sqlite:///{path}")
    assert path.read_bytes() == b"not a database" * 100


@pytest.mark.parametrize(
    "url", ["", "record.db", "oracle://x/y", "sqlite", "nonsense://", "postgresql+nothing://x"]
)
def test_address_that_is_none_is_said_so(url: str) -> None:
    with pytest.raises(CannotGoOn, match="DATABASE_URL"):
        open_record(url)


def test_password_in_the_address_is_not_shown(tmp_path: Path) -> None:
    with pytest.raises(CannotGoOn) as said:
        open_record("postgresql+psycopg://somebody:secret@127.0.0.1:1/nothing")
    assert "secret" not in str(said.value)
