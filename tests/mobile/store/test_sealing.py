"""The seal as one op: what it holds, what it stands in for, and how all of it comes back if it is refused."""

import json

import pytest

from checklists.ids import new_id
from checklists.journal import draft_history
from checklists.journal.canonical import as_bytes, digest
from checklists.journal.fold import RecordState, fold
from checklists.journal.op import OP_VERSION, Op
from checklists.protocol.messages import EnrolReply, RefusedOp
from checklists.records.finding import finding_hash
from checklists.records.visit import visit_hash
from mobile.errors import VisitSealed, VisitSetAside
from mobile.store import enrolment, findings, journal, ops, outbox, photos, refused, sealing, visits
from mobile.store.database import Store
from tests.support.receipts import all_received
from tests.support.tablet_samples import ANA, BEN, a_photo, a_visit, sign_both

SHA = "5" * 64


def a_walk(store: Store) -> tuple[str, str]:
    """Walk a visit with answers, notes, a photo and a finding, and sign it; return visit and finding."""
    visit = a_visit(store).id
    for number in range(10):
        visits.note(store, ANA.id, visit, "q1", f"note {number}")
    visits.judge(store, ANA.id, visit, "q2", "conforms")
    visits.add_photo(store, ANA.id, visit, "q2", SHA, a_photo())
    said = {"kind": "opportunity", "visit": visit, "statement": "Lamp", "area": "dock-2"}
    finding = findings.raise_finding(store, ANA.id, values=said).id
    findings.change(store, ANA.id, finding, {"statement": "Lamp over the dock"})
    sign_both(store, visit)
    return visit, finding


def seal_of(store: Store, visit: str) -> Op:
    return next(op for op in ops.of_record(store, "visit", visit) if "seal" in op.set)


def refuse(store: Store, op: Op, number: int = 207) -> None:
    journal.refuse(store, RefusedOp(op_id=op.op_id, number=number, sentence="It is kept.", advice="Look."))


def from_elsewhere(visit: str, **changes: object) -> Op:
    return Op.model_validate(
        {
            "op_id": new_id(),
            "device": "d" * 32,
            "person": BEN.id,
            "stamp": "000000000000001:000000",
            "at": "2026-03-03T09:00:00.000Z",
            "record": visit,
            "kind": "visit",
            "version": OP_VERSION,
            "set": {name.replace("__", "/"): change for name, change in changes.items()},
        }
    )


def both(store: Store, visit: str, finding: str) -> list[RecordState]:
    return [journal.state(store, "visit", visit), journal.state(store, "finding", finding)]


def said(state: RecordState) -> dict[str, list[tuple[object, str, str]]]:
    """Return what a state says, and who said it when."""
    return {
        name: [(one.value, one.person, one.at) for one in found.in_order]
        for name, found in state.fields.items()
        if name != "seal"
    }


def test_sealed_visit_travels_as_one_op_with_its_draft_history(store: Store) -> None:
    visit, finding = a_walk(store)
    before = [said(state) for state in both(store, visit, finding)]
    kept = {row["op_id"]: row["body"] for row in store.rows("select op_id, body from op")}
    visits.seal(store, ANA.id, visit)
    (sent,) = outbox.batch(store, 0)
    op = Op.read(sent.body)
    assert {(kind, record) for kind, record, _ in op.parts()} == {("visit", visit), ("finding", finding)}
    assert [said(state) for state in fold([op]).values()] == before
    assert [said(state) for state in both(store, visit, finding)] == before
    assert sent.draft is not None
    assert op.draft is not None
    packed = draft_history.from_wire(sent.draft, op.draft)
    assert list(map(as_bytes, draft_history.unpack(packed))) == list(kept.values())
    assert op.draft.ops == len(kept)
    assert digest(as_bytes(sent.body)) == op.body_hash()


def test_rows_are_what_the_seal_alone_adds_up_to(store: Store) -> None:
    visit, finding = a_walk(store)
    visits.seal(store, ANA.id, visit)
    folded = fold([seal_of(store, visit)])
    assert both(store, visit, finding) == [folded["visit", visit], folded["finding", finding]]
    assert len(store.rows("select * from op")) == 1


def test_seal_fits_what_it_stands_for(store: Store) -> None:
    visit, finding = a_walk(store)
    seal = visits.seal(store, ANA.id, visit).seal
    assert seal is not None
    states = both(store, visit, finding)
    assert seal.visit_hash == visit_hash(states[0])
    assert seal.findings == {finding: finding_hash(states[1])}
    assert seal.photos == [SHA]


def test_photo_of_a_sealed_visit_is_still_announced_and_sent_after_its_seal(store: Store) -> None:
    visit, _ = a_walk(store)
    visits.seal(store, ANA.id, visit)
    assert (photos.to_send(store), photos.count_to_send(store)) == ([], 1)
    all_received(store)
    assert [one.sha for one in photos.to_send(store)] == [SHA]


def test_photos_of_sealed_visits_go_before_those_of_drafts(store: Store) -> None:
    early, late = "1" * 64, "2" * 64
    draft = a_visit(store).id
    visits.add_photo(store, ANA.id, draft, "q1", early, a_photo())
    visit, finding = a_walk(store)
    findings.add_photo(store, ANA.id, finding, late, a_photo())
    sign_both(store, visit)
    visits.seal(store, ANA.id, visit)
    all_received(store)
    assert {one.sha for one in photos.to_send(store)[:2]} == {SHA, late}
    assert [one.sha for one in photos.to_send(store)][2:] == [early]


def test_changes_that_were_offered_stay_and_are_replaced(store: Store) -> None:
    visit = a_visit(store).id
    visits.note(store, ANA.id, visit, "q1", "first")
    offered = {sent.link.op_id for sent in outbox.batch(store, 0)}
    visits.note(store, ANA.id, visit, "q1", "second")
    sign_both(store, visit)
    visits.seal(store, ANA.id, visit)
    op = seal_of(store, visit)
    assert {one.op_id for one in ops.of_record(store, "visit", visit)} == offered | {op.op_id}
    assert offered <= {one for change in op.set.values() for one in change[1]}
    assert [sent.link.op_id for sent in outbox.batch(store, 0)][-1] == op.op_id
    state = journal.state(store, "visit", visit)
    assert (state.disagreements, state.value("answer/q1/note")) == ((), "second")


def test_field_in_which_people_disagree_stays_in_ops_of_its_own(store: Store) -> None:
    visit, _ = a_walk(store)
    theirs = from_elsewhere(visit, answer__q1__note=["theirs", []])
    journal.receive(store, theirs)
    visits.seal(store, ANA.id, visit)
    op = seal_of(store, visit)
    assert "answer/q1/note" not in op.set
    state = journal.state(store, "visit", visit)
    assert state.disagreements == ("answer/q1/note",)
    assert {one.value for one in state.field("answer/q1/note").in_order} == {"note 9", "theirs"}
    # Mine is offered before the seal, which the server otherwise could not compare.
    sent = [Op.read(one.body) for one in outbox.batch(store, 0)]
    assert [("answer/q1/note" in one.set, "seal" in one.set) for one in sent][-2:] == [
        (True, False),
        (False, True),
    ]
    assert visit_hash(fold([theirs, *sent])["visit", visit]) == op.set["seal"][0]["visit_hash"]


@pytest.mark.parametrize("number", [203, 207, 212])
def test_refused_seal_leaves_the_draft_as_it_was_with_nothing_lost(store: Store, number: int) -> None:
    visit, finding = a_walk(store)
    before = both(store, visit, finding)
    kept = {row["op_id"]: row["body"] for row in store.rows("select op_id, body from op")}
    visits.seal(store, ANA.id, visit)
    op = seal_of(store, visit)
    all_received(store)
    theirs = from_elsewhere(visit, answer__q3__note=["meanwhile", []])
    journal.receive(store, theirs)
    refuse(store, op, number)
    refuse(store, op, number)
    assert both(store, visit, finding)[1] == before[1]
    now = both(store, visit, finding)[0]
    assert now.value("answer/q3/note") == "meanwhile"
    assert {name: now.field(name) for name in before[0].fields} == dict(before[0].fields)
    assert {row["op_id"]: row["body"] for row in store.rows("select op_id, body from op")} == {
        **kept,
        op.op_id: op.body(),
        theirs.op_id: theirs.body(),
    }
    (aside,) = refused.needs_you(store)
    assert (aside.number, list(aside.values)) == (number, ["seal"])
    draft = visits.get(store, visit)
    assert draft is not None
    assert draft.status == "draft"
    assert outbox.counts(store).changes == len(kept)
    # What was told in full goes in full from now on; then it is completed once more.
    all_received(store)
    sign_both(store, visit)
    assert visits.seal(store, ANA.id, visit).status == "completed"


def test_refused_seal_whose_history_is_damaged_keeps_every_value(store: Store) -> None:
    visit, finding = a_walk(store)
    before = [state.values() for state in both(store, visit, finding)]
    visits.seal(store, ANA.id, visit)
    store.execute("update draft_history set packed = x'00'")
    refuse(store, seal_of(store, visit))
    assert [state.values() for state in both(store, visit, finding)] == before
    all_received(store)
    assert outbox.counts(store).changes == 0


def test_seal_refused_by_another_server_is_put_back_under_the_new_identity(store: Store) -> None:
    visit, _ = a_walk(store)
    visits.seal(store, ANA.id, visit)
    reply = EnrolReply(device="e" * 32, token="secret", server_name="Works")
    enrolment.enrolled(store, reply, server_url="http://works", name="Tablet")
    (sent,) = outbox.batch(store, 0)
    assert sent.draft is not None
    refuse(store, Op.read(sent.body))
    all_received(store)
    assert {op.device for op in ops.of_record(store, "visit", visit)} == {"e" * 32}
    assert journal.state(store, "visit", visit).value("answer/q1/note") == "note 9"


def test_what_was_said_after_a_refused_seal_stays_when_it_is_refused_for_another_reason(
    store: Store,
) -> None:
    visit, _ = a_walk(store)
    visits.seal(store, ANA.id, visit)
    op = seal_of(store, visit)
    refuse(store, op, 202)
    visits.note(store, ANA.id, visit, "q1", "Said since")
    count = len(store.rows("select * from op"))
    refuse(store, op, 207)
    assert journal.state(store, "visit", visit).value("answer/q1/note") == "Said since"
    assert len(store.rows("select * from op")) == count


def test_draft_put_back_under_a_new_identity_is_other_ops_than_a_copy_of_the_tablet_sends(
    store: Store,
) -> None:
    visit, finding = a_walk(store)
    said_before = {row["op_id"]: row["body"] for row in store.rows("select op_id, body from op")}
    visits.seal(store, ANA.id, visit)
    reply = EnrolReply(device="e" * 32, token="secret", server_name="Works")
    enrolment.enrolled(store, reply, server_url="http://works", name="Tablet")
    (sent,) = outbox.batch(store, 0)
    refuse(store, Op.read(sent.body))
    put_back = {row["op_id"] for row in store.rows("select op_id from op")} - {sent.link.op_id}
    # An id is one body, whoever sends it.
    assert put_back.isdisjoint(said_before)
    before = [state.values() for state in both(store, visit, finding)]
    # The copy, which has the identity from before, has sent them.
    for body in said_before.values():
        journal.receive(store, Op.read(body), body)
    after = both(store, visit, finding)
    assert [state.values() for state in after] == before
    assert [state.disagreements for state in after] == [(), ()]


def test_seal_applied_after_all_counts_again(store: Store) -> None:
    visit, _ = a_walk(store)
    visits.seal(store, ANA.id, visit)
    op = seal_of(store, visit)
    refuse(store, op)
    assert journal.receive(store, op)
    with pytest.raises(VisitSealed):
        visits.note(store, ANA.id, visit, "q1", "late")


@pytest.mark.parametrize("limit", ["PACKED_BYTES_LIMIT", "OP_BYTES_LIMIT"])
def test_visit_too_large_for_one_op_is_sealed_by_the_seal_alone(
    store: Store, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    visit, finding = a_walk(store)
    before = [said(state) for state in both(store, visit, finding)]
    count = len(store.rows("select * from op"))
    monkeypatch.setattr(draft_history if limit == "PACKED_BYTES_LIMIT" else sealing, limit, 1000)
    visits.seal(store, ANA.id, visit)
    assert list(seal_of(store, visit).set) == ["seal"]
    assert len(store.rows("select * from op")) == count + 1
    assert store.rows("select * from draft_history") == []
    assert [said(state) for state in both(store, visit, finding)] == before


def test_visit_whose_beginning_was_not_taken_is_not_completed_and_nothing_is_lost(store: Store) -> None:
    visit, _ = a_walk(store)
    refuse(store, ops.of_record(store, "visit", visit)[0], 204)
    with pytest.raises(VisitSetAside, match="kept on this tablet"):
        visits.seal(store, ANA.id, visit)
    assert journal.state(store, "visit", visit).value("answer/q1/note") == "note 9"


def test_change_a_copy_has_sent_is_not_folded(store: Store) -> None:
    visit, _ = a_walk(store)
    first = ops.of_record(store, "visit", visit)[0]
    store.execute("update unlinked set offered = 1 where op_id = ?", (first.op_id,))
    visits.seal(store, ANA.id, visit)
    assert {op.op_id for op in ops.of_record(store, "visit", visit)} == {
        first.op_id,
        seal_of(store, visit).op_id,
    }
    assert json.loads(outbox.batch(store, 0)[0].body)["op_id"] == first.op_id
