"""What travels to which tablet, in which order, and how a cursor moves."""

from __future__ import annotations

import gzip
import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, select, update

from checklists.ids import new_id
from checklists.journal.canonical import as_bytes, canonical, digest
from checklists.journal.chain import START, feed_hash
from checklists.journal.fold import fold
from checklists.journal.op import Op
from checklists.records import finding
from checklists.records.finding import Finding
from sync_server.record import feed, schema
from sync_server.record.database import writing
from tests.support.sending import STREAMS, TOMASZ

if TYPE_CHECKING:
    from tests.sync_server.conftest import Central


def folded(ops: list[dict[str, Any]], record: str) -> Finding:
    return Finding(fold(map(Op.model_validate, ops))[finding.KIND, record])


def test_drafts_stay_with_their_tablet(central: Central) -> None:
    first, second = central.tablet(), central.tablet()
    record = first.visit()
    first.finding(visit=record)
    first.push()
    assert second.pull() == []
    assert [op["kind"] for op in first.pull()] == ["visit", "finding"]


def test_good_practice_reaches_every_tablet(central: Central) -> None:
    first, second = central.tablet(), central.tablet()
    record = first.visit()
    own = first.finding(kind="good_practice", visit=record, statement="Shadow board 🧰")
    first.push()
    assert [op["record"] for op in second.pull()] == [own]
    assert [op["record"] for op in first.pull()] == [record, own]


def test_finding_that_becomes_a_good_practice_travels_from_its_beginning(central: Central) -> None:
    first, second = central.tablet(), central.tablet()
    own = first.finding(statement="Labels")
    first.write(TOMASZ, finding.KIND, {"evidence": "Five of five"}, own)
    first.push()
    assert second.pull() == []
    first.write(TOMASZ, finding.KIND, {"kind": "good_practice"}, own)
    first.push()
    shared = folded(second.pull(), own)
    assert (shared.text("statement"), shared.text("evidence")) == ("Labels", "Five of five")
    assert shared.is_good_practice


def test_everything_said_of_a_good_practice_later_travels_too(central: Central) -> None:
    first, second = central.tablet(), central.tablet()
    own = first.finding(kind="good_practice")
    first.push()
    ops = second.pull()
    first.write(TOMASZ, finding.KIND, {"statement": "Better words"}, own)
    first.push()
    first.write(TOMASZ, finding.KIND, {"withdrawn": True}, own)
    first.push()
    ops += second.pull()
    assert folded(ops, own).withdrawn
    assert folded(ops, own).text("statement") == "Better words"


def test_good_practice_that_is_none_after_all_is_taken_back_everywhere(central: Central) -> None:
    first, second = central.tablet(), central.tablet()
    own = first.finding(kind="good_practice")
    first.write(TOMASZ, finding.KIND, {"kind": "opportunity"}, own)
    first.push()
    first.write(TOMASZ, finding.KIND, {"kind": "good_practice"}, own)
    first.push()
    first.write(TOMASZ, finding.KIND, {"kind": "opportunity"}, own)
    first.push()
    assert not folded(second.pull(), own).is_good_practice


def test_refused_ops_travel_nowhere(central: Central) -> None:
    first, second = central.tablet(), central.tablet()
    first.finding(kind="good_practice", person=new_id())
    assert first.numbers() == [203]
    assert (first.pull(), second.pull()) == ([], [])


def test_cursor_moves_over_what_does_not_concern_the_tablet(central: Central) -> None:
    first, second = central.tablet(), central.tablet()
    for _ in range(3):
        first.visit()
    first.push()
    page = second.page("shared")
    assert (page.entries, page.cursor.seq, page.more) == ([], 3, False)
    second.pull()
    first.finding(kind="good_practice")
    first.push()
    assert len(second.pull()) == 1


def test_long_feed_comes_in_pages(central: Central, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "PULL_OPS", 2)
    tablet = central.tablet()
    records = [tablet.visit() for _ in range(5)]
    tablet.push()
    page = tablet.page("own")
    assert (len(page.entries), page.cursor.seq, page.more) == (2, 2, True)
    assert [op["record"] for op in tablet.pull()] == records


def test_page_of_exactly_the_limit_is_the_last(central: Central, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "PULL_OPS", 2)
    tablet = central.tablet()
    tablet.visit()
    tablet.visit()
    tablet.push()
    assert tablet.page("own").more is False


def test_page_is_bounded_in_bytes_and_always_goes_on(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "PAGE_BYTES", 1000)
    tablet = central.tablet()
    records = [tablet.finding(statement="x" * 2000) for _ in range(3)]
    tablet.push()
    page = tablet.page("own")
    assert (len(page.entries), page.more) == (1, True)
    assert [op["record"] for op in tablet.pull()] == records


def test_feed_is_chained_and_countersigned(central: Central) -> None:
    first, second = central.tablet(), central.tablet()
    for _ in range(3):
        first.finding()
    own = first.finding()
    first.push()
    first.write(TOMASZ, finding.KIND, {"kind": "good_practice"}, own)
    first.push()
    rows = central.rows(
        select(schema.feed, schema.op.c.body_hash).join(schema.op).order_by(schema.feed.c.seq)
    )
    assert [row.seq for row in rows] == list(range(1, 7))
    head = START
    for row in rows:
        head = feed_hash(head, row.op_id, row.body_hash)
        assert row.hash == head
        key = central.app.state.keys.countersign
        mark = hmac.new(key, canonical([row.op_id, row.body_hash]), hashlib.sha256).hexdigest()
        assert row.countersign == mark
    assert central.rows(select(schema.counter))[0][1:] == (6, head)
    entry = second.page("shared").entries[0]
    assert digest(as_bytes(entry.body)) == Op.read(entry.body).body_hash()


@pytest.mark.parametrize(
    "cursor",
    [
        {"seq": 1, "hash": "0" * 64},
        {"seq": 0, "hash": "1" * 64},
        {"seq": 99, "hash": "0" * 64},
        {"seq": 10**40, "hash": "0" * 64},
    ],
)
def test_cursor_the_feed_does_not_know_is_said_so(central: Central, cursor: dict[str, Any]) -> None:
    tablet = central.tablet()
    tablet.visit()
    tablet.push()
    for stream in STREAMS:
        tablet.cursors[stream] = cursor
        reply = tablet.ask(stream)
        assert (reply.status_code, reply.json()["number"]) == (409, 305)


def test_restored_server_is_noticed(central: Central) -> None:
    tablet = central.tablet()
    tablet.visit()
    tablet.push()
    tablet.pull()
    with writing(central.app.state.engine) as connection:
        connection.execute(delete(schema.feed))
        connection.execute(update(schema.counter).values(value=0, head=START))
    assert [tablet.ask(stream).json()["number"] for stream in STREAMS] == [305, 305]


def test_answers_are_compressed_for_those_who_can(central: Central) -> None:
    tablet = central.tablet()
    tablet.finding(statement="again and " * 500)
    tablet.push()
    asked = {"stream": "own", "cursor": tablet.cursors["own"]}
    with central.client.stream("POST", "/api/v1/pull", json=asked, headers=tablet.headers) as reply:
        raw = b"".join(reply.iter_raw())
    assert reply.headers["content-encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(raw))["entries"]) == 1
