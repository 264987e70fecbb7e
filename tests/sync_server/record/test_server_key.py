"""A record knows which key countersigns it: a server with another one is told so at its start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from sync_server.app import create_app
from sync_server.backup.verify import check_live
from sync_server.config import config_for
from sync_server.errors import CannotGoOn
from sync_server.keys import KEY_FILE, open_keys
from sync_server.record import schema
from sync_server.record.database import reading, writing
from sync_server.record.start import start_record
from tests.support.threads import in_threads

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from tests.sync_server.conftest import Central


def test_second_server_with_a_key_of_its_own_is_told_what_to_do(new_address: str, tmp_path: Path) -> None:
    start_record(new_address, open_keys(tmp_path / "first")).dispose()
    (tmp_path / "second").mkdir()
    second = config_for(tmp_path / "second", database_url=new_address)
    with pytest.raises(CannotGoOn, match=r"another server\.key .* Nothing was changed\. Copy server\.key"):
        create_app(second)
    (tmp_path / "second" / KEY_FILE).write_bytes((tmp_path / "first" / KEY_FILE).read_bytes())
    create_app(second).state.engine.dispose()


def test_fingerprint_gives_nothing_of_the_key_away(new_address: str, tmp_path: Path) -> None:
    keys = open_keys(tmp_path)
    engine = start_record(new_address, keys)
    with reading(engine) as connection:
        (noted,) = connection.execute(select(schema.server_key.c.fingerprint)).scalars()
    engine.dispose()
    assert noted == keys.fingerprint
    secrets = (keys.countersign, keys.sessions, (tmp_path / KEY_FILE).read_bytes())
    assert not any(bytes.fromhex(noted)[:8] in one for one in secrets)


def test_of_two_keys_at_once_one_is_taken(new_address: str, tmp_path: Path) -> None:
    started: list[Engine] = []
    turned_away: list[str] = []

    def start(name: str) -> None:
        try:
            started.append(start_record(new_address, open_keys(tmp_path / name)))
        except CannotGoOn as error:
            turned_away.append(str(error))

    in_threads([lambda: start("a"), lambda: start("b")])
    for engine in started:
        engine.dispose()
    assert (len(started), len(turned_away)) == (1, 1)
    assert "another server.key" in turned_away[0]


def _forget(engine: Engine) -> None:
    """Make a record one of an older version, which did not note its key."""
    with writing(engine) as connection:
        connection.execute(schema.server_key.delete())


def test_record_of_an_older_version_knows_its_key_by_its_feed(central: Central, tmp_path: Path) -> None:
    tablet = central.tablet()
    tablet.finding(kind="good_practice")
    tablet.push()
    engine = central.app.state.engine
    assert central.count(schema.feed) == 1
    _forget(engine)
    with pytest.raises(CannotGoOn, match="another server"):
        start_record(_address(engine), open_keys(tmp_path / "other"))
    assert central.count(schema.server_key) == 0
    start_record(_address(engine), open_keys(central.folder)).dispose()
    assert central.count(schema.server_key) == 1


def test_verify_says_that_the_key_is_another(central: Central) -> None:
    state = central.app.state
    assert list(check_live(state.engine, state.keys, state.objects)) == []
    with writing(state.engine) as connection:
        connection.execute(schema.server_key.update().values(fingerprint="0" * 64))
    (said,) = check_live(state.engine, state.keys, state.objects)
    assert said == "The record is noted as countersigned with another key than the one beside it."


def _address(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)
