"""Letting a tablet in, keeping others out, and ending its access."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from checklists.protocol import routes
from sync_server.api.enrol import TRIES
from sync_server.record import schema
from sync_server.record.database import writing
from sync_server.record.devices import CODE_ALPHABET, devices, mint_code, revoke, token_hash

if TYPE_CHECKING:
    from tests.sync_server.conftest import Central


def test_code_is_short_and_unambiguous(central: Central) -> None:
    code = central.code()
    assert len(code) == 9
    assert code[4] == "-"
    assert set(code.replace("-", "")) <= set(CODE_ALPHABET)
    assert not set("0O1IL") & set(CODE_ALPHABET)


def test_code_works_once(central: Central) -> None:
    code = central.code()
    first = central.client.post(routes.ENROL, json={"code": code, "name": "Tablet 7", "app_version": "0.1"})
    assert first.status_code == 200
    assert first.json()["server_name"] == "Floorwalk"
    again = central.client.post(routes.ENROL, json={"code": code, "name": "Tablet 8"})
    assert (again.status_code, again.json()["number"]) == (410, 104)
    row = central.rows(select(schema.device))[0]
    assert (row.name, row.app_version, row.revoked_at) == ("Tablet 7", "0.1", None)


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
def test_code_is_taken_as_people_type_it(central: Central, typed: object) -> None:
    code = typed(central.code())  # type: ignore[operator]
    assert central.client.post(routes.ENROL, json={"code": code, "name": "T"}).status_code == 200


def test_code_ends_after_fifteen_minutes(central: Central) -> None:
    with writing(central.app.state.engine) as connection:
        code = mint_code(connection, None, datetime.now(UTC) - timedelta(minutes=16))
    reply = central.client.post(routes.ENROL, json={"code": code, "name": "T"})
    assert (reply.status_code, reply.json()["number"]) == (410, 104)


def test_unknown_code_is_refused(central: Central) -> None:
    reply = central.client.post(routes.ENROL, json={"code": "AAAA-AAAA", "name": "T"})
    assert (reply.status_code, reply.json()["number"]) == (404, 103)


def test_guessing_is_stopped(central: Central) -> None:
    for _ in range(TRIES):
        central.client.post(routes.ENROL, json={"code": "AAAA-AAAA", "name": "T"})
    reply = central.client.post(routes.ENROL, json={"code": central.code(), "name": "T"})
    assert (reply.status_code, reply.json()["number"]) == (429, 105)
    assert int(reply.headers["retry-after"]) > 0


def test_right_codes_do_not_count_as_guesses(central: Central) -> None:
    for _ in range(TRIES + 1):
        central.tablet()


def test_record_holds_hashes_only(central: Central) -> None:
    code = central.code()
    token = central.client.post(routes.ENROL, json={"code": code, "name": "T"}).json()["token"]
    assert len(bytes.fromhex(token)) == 32
    dump = "\n".join(str(central.rows(select(table))) for table in schema.metadata.sorted_tables)
    assert token_hash(token) in dump
    assert token not in dump
    assert code not in dump
    assert code.replace("-", "") not in dump


@pytest.mark.parametrize(
    "authorization", [None, "", "Bearer", "Bearer  ", "Basic abc", "Bearer " + "0" * 64, "Bearer ÿ"]
)
def test_stranger_is_asked_to_enrol(central: Central, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization.encode("latin-1")}
    for path in (routes.HELLO, routes.PUSH, routes.PULL):
        reply = central.client.post(path, json={}, headers=headers)
        assert (reply.status_code, reply.json()["number"]) == (401, 101)
    assert central.client.get(routes.REFERENCE, headers=headers).json()["number"] == 101


def test_tablet_whose_access_ended_is_told_so(central: Central) -> None:
    tablet = central.tablet()
    with writing(central.app.state.engine) as connection:
        assert revoke(connection, tablet.device, datetime.now(UTC))
        assert not revoke(connection, tablet.device, datetime.now(UTC))
    reply = tablet.post(routes.PUSH, {})
    assert (reply.status_code, reply.json()["number"]) == (403, 102)


def test_hello_notes_that_the_tablet_called(central: Central) -> None:
    tablet = central.tablet()
    with writing(central.app.state.engine) as connection:
        connection.execute(schema.device.update().values(last_seen_at=None))
    tablet.hello()
    with writing(central.app.state.engine) as connection:
        assert [one.last_seen_at is not None for one in devices(connection)] == [True]
