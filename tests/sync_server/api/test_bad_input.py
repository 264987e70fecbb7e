"""Whatever arrives, the answer is a numbered problem: never a traceback, never a status of 500 or above."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from checklists.journal.canonical import as_bytes, as_text, canonical, digest
from checklists.journal.chain import START, link_hash
from checklists.protocol import routes
from checklists.protocol.limits import BODY_BYTES
from checklists.protocol.messages import Problem
from sync_server.record import schema
from tests.support.sending import TOMASZ, Tablet
from tests.support.server import start_server

if TYPE_CHECKING:
    from pathlib import Path

    from httpx import Response

    from tests.sync_server.conftest import Central

# Arabic, Hebrew, and a mark that turns the direction round, written so that no editor turns this line.
RTL = "\u0645\u0631\u0627\u062c\u0639\u0629 \u05d1\u05d9\u05e7\u05d5\u05e8\u05ea \u202e"
PATHS = (routes.HELLO, routes.PUSH, routes.PULL, routes.RELAY, routes.COMPARE)


@pytest.fixture
def home() -> str:
    """These are about what comes over the wire, not about where it is kept."""
    return "sqlite"


def raw(tablet: Tablet, path: str, body: bytes, content_type: str = "application/json") -> Response:
    return tablet.client.post(path, content=body, headers={**tablet.headers, "Content-Type": content_type})


def assert_problem(reply: Response, number: int) -> None:
    assert Problem.model_validate(reply.json()).number == number
    assert reply.status_code < 500
    assert reply.headers["content-type"] == "application/json"


def push_body(tablet: Tablet, op: Any, op_id: str) -> bytes:
    """A push of one op, whatever it is, with a link that fits it."""
    return push_text(tablet, as_text(canonical(op)), op_id)


def push_text(tablet: Tablet, body: str, op_id: str) -> bytes:
    """A push of one body, whatever it is, with a link that fits it."""
    body_hash = digest(as_bytes(body))
    incarnation = tablet.pen.incarnation
    hash_ = link_hash(tablet.device, incarnation, 1, START, op_id, body_hash)
    link = {"n": 1, "op_id": op_id, "prev": START, "hash": hash_}
    return json.dumps({"incarnation": incarnation, "ops": [{"link": link, "body": body}]}).encode()


def one_op(tablet: Tablet, **values: Any) -> dict[str, Any]:
    tablet.finding(**values)
    return tablet.pen.take()[0][1].model_dump(mode="json")


@pytest.mark.parametrize(
    "text",
    [
        "🧰👩🏽\u200d🏭 \uff21\uff22",
        RTL,
        "x" * 100_000,
        "é" * 100_000,
        "\U0001d518" * 100_000,
        "\t line\r\n two",
    ],
)
def test_text_of_any_script_and_length_comes_back_as_it_was(central: Central, text: str) -> None:
    tablet = central.tablet()
    tablet.finding(kind="good_practice", statement=text)
    assert tablet.numbers() == []
    assert central.rows(select(schema.finding.c.statement))[0][0] == text
    assert central.tablet().pull()[0]["set"]["statement"][0] == text


@pytest.mark.parametrize("odd", ["\ud800", "a\udfffb", "\x00", "\x1b[2J", "\x7f"])
def test_text_nobody_can_store_is_kept_with_a_number(central: Central, odd: str) -> None:
    tablet = central.tablet()
    op = one_op(tablet)
    op["set"]["statement"][0] = odd
    reply = raw(tablet, routes.PUSH, push_body(tablet, op, op["op_id"]))
    assert reply.status_code == 200
    assert [one["number"] for one in reply.json()["refused"]] == [201]
    assert central.rows(select(schema.kept.c.body))[0][0] == canonical(op)


def test_odd_text_in_a_field_name_is_kept_with_a_number(central: Central) -> None:
    tablet = central.tablet()
    op = one_op(tablet)
    op["set"]["\ud800"] = ["x", []]
    reply = raw(tablet, routes.PUSH, push_body(tablet, op, op["op_id"]))
    assert [one["number"] for one in reply.json()["refused"]] == [201]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"\xff\xfe{}",
        b"NaN",
        b'{"incarnation": 1e999}',
        b"1" * 5000,
        b"[" * 5000,
        b'{"a":' * 70 + b"1" + b"}" * 70,
        b'{"incarnation":"\\ud800","ops":[],"hash":"\\ud800","seq":0}',
        "a".encode("utf-16"),
    ],
)
def test_message_nobody_can_read_is_refused(central: Central, body: bytes) -> None:
    tablet = central.tablet()
    for path in PATHS:
        assert_problem(raw(tablet, path, body), 301)
    assert_problem(raw(tablet, routes.ENROL, body), 301)


@pytest.mark.parametrize(
    "odd", ["1e999", "NaN", "-Infinity", "[[1e999]]", "[" * 300, "1" * 5000, "\u00ff\u0000"]
)
def test_body_that_is_no_json_is_kept_with_a_number_as_it_came(central: Central, odd: str) -> None:
    tablet = central.tablet()
    op = one_op(tablet)
    body = as_text(canonical(op)).replace('"Seen"', odd)
    reply = raw(tablet, routes.PUSH, push_text(tablet, body, op["op_id"]))
    assert [one["number"] for one in reply.json()["refused"]] == [201]
    assert central.rows(select(schema.kept.c.body))[0][0] == as_bytes(body)


@pytest.mark.parametrize("body", [None, 5, {"op_id": "1"}, ["a"]])
def test_body_that_is_no_text_is_refused_with_its_message(central: Central, body: Any) -> None:
    tablet = central.tablet()
    tablet.finding()
    message = tablet.batch()
    message["ops"][0]["body"] = body
    assert_problem(tablet.post(routes.PUSH, message), 301)


def test_body_in_another_form_of_json_is_stored_as_it_came(central: Central) -> None:
    tablet = central.tablet()
    op = one_op(tablet, kind="good_practice")
    body = json.dumps(op, indent=1, ensure_ascii=True)
    assert raw(tablet, routes.PUSH, push_text(tablet, body, op["op_id"])).json()["refused"] == []
    assert [one.body for one in central.tablet().page("shared").entries] == [body]


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_content_type_makes_no_difference(central: Central, content_type: str) -> None:
    tablet = central.tablet()
    body = json.dumps({"incarnation": tablet.pen.incarnation}).encode()
    assert raw(tablet, routes.HELLO, body, content_type).status_code == 200
    assert_problem(raw(tablet, routes.HELLO, b"code=1", content_type), 301)


def test_huge_body_is_refused_before_it_is_read_whole(central: Central) -> None:
    tablet = central.tablet()
    assert_problem(raw(tablet, routes.PUSH, b" " * (BODY_BYTES + 1)), 302)
    assert_problem(raw(tablet, routes.HELLO, b" " * 20_000), 302)
    assert_problem(raw(tablet, routes.ENROL, b" " * 20_000), 302)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/nothing"),
        ("GET", "/api/"),
        ("GET", routes.PUSH),
        ("DELETE", routes.REFERENCE),
        ("POST", "/api/v1/%00%ff"),
    ],
)
def test_wrong_address_or_method_is_a_problem_too(central: Central, method: str, path: str) -> None:
    reply = central.client.request(method, path)
    assert reply.status_code in {404, 405}
    assert Problem.model_validate(reply.json()).number == 306


def test_long_names_and_odd_ones_are_refused_at_enrolment(central: Central) -> None:
    for odd in (
        {"name": "x" * 301},
        {"name": ""},
        {"name": "\x00"},
        {"app_version": "x" * 41},
        {"code": "x" * 41},
    ):
        message = {"code": "AAAA-AAAA", "name": "T", **odd}
        assert_problem(central.client.post(routes.ENROL, json=message), 301)


def test_body_cut_in_half_leaves_the_server_well(tmp_path: Path) -> None:
    server = start_server(tmp_path / "data", sample=False)
    try:
        head = b"POST /api/v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n"
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", server.port)) as connection:
                connection.sendall(head + b'{"code": "AAAA')
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(b"GET /api/v1/reference HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            connection.settimeout(20)
            assert b" 401 " in connection.makefile("rb").readline()
        log = (server.folder / "server.log").read_text()
        assert "Traceback" not in log
    finally:
        server.stop()


def test_full_disk_is_said_so_and_nothing_is_lost(central: Central) -> None:
    def fill(connection: Any, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    tablet = central.tablet()
    tablet.finding(statement="x" * 100_000)
    message = tablet.batch()
    engine = central.app.state.engine
    engine.dispose()
    event.listen(engine, "connect", fill)
    reply = tablet.post(routes.PUSH, message)
    assert (reply.status_code, reply.json()["number"]) == (503, 501)
    assert "disk is full" in reply.json()["detail"]
    assert int(reply.headers["retry-after"]) > 0
    assert tablet.hello().n == 0
    event.remove(engine, "connect", fill)
    engine.dispose()
    assert tablet.push(message).n == 1


@pytest.fixture
def fuzzed(central: Central) -> tuple[Tablet, bytes]:
    """A tablet, and the bytes of a push with a bit of everything."""
    tablet = central.tablet()
    record = tablet.visit()
    sha = "a" * 64
    ref = {"bytes": 1000, "width": 20, "height": 10, "taken_at": "2026-03-03T10:42:00.000Z"}
    values: dict[str, Any] = {"visit": record, f"photo/{sha}": ref}
    tablet.finding(kind="good_practice", **values)
    tablet.seal(record)
    return tablet, json.dumps(tablet.batch(), ensure_ascii=False).encode()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_mutated_push_is_the_servers_trouble(fuzzed: tuple[Tablet, bytes], data: st.DataObject) -> None:
    tablet, body = fuzzed
    mutated = bytearray(body)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(mutated) - 1))
        mutated[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    reply = raw(tablet, routes.PUSH, bytes(mutated))
    assert reply.status_code < 500
    if reply.status_code != 200:
        assert Problem.model_validate(reply.json()).sentence


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
SHA = "a" * 64
FIELDS = (
    "kind seal visit auditor raised_by checklist_version started_at withdrawn grade discarded "
    f"signature/auditor answer/q/judgement answer/q/photo/{SHA} photo/{SHA}"
).split()
fields = st.sampled_from(FIELDS)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(["visit", "finding", "addendum", "mood"]),
    values=st.dictionaries(fields | st.text(max_size=5), anything, min_size=1, max_size=4),
    changed=st.dictionaries(
        st.sampled_from(["op_id", "stamp", "at", "version", "record", "new"]), anything, max_size=2
    ),
)
def test_no_value_in_a_fitting_chain_is_the_servers_trouble(
    fuzzed: tuple[Tablet, bytes], kind: str, values: dict[str, Any], changed: dict[str, Any]
) -> None:
    """Unlike mutated bytes, these get past the chain and reach the merge."""
    tablet, _ = fuzzed
    tablet = Tablet(tablet.client, tablet.device, tablet.token)
    op_id = tablet.pen.incarnation
    op = {
        "op_id": op_id,
        "device": tablet.device,
        "person": TOMASZ,
        "stamp": "000000000000001:000000",
        "at": "2026-03-03T10:42:00.000Z",
        "record": op_id,
        "kind": kind,
        "version": 1,
        "set": {name: [value, []] for name, value in values.items()},
        **changed,
    }
    reply = raw(tablet, routes.PUSH, push_body(tablet, op, op_id))
    assert reply.status_code == 200
    assert reply.json()["n"] == 1
    # What was applied travels on; what was not does not.
    applied = [] if reply.json()["refused"] else [op]
    assert [one for one in tablet.pull() if one["op_id"] == op_id] == applied
