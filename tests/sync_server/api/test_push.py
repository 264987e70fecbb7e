"""What a push stores, applies and refuses, over HTTP."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from checklists.ids import new_id
from checklists.journal.chain import START
from checklists.journal.fold import RecordState
from checklists.protocol import refusals, routes
from checklists.records import visit
from sync_server.record import merge, schema
from sync_server.record.database import writing
from sync_server.record.devices import revoke
from tests.support.sending import LARS, TOMASZ

if TYPE_CHECKING:
    from tests.support.sending import Tablet
    from tests.sync_server.conftest import Central


def test_pushed_visit_is_in_the_record(central: Central) -> None:
    tablet = central.tablet()
    record = tablet.visit()
    tablet.write(TOMASZ, visit.KIND, {"answer/good-first/judgement": "conforms"}, record)
    reply = tablet.push()
    assert (reply.n, reply.refused) == (2, [])
    row = central.rows(select(schema.visit))[0]
    assert (row.id, row.kind, row.auditor, row.answered, row.questions) == (
        record,
        "gemba_walk",
        TOMASZ,
        1,
        5,
    )
    assert (row.sealed_at, row.discarded) == (None, False)
    stored = central.rows(select(schema.record.c.state, schema.record.c.owner))[0]
    assert RecordState.from_json(stored.state) == tablet.pen.state(visit.KIND, record)
    assert stored.owner == TOMASZ


def test_hello_says_how_far_the_chain_is(central: Central) -> None:
    tablet = central.tablet()
    assert (tablet.hello().n, tablet.hello().hash) == (0, START)
    tablet.visit()
    reply = tablet.push()
    assert (tablet.hello().n, tablet.hello().hash) == (1, reply.hash)


def test_pushing_again_changes_nothing(central: Central) -> None:
    tablet = central.tablet()
    tablet.visit()
    tablet.finding(kind="good_practice")
    tablet.finding(person=LARS, raised_by=TOMASZ)
    message = tablet.batch()
    first = tablet.push(message)
    counts = [central.count(table) for table in (schema.op, schema.link, schema.feed, schema.kept)]
    again = tablet.push(message)
    assert (again.n, again.hash, again.refused) == (first.n, first.hash, first.refused)
    assert [central.count(table) for table in (schema.op, schema.link, schema.feed, schema.kept)] == counts


def test_push_that_overlaps_goes_on_where_the_record_ends(central: Central) -> None:
    tablet = central.tablet()
    tablet.visit()
    first = tablet.batch()
    tablet.push(first)
    tablet.visit()
    second = tablet.batch()
    assert tablet.push({**second, "ops": first["ops"] + second["ops"]}).n == 2


def test_gap_is_refused_and_nothing_is_stored(central: Central) -> None:
    tablet = central.tablet()
    tablet.visit()
    tablet.visit()
    message = tablet.batch()
    message["ops"] = message["ops"][1:]
    reply = tablet.post(routes.PUSH, message)
    assert (reply.status_code, reply.json()["number"]) == (409, 303)
    assert central.count(schema.link) == 0


def test_batch_with_a_gap_inside_is_refused_whole(central: Central) -> None:
    tablet = central.tablet()
    for _ in range(3):
        tablet.visit()
    message = tablet.batch()
    del message["ops"][1]
    assert tablet.post(routes.PUSH, message).json()["number"] == 303
    assert central.count(schema.op) == 0


def test_fork_is_noticed(central: Central) -> None:
    tablet = central.tablet()
    clone = copy.deepcopy(tablet.pen)
    tablet.visit()
    tablet.push()
    tablet.pen = clone
    tablet.visit()
    reply = tablet.post(routes.PUSH, tablet.batch())
    assert (reply.status_code, reply.json()["number"]) == (409, 304)


def test_forked_tablet_starts_a_new_chain_and_no_op_counts_twice(central: Central) -> None:
    tablet = central.tablet()
    record = tablet.visit()
    message = tablet.batch()
    tablet.push(message)
    message["incarnation"] = tablet.pen.incarnation = new_id()
    reply = tablet.push(tablet.relinked(message))
    assert (reply.n, reply.refused) == (1, [])
    assert (central.count(schema.op), central.count(schema.link), central.count(schema.feed)) == (1, 2, 1)
    assert [row.id for row in central.rows(select(schema.record))] == [record]


def test_body_that_was_changed_on_the_way_breaks_the_chain(central: Central) -> None:
    tablet = central.tablet()
    tablet.visit()
    message = tablet.batch()
    message["ops"][0]["body"] = message["ops"][0]["body"].replace("Gemba walk", "Another walk")
    assert tablet.post(routes.PUSH, message).json()["number"] == 303


def test_crash_inside_the_transaction_leaves_nothing_half_applied(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCutError(Exception):
        pass

    def cut(*_: object) -> None:
        raise PowerCutError

    tablet = central.tablet()
    tablet.visit()
    tablet.finding(kind="good_practice")
    message = tablet.batch()
    tables = (
        schema.op,
        schema.link,
        schema.feed,
        schema.record,
        schema.visit,
        schema.finding,
    )
    with monkeypatch.context() as patched:
        patched.setattr(merge, "enter", cut)
        with pytest.raises(PowerCutError):
            tablet.push(message)
    assert [central.count(table) for table in tables] == [0] * len(tables)
    assert tablet.push(message).n == 2
    assert [central.count(table) for table in tables] == [2, 2, 2, 2, 1, 1]


def test_empty_push_says_where_the_chain_ends(central: Central) -> None:
    tablet = central.tablet()
    tablet.visit()
    end = tablet.push()
    assert (tablet.push().n, tablet.push().hash) == (1, end.hash)


def test_fields_of_a_newer_version_are_kept_and_break_no_page(central: Central) -> None:
    tablet = central.tablet()
    odd: dict[str, Any] = {
        "answer/q1/photo/not-a-hash": 5,
        f"answer/UPPER/photo/{'a' * 64}": "odd",
        "mood": {"deep": [1, None]},
    }
    record = tablet.visit(**odd)
    assert tablet.numbers() == []
    state = RecordState.from_json(central.rows(select(schema.record.c.state))[0][0])
    assert state.value("mood") == {"deep": [1, None]}
    assert central.count(schema.photo) == 0
    assert central.rows(select(schema.visit.c.id))[0][0] == record


def test_version_beyond_any_column_is_no_trouble(central: Central) -> None:
    tablet = central.tablet()
    tablet.visit(checklist_version=10**30)
    tablet.push()
    assert central.count(schema.op) == 1


def test_photos_are_announced_and_taken_away_with_their_field(central: Central) -> None:
    tablet = central.tablet()
    sha = "a" * 64
    ref: Any = {"bytes": 1000, "width": 20, "height": 10, "taken_at": "2026-03-03T10:42:00.000Z"}
    record = tablet.visit()
    own = tablet.finding(kind="good_practice", **{f"photo/{sha}": ref})
    tablet.write(TOMASZ, visit.KIND, {f"answer/good-first/photo/{sha}": ref}, record)
    tablet.push()
    assert [(row.sha256, row.bytes, row.received_at) for row in central.rows(select(schema.photo))] == [
        (sha, 1000, None)
    ]
    assert {tuple(row) for row in central.rows(select(schema.photo_of))} == {
        (sha, "finding", own),
        (sha, "visit", record),
    }
    tablet.write(TOMASZ, visit.KIND, {f"answer/good-first/photo/{sha}": None}, record)
    tablet.push()
    assert [tuple(row) for row in central.rows(select(schema.photo_of))] == [(sha, "finding", own)]


def with_photo(central: Central, tablet: Tablet) -> str:
    """Put a photo into the store and write a change that names it; return the photo's name."""
    name = str(central.app.state.objects.keep(b"\xff\xd8\xff\xe0 a photo"))
    ref = {"bytes": 14, "width": 20, "height": 10, "taken_at": "2026-03-03T10:42:00.000Z"}
    tablet.finding(**{f"photo/{name}": ref})
    return name


def is_received(central: Central, name: str) -> bool:
    c = schema.photo.c
    ((received_at,),) = central.rows(select(c.received_at).where(c.sha256 == name))
    return received_at is not None


def test_photo_that_came_first_is_received_with_the_change_that_names_it(central: Central) -> None:
    tablet = central.tablet()
    name = with_photo(central, tablet)
    tablet.push()
    assert is_received(central, name)


def test_change_is_not_stored_without_the_mark_of_its_photo(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCutError(Exception):
        pass

    def cut(*_: object) -> None:
        raise PowerCutError

    tablet = central.tablet()
    name = with_photo(central, tablet)
    message = tablet.batch()
    with monkeypatch.context() as patched:
        patched.setattr(merge, "mark_here", cut)
        with pytest.raises(PowerCutError):
            tablet.push(message)
    assert (central.count(schema.op), central.count(schema.photo)) == (0, 0)
    tablet.push(message)
    assert is_received(central, name)


def test_more_ops_than_agreed_are_too_many(central: Central) -> None:
    tablet = central.tablet()
    for _ in range(201):
        tablet.finding()
    reply = tablet.post(routes.PUSH, tablet.batch())
    assert (reply.status_code, reply.json()["number"]) == (413, 302)


def test_two_who_change_the_same_field_apart_make_siblings(central: Central) -> None:
    first = central.tablet()
    record = first.visit()
    apart = copy.deepcopy(first.pen)
    first.write(TOMASZ, visit.KIND, {"answer/good-first/note": "One"}, record)
    first.push()
    second = central.tablet()
    second.pen._states = apart._states
    second.write(TOMASZ, visit.KIND, {"answer/good-first/note": "Two"}, record)
    second.push()
    state = RecordState.from_json(central.rows(select(schema.record.c.state))[0][0])
    assert {one.value for one in state.field("answer/good-first/note").in_order} == {"One", "Two"}
    # The first tablet has not seen the second's note: its seal is not over what the server has.
    first.seal(record)
    assert first.numbers() == [207]


def test_access_that_is_ended_ends_with_the_next_push(central: Central) -> None:
    tablet = central.tablet()
    tablet.visit()
    tablet.push()
    with writing(central.app.state.engine) as connection:
        revoke(connection, tablet.device, datetime.now(UTC))
    tablet.visit()
    message = tablet.batch()
    for body in ({"json": message}, {"content": b"{"}):
        answer = central.client.post(routes.PUSH, headers=tablet.headers, **body)
        assert answer.json()["number"] == refusals.REVOKED.number
    assert central.count(schema.op) == 1


def test_token_is_asked_for_before_the_message(central: Central) -> None:
    for headers in ({}, {"Authorization": "Bearer nobody"}):
        answer = central.client.post(routes.PUSH, content=b"{", headers=headers)
        assert (answer.status_code, answer.json()["number"]) == (401, refusals.NOT_ENROLLED.number)
