"""Copying a record: a full disk is told as one, and a record nobody has used is told from one in use."""

from __future__ import annotations

import errno
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from sync_server.keys import open_keys
from sync_server.record import copying
from sync_server.record.copying import copy_to_file, is_untouched, is_untouched_file
from sync_server.record.database import reading, writing
from sync_server.record.devices import mint_code
from sync_server.record.start import start_record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture
def engine(new_address: str, tmp_path: Path) -> Iterator[Engine]:
    """A record that a server has just made."""
    engine = start_record(new_address, open_keys(tmp_path))
    yield engine
    engine.dispose()


def test_record_is_in_use_once_something_was_put_into_it(engine: Engine, tmp_path: Path) -> None:
    with reading(engine) as connection:
        assert is_untouched(connection)
    copy_to_file(engine, tmp_path / "new.db")
    assert is_untouched_file(tmp_path / "new.db")
    with writing(engine) as connection:
        mint_code(connection, None, datetime.now(UTC))
    with reading(engine) as connection:
        assert not is_untouched(connection)
    copy_to_file(engine, tmp_path / "used.db")
    assert not is_untouched_file(tmp_path / "used.db")


def test_file_that_can_not_be_read_counts_as_in_use(tmp_path: Path) -> None:
    (tmp_path / "odd.db").write_bytes(b"no database at all" * 100)
    assert not is_untouched_file(tmp_path / "odd.db")


def test_copy_is_one_file_that_nobody_else_may_read(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir()
    copy_to_file(engine, tmp_path / "copies" / "copy.db")
    (found,) = (tmp_path / "copies").iterdir()
    assert found.stat().st_mode & 0o777 == 0o600


def test_disk_that_is_full_is_told_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Small:
        """SQLite with room for two pages."""

        Error = sqlite3.Error
        SQLITE_FULL = sqlite3.SQLITE_FULL

        @staticmethod
        def connect(*given: object) -> sqlite3.Connection:
            connection = sqlite3.connect(*given)  # type: ignore[arg-type]
            connection.execute("PRAGMA max_page_count = 2")
            return connection

    engine = start_record(f"sqlite:///{tmp_path / 'record.db'}", open_keys(tmp_path))
    monkeypatch.setattr(copying, "sqlite3", Small)
    with pytest.raises(OSError, match="full") as told:
        copy_to_file(engine, tmp_path / "copy.db")
    engine.dispose()
    assert told.value.errno == errno.ENOSPC
