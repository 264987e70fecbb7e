"""Which entries each stream gives: sealed visits within a scope, drafts by tablet and by people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from checklists.ids import new_id
from checklists.moments import read_moment, write_moment
from checklists.records import finding, visit
from sync_server.api.pages import Pages
from sync_server.record import feed, schema
from sync_server.record.database import writing
from sync_server.record.merge import share_sealed
from tests.support.sending import ANA, AT, GIULIA, TOMASZ, Tablet

if TYPE_CHECKING:
    from tests.sync_server.conftest import Central


def records(ops: list[dict[str, Any]]) -> list[str]:
    """Return the records that ops are about, each once."""
    return list(dict.fromkeys(op["record"] for op in ops))


def sealed(tablet: Tablet, **values: Any) -> str:
    """Walk a visit, seal it whole and push it."""
    record = tablet.visit(**values)
    tablet.seal_whole(record)
    assert tablet.numbers() == []
    return record


def test_sealed_visit_reaches_every_tablet(central: Central) -> None:
    first, second = central.tablet(), central.tablet()
    record = sealed(first)
    assert records(second.pull("shared")) == [record]
    assert second.pull("own") == []
    # Its own tablet hears of it too, and knows it already.
    assert records(first.pull("shared")) == [record]


@pytest.mark.parametrize(
    ("scope", "comes"),
    [
        ({}, True),
        ({"areas": ["line-1"]}, True),
        ({"areas": ["line-1", "dock-2"], "since": "2026-03"}, True),
        ({"areas": ["dock-2"]}, False),
        ({"areas": []}, False),
        ({"since": "2026-02"}, True),
        ({"since": "2026-04"}, False),
    ],
)
def test_scope_holds_areas_and_months(central: Central, scope: dict[str, Any], comes: bool) -> None:  # noqa: FBT001 - what is expected
    first, second = central.tablet(), central.tablet()
    record = sealed(first)
    second.scope = scope
    assert records(second.pull("shared")) == ([record] if comes else [])


def test_visit_with_a_good_practice_is_for_all_whatever_the_scope(central: Central) -> None:
    first, second = central.tablet(), central.tablet()
    record = first.visit()
    first.finding(kind="good_practice", visit=record)
    first.finding(visit=record)
    first.seal_whole(record)
    assert first.numbers() == []
    second.scope = {"areas": [], "since": "2030-01"}
    assert records(second.pull("shared")) == [record]


def test_good_practice_that_was_withdrawn_takes_its_visit_nowhere(central: Central) -> None:
    first, second = central.tablet(), central.tablet()
    record = first.visit()
    own = first.finding(kind="good_practice", visit=record)
    first.write(TOMASZ, finding.KIND, {"withdrawn": True, "kind": "opportunity"}, own)
    first.seal_whole(record)
    first.push()
    second.scope = {"areas": []}
    assert second.pull("shared") == []


@pytest.mark.parametrize("good", [True, False])
def test_visit_sealed_by_its_seal_alone_travels_with_all_that_was_said_of_it(
    central: Central,
    good: bool,  # noqa: FBT001 - both
) -> None:
    first, second = central.tablet(), central.tablet()
    record = first.visit()
    own = first.finding(visit=record, kind="good_practice" if good else "opportunity")
    first.push()
    first.write(TOMASZ, visit.KIND, {"answer/good-first/note": "Same batch"}, record)
    first.seal(record)
    assert first.numbers() == []
    second.scope = {"areas": []} if good else {"areas": ["line-1"], "since": "2026-03"}
    assert set(records(second.pull("shared"))) == {record, own}
    ops = [row.op_id for row in central.rows(select(schema.op))]
    assert {op["op_id"] for op in central.tablet().pull("shared")} == set(ops)


def test_visit_sealed_before_visits_were_shared_is_shared_at_the_next_start(central: Central) -> None:
    first = central.tablet()
    record = first.visit()
    own = first.finding(visit=record)
    first.push()
    first.seal(record)
    first.push()
    app = central.app.state
    with writing(app.engine) as connection:
        connection.execute(schema.record.update().values(audience=schema.OWN))
        connection.execute(schema.feed.update().values(audience=schema.OWN))
    assert central.tablet().pull() == []
    assert share_sealed(app.engine, app.keys, AT) == 1
    assert set(records(central.tablet().pull("shared"))) == {record, own}
    assert share_sealed(app.engine, app.keys, AT) == 0


def test_addendum_goes_where_its_visit_went(central: Central) -> None:
    first, other, elsewhere = central.tablet(), central.tablet(), central.tablet()
    record = first.visit()
    seal = first.seal_whole(record)
    first.push()
    added = other.addendum(record, seal.mark, person=ANA)
    other.push()
    elsewhere.scope = {"areas": ["dock-2"]}
    first.scope = {"areas": ["line-1"], "since": "2026-03"}
    assert records(first.pull("shared")) == [record, added]
    assert elsewhere.pull() == []


def test_drafts_go_to_tablets_that_ask_for_their_people(central: Central) -> None:
    first, second = central.tablet(), central.tablet()
    record = first.visit()
    own = first.finding(visit=record)
    first.push()
    second.people = [GIULIA]
    assert second.pull() == []
    second.people = [GIULIA, TOMASZ]
    second.cursors["own"] = {"seq": 0, "hash": "0" * 64}
    assert records(second.pull("own")) == [record, own]


def test_draft_of_two_reaches_the_others_tablet_and_the_seal_with_both_findings_all(central: Central) -> None:
    first, second, third = central.tablet(), central.tablet(), central.tablet()
    second.people = [GIULIA]
    record = first.visit(**{f"co_auditor/{GIULIA}": True})
    first.push()
    assert records(second.pull("own")) == [record]
    assert third.pull() == []
    hers = first.finding(person=GIULIA, visit=record)
    first.seal_whole(record)
    assert first.numbers() == []
    (seal,) = third.pull("shared")[-1:]
    assert [part["record"] for part in seal["also"]] == [hers]
    assert seal["op_id"] in {op["op_id"] for op in second.pull()}


def test_somebody_who_comes_to_walk_along_gets_the_draft_from_its_beginning(central: Central) -> None:
    first, second = central.tablet(), central.tablet()
    second.people = [GIULIA]
    record = first.visit()
    own = first.finding(visit=record)
    first.push()
    assert second.pull() == []
    first.write(TOMASZ, visit.KIND, {f"co_auditor/{GIULIA}": True}, record)
    first.push()
    first.write(TOMASZ, visit.KIND, {"answer/good-first/note": "Later"}, record)
    first.write(TOMASZ, finding.KIND, {"evidence": "Later"}, own)
    first.push()
    ops = second.pull("own")
    assert {op["op_id"] for op in ops} == {row.op_id for row in central.rows(select(schema.op.c.op_id))}
    # The tablet that wrote them has each of them once.
    mine = [op["op_id"] for op in first.pull("own")]
    assert len(mine) == len(set(mine)) == 5
    # Who no longer walks along hears of that too: what they hold of the visit would else stop in the middle.
    first.write(TOMASZ, visit.KIND, {f"co_auditor/{GIULIA}": None}, record)
    first.push()
    first.write(TOMASZ, visit.KIND, {"answer/good-first/note": "Alone again"}, record)
    first.push()
    names = {name for op in second.pull("own") for name in op["set"]}
    assert names == {f"co_auditor/{GIULIA}", "answer/good-first/note"}


def test_somebody_who_was_named_and_taken_off_at_once_has_the_whole_draft(central: Central) -> None:
    first, second = central.tablet(), central.tablet()
    second.people = [GIULIA]
    record = first.visit()
    first.push()
    for walks in (True, None):
        first.write(TOMASZ, visit.KIND, {f"co_auditor/{GIULIA}": walks}, record)
    first.push()
    ops = second.pull("own")
    assert {op["op_id"] for op in ops} == {row.op_id for row in central.rows(select(schema.op.c.op_id))}


def test_month_is_told_by_the_servers_clock(central: Central) -> None:
    """A tablet whose battery was flat believes that it is 1970."""
    first, second, third = central.tablet(), central.tablet(), central.tablet()
    record = first.visit()
    first.seal_whole(record, sealed_at="1970-01-01T00:10:00.000Z")
    message = {**first.batch(), "sent_at": "1970-01-01T00:20:00.000Z"}
    assert first.push(message).refused == []
    now = datetime.now(UTC)
    second.scope = {"since": write_moment(now - timedelta(days=40))[:7]}
    third.scope = {"since": write_moment(now + timedelta(days=40))[:7]}
    (entry,) = second.entries("shared")
    assert third.entries("shared") == []
    assert entry.clock_ms > 0
    told = read_moment("1970-01-01T00:20:00.000Z") + timedelta(milliseconds=entry.clock_ms)
    assert abs(told - now) < timedelta(minutes=5)
    assert records(second.pull()) == []
    assert record == central.rows(select(schema.visit.c.id))[0][0]


@pytest.mark.parametrize(
    ("apart", "kept"),
    [(timedelta(seconds=100), False), (timedelta(minutes=3), True), (timedelta(days=-9), True)],
)
def test_clock_that_is_nearly_right_is_taken_for_right(
    central: Central,
    apart: timedelta,
    kept: bool,  # noqa: FBT001 - what is expected
) -> None:
    tablet = central.tablet()
    tablet.finding(kind="good_practice")
    sent_at = write_moment(datetime.now(UTC) + apart)
    tablet.push({**tablet.batch(), "sent_at": sent_at})
    (entry,) = tablet.entries("shared")
    assert (entry.clock_ms != 0) is kept
    assert not kept or (entry.clock_ms > 0) is (apart < timedelta(0))


def test_tablets_with_one_scope_get_the_same_bytes(central: Central, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "PULL_OPS", 2)
    first, second, third = central.tablet(), central.tablet(), central.tablet()
    for _ in range(3):
        sealed(first)
    asked: list[object] = []
    true = feed.page_after
    monkeypatch.setattr("sync_server.api.pull.page_after", lambda *given: asked.append(given) or true(*given))
    second.scope = third.scope = {"areas": ["line-1"]}
    assert len(second.pull("shared")) == len(third.pull("shared")) == 3
    assert len(asked) == 2
    # A page that is not full is another one once something has come.
    sealed(first)
    assert len(second.pull("shared")) == len(third.pull("shared")) == 1
    # And from a place in the middle of what was full.
    fresh = central.tablet()
    assert len(fresh.pull("shared")) == 4


def test_pages_that_are_kept_are_bounded(central: Central) -> None:
    central.app.state.pages = pages = Pages(most=1)
    tablet = central.tablet()
    sealed(tablet)
    assert len(tablet.pull("shared")) == 1
    assert not pages._kept
    assert pages._size == 0


def test_whoever_cannot_unpack_gets_plain_json(central: Central) -> None:
    tablet = central.tablet()
    record = sealed(tablet)
    asked = {"stream": "shared", "cursor": tablet.cursors["shared"]}
    headers = {**tablet.headers, "Accept-Encoding": "identity"}
    reply = central.client.post("/api/v1/pull", json=asked, headers=headers)
    assert "content-encoding" not in reply.headers
    assert record in reply.json()["entries"][0]["body"]


def test_compare_counts_what_a_tablet_ought_to_hold(central: Central) -> None:
    first, second = central.tablet(), central.tablet()
    sealed(first)
    draft = first.visit()
    first.finding(visit=draft)
    first.finding(person=new_id())
    end = first.push()
    for tablet in (first, second):
        assert (tablet.compare().shared, tablet.compare().own) == (0, 0)
        shared, own = len(tablet.entries("shared")), len(tablet.entries("own"))
        told = tablet.compare()
        assert (told.shared, told.own) == (shared, own)
    told = first.compare()
    assert (told.n, told.hash, told.refused) == (end.n, end.hash, 1)
    assert (told.shared, told.own) == (1, 2)
    assert (second.compare().n, second.compare().own, second.compare().refused) == (0, 0, 0)
    second.scope = {"areas": ["dock-2"]}
    assert second.compare().shared == 0
    second.people = [TOMASZ]
    assert second.compare().own == 2


def test_compare_counts_what_is_kept_as_refused(central: Central) -> None:
    tablet, other = central.tablet(), central.tablet()
    other.finding()
    tablet.pen.add(other.pen.take()[0][1])
    assert tablet.numbers() == [209]
    assert tablet.compare().refused == 1


def test_compare_from_a_place_the_feed_does_not_know_is_said_so(central: Central) -> None:
    tablet = central.tablet()
    tablet.cursors["own"] = {"seq": 5, "hash": "0" * 64}
    message = {"incarnation": tablet.pen.incarnation, **tablet.cursors}
    reply = tablet.post("/api/v1/compare", message)
    assert (reply.status_code, reply.json()["number"]) == (409, 305)


def test_good_practice_all_had_heard_of_before_it_was_withdrawn_takes_its_visit_along(
    central: Central,
) -> None:
    first, second = central.tablet(), central.tablet()
    record = first.visit()
    own = first.finding(kind="good_practice", visit=record)
    first.push()
    second.scope = {"areas": []}
    assert records(second.pull("shared")) == [own]
    first.write(TOMASZ, finding.KIND, {"withdrawn": True}, own)
    first.seal_whole(record)
    assert first.numbers() == []
    # How its visit was signed, with how it went on.
    (seal,) = second.pull("shared")
    assert (seal["record"], [part["record"] for part in seal["also"]]) == (record, [own])


@pytest.mark.parametrize("in_one_batch", [True, False])
def test_who_had_a_draft_hears_how_it_was_signed_also_outside_their_scope(
    central: Central,
    in_one_batch: bool,  # noqa: FBT001 - both
) -> None:
    first, second = central.tablet(), central.tablet()
    second.people, second.scope = [TOMASZ], {"areas": []}
    record = first.visit()
    first.push()
    assert records(second.pull()) == [record]
    first.write(TOMASZ, visit.KIND, {"answer/good-first/note": "Later"}, record)
    if not in_one_batch:
        first.push()
    first.seal(record)
    assert first.numbers() == []
    said = [op["set"] for op in second.pull("own")]
    assert ["seal" in one for one in said] == [False, True]
    assert second.pull("shared") == []


def test_draft_that_came_with_its_seal_alone_is_nobodys_own(central: Central) -> None:
    first, second = central.tablet(), central.tablet()
    second.people, second.scope = [TOMASZ], {"areas": []}
    sealed(first)
    assert second.pull() == []


@pytest.mark.parametrize("in_one_batch", [True, False])
def test_what_a_seal_says_again_travels_with_the_seal_alone(
    central: Central,
    in_one_batch: bool,  # noqa: FBT001 - both
) -> None:
    first, second, third = central.tablet(), central.tablet(), central.tablet()
    record = first.visit()
    own = first.finding(visit=record)
    message = first.batch()
    if not in_one_batch:
        first.push(message)
    first.seal_whole(record)
    sealing = first.batch()
    first.push({**sealing, "ops": message["ops"] + sealing["ops"]} if in_one_batch else sealing)
    (seal,) = second.pull("shared")
    assert (seal["record"], [part["record"] for part in seal["also"]]) == (record, [own])
    # Who has the draft gets it with its seal, wherever it was.
    third.people, third.scope = [TOMASZ], {"areas": []}
    assert records(third.pull()) == [record, own]
    assert seal["op_id"] in {op["op_id"] for op in pulled_again(third)}


def pulled_again(tablet: Tablet) -> list[dict[str, Any]]:
    """Pull everything from the beginning."""
    for cursor in tablet.cursors.values():
        cursor.update(seq=0, hash="0" * 64)
    return tablet.pull()
