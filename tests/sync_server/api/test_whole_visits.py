"""A visit that arrives whole, in its seal, is taken or refused as one and read from its op."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from checklists.ids import new_id
from checklists.journal.canonical import as_text
from checklists.journal.draft_history import pack, to_wire, unpack
from checklists.journal.op import Op
from checklists.protocol import routes
from checklists.records import finding, visit
from checklists.records.finding import finding_hash
from checklists.records.visit import Visit, visit_hash
from sync_server.record import schema
from sync_server.record.database import reading, writing
from sync_server.record.findings import findings_of
from sync_server.record.states import read_state
from tests.support.sending import ANA, AT, GIULIA, TOMASZ, Tablet, op_in, put

if TYPE_CHECKING:
    from checklists.journal.fold import RecordState
    from tests.sync_server.conftest import Central


def walked(tablet: Tablet, **values: Any) -> tuple[str, str]:
    """Walk a visit with a finding; return both records."""
    record = tablet.visit(**values)
    tablet.write(TOMASZ, visit.KIND, {"answer/good-first/judgement": "conforms"}, record)
    tablet.write(TOMASZ, visit.KIND, {"answer/good-first/note": "Seen"}, record)
    tablet.write(TOMASZ, visit.KIND, {"answer/good-first/note": None}, record)
    return record, tablet.finding(visit=record)


def state(central: Central, kind: str, record: str) -> RecordState:
    with reading(central.app.state.engine) as connection:
        found = read_state(connection, kind, record)
    assert found is not None
    return found


def test_whole_visit_is_one_op_and_everything_in_it_is_in_the_record(central: Central) -> None:
    tablet = central.tablet()
    record, own = walked(tablet)
    seal = tablet.seal_whole(record)
    reply = tablet.push()
    assert (reply.n, reply.refused) == (1, [])
    assert (central.count(schema.op), central.count(schema.link), central.count(schema.feed)) == (1, 1, 1)
    assert [row.state for row in central.rows(select(schema.record))] == [None, None]
    assert state(central, visit.KIND, record) == tablet.pen.state(visit.KIND, record)
    assert state(central, finding.KIND, own) == tablet.pen.state(finding.KIND, own)
    assert visit_hash(state(central, visit.KIND, record)) == seal.visit_hash
    assert finding_hash(state(central, finding.KIND, own)) == seal.findings[own]
    row = central.rows(select(schema.visit))[0]
    assert (row.id, row.answered, row.sealed_at) == (record, 1, seal.sealed_at)
    assert [(row.id, row.visit) for row in central.rows(select(schema.finding))] == [(own, record)]
    with reading(central.app.state.engine) as connection:
        assert [one.id for one in findings_of(connection, record)] == [own]


def test_each_answer_keeps_who_gave_it_and_when(central: Central) -> None:
    tablet = central.tablet()
    record, _ = walked(tablet)
    tablet.pen.write(TOMASZ, visit.KIND, record, AT.replace(hour=9), {"answer/good-first/reason": "Early"})
    tablet.seal_whole(record)
    tablet.push()
    shown = state(central, visit.KIND, record).shown("answer/good-first/reason")
    assert shown is not None
    assert (shown.person, shown.at) == (TOMASZ, "2026-03-03T09:42:00.000Z")


def test_draft_history_is_kept_beside_the_visit_and_travels_nowhere(central: Central) -> None:
    tablet = central.tablet()
    record, _ = walked(tablet)
    written = [as_text(op.body()) for op in tablet.pen._written]
    tablet.seal_whole(record)
    message = tablet.batch()
    tablet.push(message)
    rows = central.rows(select(schema.draft_history))
    assert [(row.op_id, row.visit) for row in rows] == [(op_in(message["ops"][0])["op_id"], record)]
    assert unpack(rows[0].blob) == written
    assert [op["kind"] for op in central.tablet().pull()] == [visit.KIND]


@pytest.mark.parametrize("draft", ["", "%%%", to_wire(b"another")])
def test_damaged_history_is_said_so_and_the_visit_can_be_sealed_again(central: Central, draft: str) -> None:
    tablet = central.tablet()
    record, _ = walked(tablet)
    before = copy.deepcopy(tablet.pen)
    tablet.seal_whole(record)
    message = tablet.batch()
    message["ops"][0]["draft"] = draft
    assert [one.number for one in tablet.push(message).refused] == [212]
    assert central.count(schema.visit) == 0
    # The tablet takes its draft up again, and links go on after what was refused.
    tablet.pen._states, tablet.pen._written = before._states, before._written
    tablet.seal_whole(record)
    assert tablet.numbers() == []


def test_history_that_did_not_come_is_no_reason_to_refuse(central: Central) -> None:
    tablet = central.tablet()
    record, _ = walked(tablet)
    tablet.seal_whole(record)
    message = tablet.batch()
    message["ops"][0]["draft"] = None
    assert tablet.push(message).refused == []
    assert central.count(schema.draft_history) == 0


def test_whole_visit_over_what_was_sent_before_leaves_one_state(central: Central) -> None:
    tablet = central.tablet()
    record, own = walked(tablet)
    tablet.push()
    tablet.write(TOMASZ, visit.KIND, {"answer/good-first/note": "Last"}, record)
    tablet.write(TOMASZ, finding.KIND, {"statement": "Better words"}, own)
    tablet.seal_whole(record)
    assert tablet.numbers() == []
    for kind, one in ((visit.KIND, record), (finding.KIND, own)):
        here, there = state(central, kind, one), tablet.pen.state(kind, one)
        assert here.every_value() == there.every_value()
    assert Visit(state(central, visit.KIND, record)).status == "completed"
    # Others get the seal alone: everything is in it.
    assert [op["op_id"] for op in central.tablet().pull()] == [
        tablet.pen.state(visit.KIND, record).field("seal").in_order[0].op_id
    ]


def test_field_in_which_people_disagree_travels_with_the_ops_it_is_in(central: Central) -> None:
    first, second = central.tablet(), central.tablet()
    record = first.visit()
    apart = copy.deepcopy(first.pen._states)
    first.write(TOMASZ, visit.KIND, {"answer/good-first/note": "One"}, record)
    first.push()
    second.pen._states = apart
    second.write(TOMASZ, visit.KIND, {"answer/good-first/note": "Two"}, record)
    second.push()
    for op in second.pull("own"):
        if op["record"] == record:
            first.pen._states[visit.KIND, record] = first.pen.state(visit.KIND, record).with_op(
                Op.model_validate(op)
            )
    first.seal_whole(record)
    assert first.numbers() == []
    here = state(central, visit.KIND, record)
    assert {one.value for one in here.field("answer/good-first/note").in_order} == {"One", "Two"}
    ops = [Op.model_validate(op) for op in central.tablet().pull("shared")]
    elsewhere = here.__class__(record, visit.KIND)
    for op in ops:
        elsewhere = elsewhere.with_op(op)
    assert elsewhere.every_value() == here.every_value()


def test_pushing_a_whole_visit_again_changes_nothing(central: Central) -> None:
    tablet = central.tablet()
    record, _ = walked(tablet)
    tablet.seal_whole(record)
    message = tablet.batch()
    first = tablet.push(message)
    tables = (schema.op, schema.link, schema.feed, schema.record, schema.draft_history)
    counts = [central.count(table) for table in tables]
    assert tablet.push(message).hash == first.hash
    assert [central.count(table) for table in tables] == counts


@pytest.mark.parametrize(
    ("changed", "number"),
    [
        ({"visit_hash": "0" * 64}, 207),
        ({"checklist_hash": "0" * 64}, 207),
        ({"findings": {}}, 207),
        ({"photos": ["0" * 64]}, 207),
        ({"signer": GIULIA}, 205),
    ],
)
def test_seal_over_something_else_is_refused_as_a_whole(
    central: Central, changed: dict[str, Any], number: int
) -> None:
    tablet = central.tablet()
    record, _ = walked(tablet)
    tablet.seal_whole(record, **changed)
    assert tablet.numbers() == [number]
    assert [central.count(table) for table in (schema.record, schema.visit, schema.finding)] == [0, 0, 0]


def odd_parts(op: dict[str, Any], how: str) -> None:
    """Make a whole visit say something it may not say."""
    part = op["also"][0]
    if how == "value":
        part["set"]["kind"][0] = "mood"
    elif how == "twice":
        op["also"].append(part)
    elif how == "no seal":
        del op["set"]["seal"]
    elif how == "other kind":
        part["kind"] = visit.KIND
    elif how == "unknown kind":
        part["kind"] = "weather"
    elif how == "other visit":
        part["set"]["visit"][0] = new_id()
    elif how == "nobody":
        del part["set"]["raised_by"]
    elif how == "somebody else":
        part["set"]["raised_by"][0] = GIULIA
    elif how == "origin":
        op["set"]["title"] = [op["set"]["title"][0], [], [ANA, "2026-03-03T10:42:00.000Z"]]


@pytest.mark.parametrize(
    ("how", "number"),
    [
        ("value", 208),
        ("twice", 208),
        ("no seal", 208),
        ("other kind", 208),
        ("unknown kind", 202),
        ("other visit", 208),
        ("nobody", 211),
        ("somebody else", 205),
        ("origin", 205),
    ],
)
def test_one_part_that_may_not_be_applied_keeps_the_whole_back(
    central: Central, how: str, number: int
) -> None:
    tablet = central.tablet()
    record, _ = walked(tablet)
    tablet.seal_whole(record)
    message = tablet.batch()
    said = op_in(message["ops"][0])
    odd_parts(said, how)
    put(message["ops"][0], said)
    assert [one.number for one in tablet.push(tablet.relinked(message)).refused] == [number]
    assert [central.count(table) for table in (schema.record, schema.visit, schema.feed)] == [0, 0, 0]


def test_auditor_signs_for_those_who_walked_along(central: Central) -> None:
    tablet = central.tablet()
    record = tablet.visit(**{f"co_auditor/{GIULIA}": True})
    own = tablet.finding(person=GIULIA, visit=record)
    tablet.write(GIULIA, visit.KIND, {"answer/good-first/note": "Hers"}, record)
    tablet.seal_whole(record)
    assert tablet.numbers() == []
    rows = central.rows(select(schema.record.c.id, schema.record.c.owner))
    assert {row.id: row.owner for row in rows} == {record: TOMASZ, own: GIULIA}
    shown = state(central, visit.KIND, record).shown("answer/good-first/note")
    assert shown is not None
    assert shown.person == GIULIA


def test_finding_of_another_visit_cannot_be_signed_away(central: Central) -> None:
    tablet = central.tablet()
    first, second = tablet.visit(), tablet.visit()
    own = tablet.finding(visit=first)
    tablet.push()
    tablet.write(TOMASZ, finding.KIND, {"visit": second}, own)
    tablet.seal_whole(second)
    assert tablet.numbers() == [208]
    assert state(central, finding.KIND, own).value("visit") == first


def test_sealed_visit_takes_an_addendum_and_nothing_else(central: Central) -> None:
    tablet, other = central.tablet(), central.tablet()
    record, own = walked(tablet)
    seal = tablet.seal_whole(record)
    tablet.push()
    tablet.write(TOMASZ, visit.KIND, {"answer/good-first/note": "Late"}, record)
    tablet.write(TOMASZ, finding.KIND, {"statement": "Late"}, own)
    tablet.finding(visit=record)
    assert tablet.numbers() == [206] * 3
    tablet.seal_whole(record)
    assert tablet.numbers() == [206]
    other.addendum(record, seal.mark, person=ANA)
    assert other.numbers() == []


def test_whole_visit_of_a_newer_kind_is_applied_after_an_update(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync_server.record import merge, permissions  # noqa: PLC0415 - only this test makes them older

    tablet = central.tablet()
    record, own = walked(tablet)
    tablet.seal_whole(record)
    with monkeypatch.context() as older:
        for module in (permissions, merge):
            older.setattr(module, "VOCABULARIES", {})
        assert tablet.numbers() == [202]
    assert central.count(schema.record) == 0
    app = central.app.state
    assert merge.apply_known_kinds(app.engine, app.keys, AT) == 1
    assert state(central, finding.KIND, own).value("statement") == "Seen"
    assert [op["record"] for op in central.tablet().pull()] == [record]


def test_photos_of_every_part_are_announced(central: Central) -> None:
    tablet = central.tablet()
    ref = {"bytes": 1000, "width": 20, "height": 10, "taken_at": "2026-03-03T10:42:00.000Z"}
    of_answer, of_finding = "a" * 64, "b" * 64
    record = tablet.visit(**{f"answer/good-first/photo/{of_answer}": ref})
    own = tablet.finding(visit=record, **{f"photo/{of_finding}": ref})
    tablet.seal_whole(record, photos=[of_answer, of_finding])
    assert tablet.numbers() == []
    assert {tuple(row) for row in central.rows(select(schema.photo_of))} == {
        (of_answer, visit.KIND, record),
        (of_finding, finding.KIND, own),
    }


def test_history_of_a_bomb_is_no_trouble(central: Central) -> None:
    packed = pack(["{}"] * 3)
    assert packed is not None
    tablet = central.tablet()
    record, _ = walked(tablet)
    tablet.seal_whole(record)
    message = tablet.batch()
    message["ops"][0]["draft"] = to_wire(packed)
    assert [one.number for one in tablet.push(message).refused] == [212]
    assert tablet.post(routes.PUSH, message).status_code == 200


def test_state_of_a_visit_nobody_asked_about_is_kept_once_it_changes(central: Central) -> None:
    """What arrived whole is folded from its op whenever it is needed."""
    tablet = central.tablet()
    record, _ = walked(tablet)
    tablet.seal_whole(record)
    tablet.push()
    with writing(central.app.state.engine) as connection:
        kept = connection.execute(
            select(schema.record.c.state).where(schema.record.c.id == record)
        ).scalar_one()
        assert kept is None
    assert state(central, visit.KIND, record).value("title") == "Gemba walk"
