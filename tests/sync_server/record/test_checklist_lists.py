"""The list of checklists asks for what it shows: as many statements and bytes for many drafts as for one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import event, text

from checklists.files.catalog import shipped
from sync_server.record import checklist_drafts as drafts
from sync_server.record.checklist_drafts import Author
from sync_server.record.checklists import newest_published, publish
from sync_server.record.database import open_record, reading, writing
from sync_server.record.homes import make_engine
from sync_server.record.upgrade import _config
from sync_server.web.checklists_reading import draft_of
from tests.support.sending import AT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

ANA = "a" * 32
ONE = next(one for one in shipped() if one.id == "purchasing")


@pytest.fixture
def engine(new_address: str) -> Iterator[Engine]:
    engine = open_record(new_address)
    yield engine
    engine.dispose()


def asked(engine: Engine) -> list[str]:
    """Note every statement from now on."""
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    return said


def test_open_drafts_are_listed_with_one_statement_that_reads_none_of_them(engine: Engine) -> None:
    with writing(engine) as connection:
        for n in range(5):
            name = f"draft-{n}"
            begun = drafts.begin(connection, name, {**draft_of(ONE), "id": name}, Author(ANA, AT))
            patch = {"do": "set", "at": ["checklist", "title"], "was": ONE.title, "now": f"Draft {n}"}
            drafts.change(connection, begun, patch, Author(ANA, AT))
    with reading(engine) as connection:
        said = asked(engine)
        lines = drafts.open_drafts(connection)
    assert [(one.title, one.kind) for one in lines] == [(f"Draft {n}", ONE.kind) for n in range(5)]
    (statement,) = said
    assert "document" not in statement


def test_newest_versions_are_read_with_one_statement_and_no_older_one(engine: Engine) -> None:
    with writing(engine) as connection:
        for one in shipped()[:4]:
            for version in (1, 2, 3):
                publish(connection, one.model_copy(update={"version": one.version + version}), AT)
    with reading(engine) as connection:
        said = asked(engine)
        found = newest_published(connection)
    assert {one.checklist.version for one in found} == {one.version + 3 for one in shipped()[:4]}
    assert len(said) == 1


def test_draft_from_before_is_listed_by_its_title(new_address: str) -> None:
    engine = make_engine(new_address)
    with writing(engine) as connection:
        command.upgrade(_config(connection), "0006")
        connection.execute(
            text(
                "INSERT INTO checklist_draft"
                " (id, checklist, document, revision, begun_at, begun_by, changed_at)"
                " VALUES ('d', 'purchasing', :document, 3, 'a', :ana, 'b')"
            ),
            {"document": json.dumps(draft_of(ONE)).encode(), "ana": ANA},
        )
    engine.dispose()
    upgraded = open_record(new_address)
    with reading(upgraded) as connection:
        (line,) = drafts.open_drafts(connection)
        found = drafts.open_draft(connection, "purchasing")
    upgraded.dispose()
    assert (line.title, line.kind) == (ONE.title, ONE.kind)
    assert found
    assert found.content == draft_of(ONE)
