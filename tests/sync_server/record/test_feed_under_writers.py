"""Many tablets push at once, to one server or to two on one record, and the feed misses nothing."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from checklists.ids import new_id
from checklists.journal.canonical import as_text
from checklists.journal.chain import START, feed_hash
from checklists.journal.fold import fold
from checklists.journal.op import Op
from checklists.protocol import routes
from checklists.protocol.messages import Cursor, Scope
from checklists.records import finding
from sync_server.app import create_app
from sync_server.record import feed, merge, permissions, schema
from sync_server.record.arrival import arrival
from sync_server.record.chains import Source
from sync_server.record.database import reading
from sync_server.record.states import read_states
from tests.support.sending import AT, TOMASZ, Tablet
from tests.support.server import app_client
from tests.support.threads import in_threads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI
    from starlette.testclient import TestClient

    from tests.sync_server.conftest import Central

WRITERS = 8
PUSHES = 10
PHOTO = {"bytes": 1000, "width": 20, "height": 10, "taken_at": "2026-03-03T10:42:00.000Z"}


@pytest.fixture
def second(central: Central) -> Iterator[FastAPI]:
    """Another server on the same record, with the same key and photos."""
    app = create_app(central.app.state.config)
    yield app
    app.state.engine.dispose()


@pytest.fixture
def second_client(central: Central) -> Iterator[TestClient]:
    config = central.app.state.config
    with app_client(central.folder, sample=False, database_url=config.database_url) as (_, client):
        yield client


def send(app: FastAPI, tablet: Tablet) -> None:
    """Push what a tablet has written, past the wire: here the record is what matters."""
    sent = [arrival(link, as_text(op.body())) for link, op in tablet.pen.take()]
    source = Source(tablet.device, tablet.pen.incarnation)
    state, now = app.state, datetime.now(UTC)
    reply = merge.push(state.engine, state.keys, source, sent, now, is_here=state.objects.has)
    assert (reply.n, reply.refused) == (sent[-1].link.n, [])


def write_and_send(app: FastAPI, tablet: Tablet, shared: str, start: threading.Barrier) -> None:
    """Raise findings, and write to one record that every other writer writes to as well."""
    start.wait(30)
    for number in range(PUSHES):
        own = tablet.finding(statement=f"Own {number}", **{f"photo/{'a' * 64}": PHOTO})
        if number == 0:
            tablet.write(TOMASZ, finding.KIND, {**SHARED, "evidence": tablet.device}, shared)
        else:
            tablet.write(TOMASZ, finding.KIND, {"evidence": f"{tablet.device} {number}"}, shared)
        send(app, tablet)
        # Now it is for everybody, and its first op enters the feed once more.
        tablet.write(TOMASZ, finding.KIND, {"kind": "good_practice"}, own)
        send(app, tablet)


SHARED = {
    "kind": "good_practice",
    "statement": "Seen by all",
    "raised_by": TOMASZ,
    "raised_at": "2026-03-03T10:43:00.000Z",
    "area": "line-1",
    "department": "assembly",
}


def follow(app: FastAPI, ended: threading.Event) -> list[tuple[int, str]]:
    """Page the shared stream until the writers have ended and nothing is left; return what it gave."""
    cursor = Cursor(seq=0, hash=START)
    seen: list[tuple[int, str]] = []
    while True:
        was_ended = ended.is_set()
        with reading(app.state.engine) as connection:
            page = feed.page_after(connection, cursor, feed.shared_with(Scope()))
        seen += [(one.seq, one.hash) for one in page.entries]
        if was_ended and page.cursor == cursor:
            return seen
        cursor = page.cursor
        ended.wait(0.005)


def test_reader_sees_every_entry_once_and_in_order(
    central: Central, second: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "PULL_OPS", 7)
    tablets = [central.tablet() for _ in range(WRITERS)]
    shared = new_id()
    start, ended = threading.Barrier(WRITERS), threading.Event()
    apps = [central.app, second] * (WRITERS // 2)

    def write_all() -> list[tuple[int, str]]:
        try:
            pairs = zip(apps, tablets, strict=True)
            in_threads([partial(write_and_send, app, one, shared, start) for app, one in pairs])
        finally:
            ended.set()
        return []

    seen, _ = in_threads([partial(follow, second, ended), write_all])
    table = schema.feed
    rows = central.rows(select(table, schema.op.c.body_hash).join(schema.op).order_by(table.c.seq))
    assert seen == [(row.seq, row.hash) for row in rows if row.audience == schema.EVERYBODY]
    assert_is_chained(central, [(row.seq, row.op_id, row.body_hash, row.hash) for row in rows])
    # Of each own finding: its first op for its tablet, then again for everybody with the second one.
    assert len(rows) == WRITERS * PUSHES * 4
    assert_nothing_is_lost(central, shared)


def assert_is_chained(central: Central, rows: list[tuple[int, str, str, str]]) -> None:
    head = START
    for place, (seq, op_id, body_hash, hash_) in enumerate(rows, start=1):
        head = feed_hash(head, op_id, body_hash)
        assert (seq, hash_) == (place, head)
    assert [tuple(row) for row in central.rows(select(schema.counter))] == [("feed", len(rows), head)]


def assert_nothing_is_lost(central: Central, shared: str) -> None:
    ops = [Op.read(row.body) for row in central.rows(select(schema.op.c.body))]
    folded = fold(ops)
    with reading(central.app.state.engine) as connection:
        stored = read_states(connection, folded)
    assert stored == folded
    # Each tablet knows of its own words only: everybody's last ones stand beside each other.
    assert len(stored[finding.KIND, shared].field("evidence").in_order) == WRITERS
    assert central.count(schema.finding) == WRITERS * PUSHES + 1
    assert central.count(schema.photo) == 1


def test_batch_sent_to_two_servers_at_once_counts_once(central: Central, second_client: TestClient) -> None:
    tablet = central.tablet()
    again = Tablet(second_client, tablet.device, tablet.token)
    for _ in range(5):
        tablet.finding(kind="good_practice")
        message = tablet.batch()
        first, other = in_threads([partial(one.push, message) for one in (tablet, again)])
        assert (first.n, first.hash, first.refused) == (other.n, other.hash, other.refused)
    counts = [central.count(table) for table in (schema.op, schema.link, schema.feed, schema.finding)]
    assert counts == [5, 5, 5, 5]
    assert len(again.pull()) == 5


def test_servers_updated_at_once_apply_what_waited_once(
    central: Central, second: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = central.tablet()
    with monkeypatch.context() as older:
        for module in (permissions, merge):
            older.setattr(module, "VOCABULARIES", {})
        records = [tablet.finding(kind="good_practice") for _ in range(10)]
        assert tablet.numbers() == [202] * 10
    # So the records are there already, and nothing but the lock keeps one server out of the other's way.
    for one in records:
        tablet.write(TOMASZ, finding.KIND, {**SHARED, "statement": "More"}, one)
    assert tablet.numbers() == []
    apps = (central.app, second)
    applied = in_threads(
        [partial(merge.apply_known_kinds, one.state.engine, one.state.keys, AT) for one in apps]
    )
    assert sorted(applied) == [0, 10]
    assert central.count(schema.finding) == 10
    assert central.count(schema.feed) == 20


def test_what_one_server_takes_another_gives(central: Central, second_client: TestClient) -> None:
    tablet = central.tablet()
    record = tablet.finding(kind="good_practice")
    tablet.push()
    other = Tablet.enrolled(second_client, central.code())
    assert [op["record"] for op in other.pull()] == [record]
    reply = second_client.post(
        routes.HELLO, json={"incarnation": tablet.pen.incarnation}, headers=tablet.headers
    )
    assert reply.json()["n"] == 1
