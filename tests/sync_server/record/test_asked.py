"""What is asked through the driver is what SQLAlchemy would have asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from checklists.protocol import refusals
from sync_server.errors import Refused
from sync_server.record import schema
from sync_server.record.asked import Asked, insert_through, say
from sync_server.record.database import reading, writing

if TYPE_CHECKING:
    from sync_server.record.database import Engine
    from tests.sync_server.conftest import Central

_C = schema.department.c
_NAMED = (
    select(_C.id, _C.name)
    .where(_C.name != bindparam("other"), _C.id.in_(bindparam("ids", expanding=True)))
    .order_by(_C.id.desc())
    .limit(2)
)


@pytest.fixture
def engine(central: Central) -> Engine:
    engine: Engine = central.app.state.engine
    with writing(engine) as connection:
        rows = [{"id": f"d-{n}", "name": f"Name {n}"} for n in range(4)]
        connection.execute(schema.department.insert(), rows)
    return engine


@pytest.mark.parametrize("ids", [[], ["d-1"], ["d-3", "d-0", "d-2"], ["none"]])
def test_rows_are_those_of_the_statement(engine: Engine, ids: list[str]) -> None:
    asked = Asked(_NAMED)
    with reading(engine) as connection:
        expected = [tuple(row) for row in connection.execute(_NAMED, {"other": "Name 3", "ids": ids})]
        for _ in range(2):
            assert [*asked.rows(connection, ids=ids, other="Name 3")] == expected


def test_change_is_made_in_the_transaction(engine: Engine) -> None:
    rename = Asked(update(schema.department).where(_C.id == "d-1").values(name=bindparam("name")))
    with engine.connect() as connection, connection.begin() as transaction:
        rename.do(connection, name="Undone")
        transaction.rollback()
    with writing(engine) as connection:
        rename.do(connection, name="Done")
    with reading(engine) as connection:
        assert connection.execute(select(_C.name).where(_C.id == "d-1")).scalar_one() == "Done"


def test_errors_are_those_of_sqlalchemy(engine: Engine) -> None:
    insert = "INSERT INTO department (id, name) VALUES ({0}, {0})"
    place = "?" if engine.dialect.name == "sqlite" else "%s"
    with pytest.raises(IntegrityError), engine.begin() as connection:
        insert_through(connection, insert.format(place), [("d-1", "Twice")])
    with pytest.raises(DatabaseError), engine.begin() as connection:
        say(connection, "SELECT * FROM nowhere")


@pytest.mark.parametrize("home", ["sqlite"])
def test_trouble_has_a_number(engine: Engine) -> None:
    with pytest.raises(Refused) as caught, reading(engine) as connection:
        say(connection, "SELECT * FROM nowhere")
    assert caught.value.refusal is refusals.SERVER_TROUBLE
