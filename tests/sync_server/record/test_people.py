"""People in the record: PINs, passwords, and loading them again."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from checklists.records.person import Role
from sync_server.record import schema
from sync_server.record.database import open_record, reading, writing
from sync_server.record.people import NewPerson, office_person, people, person, person_id, put_people

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

ANA = NewPerson("ana", "Ana Horvat", Role.QUALITY_MANAGER, None, pin="1111", password="floorwalk")


@pytest.fixture
def connection(new_address: str) -> Iterator[Connection]:
    engine = open_record(new_address)
    with writing(engine) as connection:
        put_people(connection, [ANA])
        yield connection
    engine.dispose()


def test_office_takes_name_and_password(connection: Connection) -> None:
    found = office_person(connection, " ana HORVAT ", "floorwalk")
    assert found is not None
    assert found.id == person_id("ana")


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Ana Horvat", "Floorwalk"),
        ("Ana Horvat", ""),
        ("Nobody", "floorwalk"),
        ("", ""),
        ("Ana Horvat", "\ud800"),
    ],
)
def test_office_takes_nothing_else(connection: Connection, name: str, password: str) -> None:
    assert office_person(connection, name, password) is None


def test_who_left_or_has_no_password_stays_out(connection: Connection) -> None:
    put_people(connection, [dataclasses.replace(ANA, active=False)])
    assert office_person(connection, "Ana Horvat", "floorwalk") is None
    put_people(connection, [dataclasses.replace(ANA, password=None)])
    assert office_person(connection, "Ana Horvat", "floorwalk") is None


def test_loading_again_keeps_hashes_until_the_secret_changes(connection: Connection) -> None:
    def row() -> tuple[str, ...]:
        return tuple(connection.execute(select(schema.person)).one())

    before = row()
    put_people(connection, [ANA])
    assert row() == before
    put_people(connection, [dataclasses.replace(ANA, pin="2222", password="another one", name="Ana H.")])
    assert all(new != old for new, old in zip(row()[4:7], before[4:7], strict=True))
    found = person(connection, person_id("ana"))
    assert found is not None
    assert found.name == "Ana H."
    assert found.pin is not None
    assert found.pin.matches("2222")


def test_secrets_are_kept_as_hashes(connection: Connection) -> None:
    row = connection.execute(select(schema.person)).one()
    assert "1111" not in row.pin_hash
    assert row.password_hash.startswith("$argon2id$")


def test_people_come_by_name(tmp_path: Path) -> None:
    engine = open_record(f"sqlite:///{tmp_path / 'others.db'}")
    with writing(engine) as connection:
        put_people(connection, [dataclasses.replace(ANA, slug=name, name=name, pin=None) for name in "cab"])
    with reading(engine) as connection:
        assert [one.name for one in people(connection)] == ["a", "b", "c"]
    engine.dispose()
