"""Published checklists stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklists.files.catalog import shipped
from sync_server.errors import CannotGoOn
from sync_server.keys import open_keys
from sync_server.record import start
from sync_server.record.checklists import current_checklists, publish, published
from sync_server.record.database import open_record, reading, writing
from tests.support.sending import AT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

ONE = shipped()[0]


@pytest.fixture
def connection(new_address: str) -> Iterator[Connection]:
    engine = open_record(new_address)
    with writing(engine) as connection:
        yield connection
    engine.dispose()


def test_published_checklist_comes_back_as_it_was(connection: Connection) -> None:
    publish(connection, ONE, AT)
    publish(connection, ONE, AT)
    assert published(connection, ONE.id, ONE.version) == ONE
    assert published(connection, ONE.id, ONE.version + 1) is None


def test_published_version_never_changes(connection: Connection) -> None:
    publish(connection, ONE, AT)
    with pytest.raises(CannotGoOn, match="a published version never changes"):
        publish(connection, ONE.model_copy(update={"title": "Another"}), AT)
    assert published(connection, ONE.id, ONE.version) == ONE


def test_newest_version_is_current(connection: Connection) -> None:
    newer = ONE.model_copy(update={"version": ONE.version + 1, "title": "Newer"})
    publish(connection, newer, AT)
    publish(connection, ONE, AT)
    assert current_checklists(connection) == [newer]


def test_server_starts_with_what_is_published_when_a_shipped_one_was_edited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'started.db'}"
    keys = open_keys(tmp_path)
    start.start_record(url, keys).dispose()
    monkeypatch.setattr(start, "shipped", lambda: (ONE.model_copy(update={"title": "Edited"}),))
    engine = start.start_record(url, keys)
    with reading(engine) as connection:
        assert published(connection, ONE.id, ONE.version) == ONE
    engine.dispose()
