"""A restore learns that servers use the record, wherever that is, and servers that a restore is under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from sync_server.errors import CannotGoOn, Refused
from sync_server.record import serving
from sync_server.record.database import open_record, reading
from sync_server.record.serving import nobody_serves, show_that_it_serves

if TYPE_CHECKING:
    from tests.support.postgresql import PostgreSQL


@pytest.fixture
def address(postgresql: PostgreSQL, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(serving, "PATIENCE_SECONDS", 0)
    address = postgresql.new_database()
    open_record(address).dispose()
    return address


def test_restore_is_told_of_a_server_until_it_ends(address: str) -> None:
    engine = open_record(address)
    show_that_it_serves(engine)
    with (
        pytest.raises(CannotGoOn, match=r"A Floorwalk server is running .* Stop every server"),
        nobody_serves(address),
    ):
        pass
    engine.dispose()
    with nobody_serves(address):
        pass


def test_server_that_lost_its_connection_is_seen_again(address: str) -> None:
    engine = open_record(address)
    show_that_it_serves(engine)
    with engine.connect() as connection:
        connection.execute(text("select pg_terminate_backend(pg_backend_pid()) where false"))
    engine.dispose()
    with reading(engine) as connection:
        connection.execute(text("select 1"))
    with pytest.raises(CannotGoOn, match="is running"), nobody_serves(address):
        pass
    engine.dispose()


def test_servers_and_commands_use_one_record_together(address: str) -> None:
    engines = [open_record(address) for _ in range(3)]
    for engine in engines[:2]:
        show_that_it_serves(engine)
    for engine in engines:
        with reading(engine) as connection:
            assert connection.execute(text("select 1")).scalar_one() == 1
        engine.dispose()


def test_server_does_not_start_into_a_restore(address: str) -> None:
    engine = open_record(address)
    with nobody_serves(address), pytest.raises(CannotGoOn, match="A backup is being restored"):
        show_that_it_serves(engine)
    engine.dispose()


def test_server_without_connections_is_kept_away_while_a_restore_is_under_way(address: str) -> None:
    engine = open_record(address)
    show_that_it_serves(engine)
    engine.dispose()
    with nobody_serves(address), pytest.raises(Refused, match="being restored"), reading(engine):
        pass
    with reading(engine) as connection:
        assert connection.execute(text("select 1")).scalar_one() == 1
    engine.dispose()


def test_record_in_a_file_is_left_to_its_lock_file() -> None:
    engine = open_record("sqlite://")
    show_that_it_serves(engine)
    engine.dispose()
    with nobody_serves("sqlite://"):
        pass


def test_database_that_is_not_there_is_said_so() -> None:
    with pytest.raises(CannotGoOn, match="can't be opened"), nobody_serves("postgresql://127.0.0.1:1/none"):
        pass
