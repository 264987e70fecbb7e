"""The real server process: killed, restarted and pushed to from several sides at once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import httpx
import pytest
from sqlalchemy import select

from checklists.journal.chain import START, feed_hash
from sync_server.config import config_for
from sync_server.record import schema
from sync_server.record.database import open_record, reading
from tests.support.sending import Tablet
from tests.support.server import RunningServer, start_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    server = start_server(tmp_path / "data")
    yield server
    server.kill()


def enrolled(server: RunningServer) -> Tablet:
    return Tablet.enrolled(httpx.Client(base_url=server.url, timeout=60), server.code())


def test_killed_server_has_what_it_said_it_received(server: RunningServer) -> None:
    tablet = enrolled(server)
    for _ in range(5):
        tablet.finding(kind="good_practice")
        tablet.push()
    acknowledged = tablet.hello()
    server.kill()
    again = start_server(server.folder, port=server.port, sample=False)
    try:
        tablet.client = httpx.Client(base_url=again.url, timeout=60)
        assert (tablet.hello().n, tablet.hello().hash) == (5, acknowledged.hash)
        assert len(tablet.pull()) == 5
    finally:
        again.kill()


def test_tablets_that_push_at_once_get_one_feed_without_gaps(server: RunningServer) -> None:
    tablets = [enrolled(server) for _ in range(4)]
    numbers: list[list[int]] = []

    def push_some(tablet: Tablet) -> None:
        for _ in range(6):
            tablet.finding(kind="good_practice")
            numbers.append(tablet.numbers())

    threads = [threading.Thread(target=push_some, args=(one,)) for one in tablets]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert numbers == [[]] * 24
    engine = open_record(config_for(server.folder).database_url)
    with reading(engine) as connection:
        query = select(schema.feed, schema.op.c.body_hash).join(schema.op).order_by(schema.feed.c.seq)
        rows = connection.execute(query).all()
    engine.dispose()
    assert [row.seq for row in rows] == list(range(1, 25))
    head = START
    for row in rows:
        head = feed_hash(head, row.op_id, row.body_hash)
        assert row.hash == head
    assert {len(one.pull()) for one in tablets} == {24}
