"""What the record knows of backups: told once, in either home, and from records older than that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import text

from sync_server.record.backups import (
    Backup,
    backed_up_to,
    forget_receipts,
    last_backup,
    note_backup,
    photos_backed_up,
    photos_of_record,
)
from sync_server.record.chains import Source
from sync_server.record.database import open_record, reading, writing
from sync_server.record.homes import make_engine
from sync_server.record.upgrade import _config

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

SHA, OTHER = "5" * 64, "6" * 64
MARCH, APRIL = "2026-03-03T02:00:00.000Z", "2026-04-03T02:00:00.000Z"
TABLET = Source("d" * 32, "e" * 32)


@pytest.fixture
def engine(new_address: str) -> Iterator[Engine]:
    """A record of the first version with two received photos, brought up to date."""
    first = make_engine(new_address)
    with first.begin() as connection:
        command.upgrade(_config(connection), "0001")
        for sha in (SHA, OTHER):
            row = {"sha": sha, "at": MARCH}
            connection.execute(text("insert into photo values (:sha, 10, 4, 3, :at, :at)"), row)
    first.dispose()
    engine = open_record(new_address)
    yield engine
    engine.dispose()


def a_backup(name: str, verified_at: str) -> Backup:
    return Backup(name, "/media/backups", verified_at, verified_at, 7, "f" * 64, 7, 1)


def test_record_from_before_has_its_photos_and_no_backup(engine: Engine) -> None:
    with reading(engine) as connection:
        assert photos_of_record(connection) == {SHA: True, OTHER: True}
        assert photos_backed_up(connection, [SHA, OTHER]) == []
        assert (last_backup(connection), backed_up_to(connection, TABLET)) == (None, 0)


def test_last_backup_says_how_far_and_a_photo_keeps_its_first(engine: Engine) -> None:
    with writing(engine) as connection:
        note_backup(connection, a_backup("a", MARCH), {(TABLET.device, TABLET.incarnation): 5}, [SHA])
        note_backup(connection, a_backup("b", APRIL), {(TABLET.device, TABLET.incarnation): 9}, [SHA, OTHER])
    with reading(engine) as connection:
        assert last_backup(connection) == a_backup("b", APRIL)
        assert backed_up_to(connection, TABLET) == 9
        assert backed_up_to(connection, Source(TABLET.device, "f" * 32)) == 0
        assert photos_backed_up(connection, [OTHER, SHA]) == [SHA, OTHER]
        since = dict(connection.execute(text("select sha256, backed_up_at from photo")).all())
    assert since == {SHA: MARCH, OTHER: APRIL}


def test_backup_told_twice_counts_once(engine: Engine) -> None:
    for _ in range(2):
        with writing(engine) as connection:
            note_backup(connection, a_backup("a", MARCH), {}, [SHA])
    with reading(engine) as connection:
        assert connection.execute(text("select count(*) from backup")).scalar_one() == 1


def test_photo_that_is_gone_is_neither_received_nor_backed_up(engine: Engine) -> None:
    with writing(engine) as connection:
        note_backup(connection, a_backup("a", MARCH), {}, [SHA, OTHER])
        forget_receipts(connection, [SHA])
    with reading(engine) as connection:
        assert photos_of_record(connection) == {SHA: False, OTHER: True}
        assert photos_backed_up(connection, [SHA, OTHER]) == [OTHER]
