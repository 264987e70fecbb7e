"""Two answers on a tablet: one is picked or both are kept, and it can be undone; nothing is lost unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklists.records import finding, visit
from checklists.records.visit import Judgement, SignedBy
from mobile.errors import VisitSealed
from mobile.store import disagreements, findings, journal, ops, visits
from tests.support.elsewhere import EARLIER, said_elsewhere
from tests.support.tablet_samples import ANA, BEN, a_visit, sign_both

if TYPE_CHECKING:
    from checklists.records.disagreement import Disagreement
    from mobile.store.database import Store

NOTE = "answer/q1/note"


def two_notes(store: Store) -> tuple[str, Disagreement]:
    """Let Ana and Ben write different notes, apart; return the visit and what they disagree about."""
    walked = a_visit(store)
    visits.note(store, ANA.id, walked.id, "q1", "Three of three")
    said_elsewhere(store, BEN, visit.KIND, walked.id, {NOTE: "Label faded"})
    (about,) = disagreements.of_visit(store, walked.id)
    return walked.id, about


def values(store: Store, record: str, name: str = NOTE, kind: str = visit.KIND) -> list[object]:
    return [one.value for one in journal.state(store, kind, record).field(name).in_order]


def test_what_is_picked_holds_and_the_other_stays_in_the_history(store: Store) -> None:
    visit_id, about = two_notes(store)
    disagreements.settle(store, ANA.id, about, about.said[0].values)
    assert values(store, visit_id) == ["Three of three"]
    assert disagreements.of_visit(store, visit_id) == []
    said = [op.set[NOTE][0] for op in ops.of_record(store, visit.KIND, visit_id) if NOTE in op.set]
    assert set(said) == {"Three of three", "Label faded"}


def test_both_texts_are_kept_below_each_other(store: Store) -> None:
    visit_id, about = two_notes(store)
    disagreements.settle(store, ANA.id, about, about.joined or {})
    assert visits.answer(store, visit_id, "q1").note == "Three of three\n\nLabel faded"


def test_pick_is_undone_and_both_are_there_again(store: Store) -> None:
    visit_id, about = two_notes(store)
    disagreements.settle(store, ANA.id, about, about.said[1].values)
    disagreements.put_back(store, ANA.id, about)
    (again,) = disagreements.of_visit(store, visit_id)
    assert {one.value for one in again.said} == {"Three of three", "Label faded"}
    by = [[(one.person, one.at) for one in said.by] for said in again.said]
    assert by == [[(one.person, one.at) for one in said.by] for said in about.said]


def test_answer_goes_back_together_with_its_reason(store: Store) -> None:
    walked = a_visit(store)
    visits.judge(store, ANA.id, walked.id, "q1", Judgement.NOT_APPLICABLE, "No dock here")
    said_elsewhere(store, BEN, visit.KIND, walked.id, {"answer/q1/judgement": "conforms"})
    (about,) = disagreements.of_visit(store, walked.id)
    disagreements.settle(store, ANA.id, about, about.said[1].values)
    answer = visits.answer(store, walked.id, "q1")
    assert (answer.judgement, answer.reason) == (Judgement.CONFORMS, "")
    disagreements.put_back(store, ANA.id, about)
    (again,) = disagreements.of_visit(store, walked.id)
    assert [dict(one.values) for one in again.said] == [dict(one.values) for one in about.said]


def test_picking_takes_signatures_off_that_stood_for_it(store: Store) -> None:
    visit_id, about = two_notes(store)
    sign_both(store, visit_id)
    disagreements.settle(store, ANA.id, about, about.said[0].values)
    walked = visits.get(store, visit_id)
    assert walked is not None
    assert [walked.signature(who) for who in SignedBy] == [None, None]


def test_undoing_takes_off_what_was_signed_meanwhile(store: Store) -> None:
    visit_id, about = two_notes(store)
    disagreements.settle(store, ANA.id, about, about.said[0].values)
    sign_both(store, visit_id)
    disagreements.put_back(store, ANA.id, about)
    walked = visits.get(store, visit_id)
    assert walked is not None
    assert walked.signature(SignedBy.AUDITEE) is None


def test_nothing_is_picked_on_a_sealed_visit(store: Store) -> None:
    visit_id, about = two_notes(store)
    sign_both(store, visit_id)
    visits.seal(store, ANA.id, visit_id)
    for change in (
        lambda: disagreements.settle(store, ANA.id, about, about.said[0].values),
        lambda: disagreements.put_back(store, ANA.id, about),
    ):
        with pytest.raises(VisitSealed):
            change()
    assert len(values(store, visit_id)) == 2


def test_finding_outside_a_visit_is_settled_too(store: Store) -> None:
    raised = findings.raise_finding(store, ANA.id, values={"kind": "problem", "statement": "Oil"})
    said_elsewhere(store, ANA, finding.KIND, raised.id, {"statement": "Oil below press 2"})
    (about,) = disagreements.of_finding(store, raised.id)
    disagreements.settle(store, ANA.id, about, about.said[1].values)
    assert values(store, raised.id, "statement", finding.KIND) == ["Oil below press 2"]
    disagreements.put_back(store, ANA.id, about)
    assert len(disagreements.of_finding(store, raised.id)) == 1


def test_findings_of_a_visit_count_but_for_those_taken_back(store: Store) -> None:
    walked = a_visit(store)
    of_visit = {"kind": "opportunity", "visit": walked.id, "question": "q1", "statement": "Faded"}
    kept = findings.raise_finding(store, ANA.id, values=of_visit)
    gone = findings.raise_finding(store, ANA.id, values=of_visit)
    for one in (kept, gone):
        said_elsewhere(store, BEN, finding.KIND, one.id, {"statement": "Label faded"})
    findings.withdraw(store, ANA.id, gone.id)
    assert [one.record for one in disagreements.of_visit(store, walked.id)] == [kept.id]
    assert disagreements.in_visits(store, [walked]) == {walked.id: 1}


def test_text_from_elsewhere_that_was_not_on_the_screen_is_not_overwritten(store: Store) -> None:
    walked = a_visit(store)
    visits.note(store, ANA.id, walked.id, "q1", "Three")
    seen = visits.answer(store, walked.id, "q1").noted
    said_elsewhere(store, BEN, visit.KIND, walked.id, {NOTE: "Label faded"}, knowing=True)
    assert disagreements.beside(store, ANA.id, visit.KIND, walked.id, NOTE, "Three of three", seen)
    assert set(values(store, walked.id)) == {"Label faded", "Three of three"}
    # Going on typing goes on with what stands in the field, and leaves the other.
    seen = visits.answer(store, walked.id, "q1").noted
    assert disagreements.beside(
        store, ANA.id, visit.KIND, walked.id, NOTE, "Three of three, all signed", seen
    )
    assert set(values(store, walked.id)) == {"Label faded", "Three of three, all signed"}


def test_text_typed_over_what_was_on_the_screen_takes_its_place(store: Store) -> None:
    walked = a_visit(store)
    said_elsewhere(store, BEN, visit.KIND, walked.id, {NOTE: "Label faded"}, stamp=EARLIER)
    seen = visits.answer(store, walked.id, "q1").noted
    assert not disagreements.beside(store, ANA.id, visit.KIND, walked.id, NOTE, "Label new", seen)
    assert values(store, walked.id) == ["Label faded"]
