"""Each refusal of a single op: it is kept with its number, and the rest goes on."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from checklists.ids import new_id
from checklists.journal.op import Op
from checklists.protocol.refusals import CATALOGUE, reasons
from checklists.records import addendum, finding, visit
from sync_server.record import merge, permissions, schema
from sync_server.record.database import writing
from tests.support.sending import ANA, AT, GIULIA, LARS, TOMASZ, Tablet, op_in, put

if TYPE_CHECKING:
    from tests.sync_server.conftest import Central


def assert_only_this_is_refused(tablet: Tablet, number: int) -> None:
    """The last op that was written is refused with a number, and one after it is applied."""
    tablet.finding(statement="After it")
    reply = tablet.push()
    assert [one.number for one in reply.refused] == [number]
    words = (reply.refused[0].sentence, reply.refused[0].advice)
    assert words == (CATALOGUE[number].sentence, CATALOGUE[number].advice)
    # The chain went on over it.
    assert tablet.hello().n == reply.n


def test_op_nobody_can_read_is_kept_as_it_came(central: Central) -> None:
    tablet = central.tablet()
    for _ in range(5):
        tablet.finding()
    message = tablet.batch()
    said = [op_in(one) for one in message["ops"]]
    del said[0]["stamp"]
    odd = (said[0], ["not", "an", "object"], {**said[2], "op_id": new_id()}, {**said[3], "extra": "\x00"})
    for one, what in zip(message["ops"], odd, strict=False):
        put(one, what)
    reply = tablet.push(tablet.relinked(message))
    assert [one.number for one in reply.refused] == [201, 201, 201, 201]
    assert [one.op_id for one in reply.refused] == [one["link"]["op_id"] for one in message["ops"][:4]]
    assert central.count(schema.finding) == 1
    bodies = [row.body for row in central.rows(select(schema.kept).order_by(schema.kept.c.n))]
    assert bodies[1] == b'["not","an","object"]'


def test_id_of_another_op_is_refused_and_the_first_one_stays(central: Central) -> None:
    tablet = central.tablet()
    record = tablet.finding(statement="First")
    message = tablet.batch()
    tablet.push(message)
    op = Op.read(message["ops"][0]["body"])
    tablet.pen.add(op.model_copy(update={"set": {"statement": ("Second", [])}}))
    again = tablet.batch()
    reply = tablet.push(again)
    assert [(one.number, one.op_id) for one in reply.refused] == [(201, op.op_id)]
    assert tablet.push(again).refused == reply.refused
    assert central.rows(select(schema.finding))[0][0] == record
    assert central.rows(select(schema.finding.c.statement))[0][0] == "First"


def test_unknown_kind_is_kept_and_applied_after_an_update(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = central.tablet()
    with monkeypatch.context() as older:
        for module in (permissions, merge):
            older.setattr(module, "VOCABULARIES", {})
        record = tablet.finding(kind="good_practice")
        assert tablet.numbers() == [202]
    assert central.count(schema.finding) == 0
    state = central.app.state
    assert merge.apply_known_kinds(state.engine, state.keys, AT) == 1
    assert [row.id for row in central.rows(select(schema.finding))] == [record]
    assert central.rows(select(schema.op.c.refusal))[0][0] is None
    assert len(central.tablet().pull()) == 1


def test_refusal_decided_anew_after_an_update_can_be_noticed_and_is_told(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet, other = central.tablet(), central.tablet()
    assert tablet.compare().reasons == reasons({})
    with monkeypatch.context() as older:
        for module in (permissions, merge):
            older.setattr(module, "VOCABULARIES", {})
        tablet.finding(person=TOMASZ, raised_by=LARS)
        message = tablet.batch()
        (told,) = tablet.push(message).refused
    assert tablet.compare().reasons == reasons({told.op_id: 202})
    state = central.app.state
    assert merge.apply_known_kinds(state.engine, state.keys, AT) == 1
    assert (tablet.compare().refused, tablet.compare().reasons) == (1, reasons({told.op_id: 205}))
    assert other.compare().reasons == reasons({})
    (told,) = tablet.push(message).refused
    assert (told.number, told.sentence) == (205, CATALOGUE[205].sentence)


def test_person_nobody_knows_is_refused(central: Central) -> None:
    tablet = central.tablet()
    tablet.finding(person=new_id())
    assert_only_this_is_refused(tablet, 203)


def test_person_who_left_is_refused(central: Central) -> None:
    with writing(central.app.state.engine) as connection:
        connection.execute(schema.person.update().where(schema.person.c.id == GIULIA).values(active=False))
    tablet = central.tablet()
    tablet.finding(person=GIULIA)
    assert_only_this_is_refused(tablet, 203)


@pytest.mark.parametrize("kind", ["internal_audit", None])
def test_leader_does_not_audit(central: Central, kind: str | None) -> None:
    tablet = central.tablet()
    tablet.visit(person=LARS, kind=kind)
    assert_only_this_is_refused(tablet, 204)


@pytest.mark.parametrize("kind", ["gemba_walk", "5s_safety_walk", "layered_process_audit"])
def test_leader_walks(central: Central, kind: str) -> None:
    tablet = central.tablet()
    tablet.visit(person=LARS, kind=kind)
    assert tablet.numbers() == []


def test_leader_cannot_turn_a_gemba_walk_into_an_audit(central: Central) -> None:
    tablet = central.tablet()
    record = tablet.visit(person=LARS)
    tablet.write(LARS, visit.KIND, {"kind": "internal_audit"}, record)
    assert_only_this_is_refused(tablet, 204)


def test_draft_of_somebody_else_is_refused(central: Central) -> None:
    tablet = central.tablet()
    record = tablet.visit()
    tablet.write(GIULIA, visit.KIND, {"answer/good-first/note": "Mine"}, record)
    assert_only_this_is_refused(tablet, 205)


def test_draft_of_somebody_else_is_refused_from_another_tablet(central: Central) -> None:
    first, second = central.tablet(), central.tablet()
    record = first.visit()
    first.push()
    second.write(ANA, visit.KIND, {"discarded": True}, record)
    assert_only_this_is_refused(second, 205)
    assert central.rows(select(schema.visit.c.discarded))[0][0] is False


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (visit.KIND, {"kind": "gemba_walk", "auditor": GIULIA}),
        (finding.KIND, {"kind": "idea", "raised_by": GIULIA}),
        (visit.KIND, {"kind": "gemba_walk", "auditor": None}),
    ],
)
def test_nobody_writes_in_the_name_of_another(central: Central, kind: str, values: dict[str, Any]) -> None:
    tablet = central.tablet()
    tablet.write(TOMASZ, kind, values)
    assert_only_this_is_refused(tablet, 205)


def test_finding_in_the_visit_of_somebody_else_is_refused(central: Central) -> None:
    tablet = central.tablet()
    record = tablet.visit()
    tablet.finding(person=GIULIA, visit=record)
    assert_only_this_is_refused(tablet, 205)


def test_finding_of_an_unknown_visit_is_refused(central: Central) -> None:
    tablet = central.tablet()
    tablet.finding(visit=new_id())
    assert_only_this_is_refused(tablet, 210)


def test_sealed_visit_takes_no_more_changes(central: Central) -> None:
    tablet = central.tablet()
    record = tablet.visit()
    own = tablet.finding(visit=record)
    tablet.seal(record)
    assert tablet.numbers() == []
    assert central.rows(select(schema.visit.c.sealed_at))[0][0] == "2026-03-03T11:30:00.000Z"
    tablet.write(TOMASZ, visit.KIND, {"answer/good-first/note": "Late"}, record)
    tablet.write(TOMASZ, visit.KIND, {"something/new": "Late"}, record)
    tablet.write(TOMASZ, visit.KIND, {"seal": None}, record)
    tablet.write(TOMASZ, finding.KIND, {"statement": "Late"}, own)
    tablet.write(TOMASZ, finding.KIND, {"visit": None}, own)
    tablet.finding(visit=record)
    assert tablet.numbers() == [206] * 6
    assert central.rows(select(schema.finding.c.statement))[0][0] == "Seen"


def test_change_in_the_same_batch_as_the_seal_and_after_it_is_refused(central: Central) -> None:
    tablet = central.tablet()
    record = tablet.visit()
    tablet.seal(record)
    tablet.write(TOMASZ, visit.KIND, {"answer/good-first/note": "Late"}, record)
    assert tablet.numbers() == [206]


def test_free_finding_cannot_be_moved_into_a_sealed_visit(central: Central) -> None:
    tablet = central.tablet()
    record = tablet.visit()
    tablet.seal(record)
    free = tablet.finding()
    tablet.write(TOMASZ, finding.KIND, {"visit": record}, free)
    assert_only_this_is_refused(tablet, 206)


@pytest.mark.parametrize(
    "changed",
    [
        {"visit_hash": "0" * 64},
        {"checklist_hash": "0" * 64},
        {"findings": {}},
        {"findings": {"1" * 32: "0" * 64}},
        {"photos": ["0" * 64]},
    ],
)
def test_seal_over_something_else_is_refused(central: Central, changed: dict[str, Any]) -> None:
    tablet = central.tablet()
    record = tablet.visit()
    tablet.finding(visit=record)
    tablet.seal(record, **changed)
    assert_only_this_is_refused(tablet, 207)
    assert central.rows(select(schema.visit.c.sealed_at))[0][0] is None


def test_seal_lists_a_finding_with_another_hash(central: Central) -> None:
    tablet = central.tablet()
    record = tablet.visit()
    own = tablet.finding(visit=record)
    tablet.seal(record, findings={own: "0" * 64})
    assert_only_this_is_refused(tablet, 207)


def test_seal_that_was_refused_can_be_given_again(central: Central) -> None:
    tablet = central.tablet()
    record = tablet.visit()
    tablet.push()
    before = copy.deepcopy(tablet.pen)
    tablet.seal(record, visit_hash="0" * 64)
    assert tablet.numbers() == [207]
    # A tablet takes back what was refused; its chain keeps it.
    tablet.pen._states = before._states
    tablet.seal(record)
    assert tablet.numbers() == []


def test_withdrawn_finding_may_be_left_out_of_the_seal(central: Central) -> None:
    tablet = central.tablet()
    record = tablet.visit()
    own = tablet.finding(visit=record)
    tablet.write(TOMASZ, finding.KIND, {"withdrawn": True}, own)
    tablet.seal(record, findings={})
    assert tablet.numbers() == []


def test_nobody_signs_for_another(central: Central) -> None:
    tablet = central.tablet()
    record = tablet.visit()
    tablet.seal(record, signer=GIULIA)
    assert_only_this_is_refused(tablet, 205)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (visit.KIND, {"answer/a/judgement": "maybe"}),
        (visit.KIND, {"checklist_version": 0}),
        (visit.KIND, {"started_at": "yesterday"}),
        (finding.KIND, {"withdrawn": "yes"}),
        (finding.KIND, {"statement": "x" * 100_001}),
        (finding.KIND, {"photo/" + "a" * 64: {"bytes": -1}}),
    ],
)
def test_value_that_does_not_fit_is_refused(central: Central, kind: str, values: dict[str, Any]) -> None:
    tablet = central.tablet()
    tablet.write(TOMASZ, kind, values)
    assert_only_this_is_refused(tablet, 208)


def test_finding_that_was_not_taken_does_not_come_in_by_its_next_change(central: Central) -> None:
    tablet = central.tablet()
    record = tablet.finding(visit=new_id())
    tablet.write(TOMASZ, finding.KIND, {"statement": "Typed on", "kind": "good_practice"}, record)
    assert tablet.numbers() == [210, 211]
    assert central.count(schema.finding) == 0


def test_op_of_another_tablet_is_refused_and_never_stands_in_its_way(central: Central) -> None:
    author, other = central.tablet(), central.tablet()
    author.finding(statement="True one")
    message = author.batch()
    op = Op.read(message["ops"][0]["body"])
    other.pen.add(op)
    assert other.numbers() == [209]
    assert central.count(schema.finding) == 0
    assert author.push(message).refused == []
    assert central.rows(select(schema.finding.c.statement))[0][0] == "True one"


def test_addendum_names_a_sealed_visit_and_its_seal(central: Central) -> None:
    tablet = central.tablet()
    sealed, draft = tablet.visit(), tablet.visit()
    seal = tablet.seal(sealed)
    tablet.addendum(sealed, seal.mark, person=ANA)
    assert tablet.numbers() == []
    tablet.addendum(new_id(), seal.mark)
    tablet.addendum(draft, seal.mark)
    tablet.addendum(sealed, "0" * 64)
    tablet.write(TOMASZ, addendum.KIND, {"text": "Alone", "author": TOMASZ})
    assert tablet.numbers() == [210] * 4
    tablet.addendum(sealed, seal.mark, author=GIULIA)
    assert tablet.numbers() == [205]
