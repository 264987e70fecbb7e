"""Visits: started, answered, signed, sealed, added to."""

from collections.abc import Callable

import pytest

from checklists.records.finding import finding_hash
from checklists.records.visit import Judgement, SignedBy, visit_hash
from mobile.errors import NotSigned, RecordUnknown, TextTooLong, VisitNotSealed, VisitSealed
from mobile.store import findings, journal, outbox, photos, visits
from mobile.store.database import Store
from tests.support.tablet_samples import ANA, BEN, DOCK_2, Clock, a_checklist, a_photo, a_visit, sign_both

SHA = "5" * 64


def test_new_visit_says_what_where_and_who(store: Store) -> None:
    visit = a_visit(store, planned="march", peer_review_reason="Only one auditor is here this week.")
    assert visit.state.values() == {
        "kind": "internal_audit",
        "checklist": "purchasing",
        "checklist_version": 1,
        "checklist_hash": a_checklist().content_hash(),
        "title": "Purchasing",
        "area": "dock-2",
        "department": "dock",
        "auditor": ANA.id,
        "started_at": "2026-03-03T10:42:00.000Z",
        "planned": "march",
        "peer_review_reason": "Only one auditor is here this week.",
    }
    assert (visit.status, visits.get(store, visit.id)) == ("draft", visit)


def test_unknown_visit_is_none_and_can_not_be_changed(store: Store) -> None:
    assert visits.get(store, "0" * 32) is None
    with pytest.raises(RecordUnknown, match="Nothing was changed"):
        visits.judge(store, ANA.id, "0" * 32, "q1", Judgement.CONFORMS)


def test_judgement_is_kept_with_its_moment_and_can_be_taken_back(store: Store, clock: Clock) -> None:
    visit = a_visit(store)
    clock.tick(minutes=5)
    visits.judge(store, ANA.id, visit.id, "q1", Judgement.NOT_APPLICABLE, "No goods came in.")
    answer = visits.answer(store, visit.id, "q1")
    assert (answer.judgement, answer.reason) == (Judgement.NOT_APPLICABLE, "No goods came in.")
    assert answer.recorded_at == "2026-03-03T10:47:00.000Z"
    visits.judge(store, ANA.id, visit.id, "q1", Judgement.CONFORMS)
    assert visits.answer(store, visit.id, "q1").reason == ""
    visits.judge(store, ANA.id, visit.id, "q1", None)
    assert visits.answer(store, visit.id, "q1").judgement is None


def test_answer_read_alone_is_the_answer_of_the_whole_visit(store: Store) -> None:
    visit = a_visit(store)
    visits.judge(store, ANA.id, visit.id, "q1", Judgement.FINDING)
    visits.note(store, ANA.id, visit.id, "q1", "Two of ten without a date.")
    visits.add_photo(store, ANA.id, visit.id, "q1", SHA, a_photo())
    whole = visits.get(store, visit.id)
    assert whole is not None
    assert visits.answer(store, visit.id, "q1") == whole.answer("q1")
    assert whole.answered(a_checklist()) == 1


def test_note_that_is_too_long_leaves_the_one_before(store: Store) -> None:
    visit = a_visit(store)
    visits.note(store, ANA.id, visit.id, "q1", "kept")
    with pytest.raises(TextTooLong):
        visits.note(store, ANA.id, visit.id, "q1", "x" * 100_001)
    assert visits.answer(store, visit.id, "q1").note == "kept"


def test_drafts_are_the_persons_own_newest_first(store: Store, clock: Clock) -> None:
    first = a_visit(store)
    clock.tick(minutes=1)
    second = a_visit(store)
    visits.start(store, person=BEN, checklist=a_checklist(), area=DOCK_2)
    assert [one.id for one in visits.drafts(store, ANA.id)] == [second.id, first.id]


def test_draft_set_aside_can_be_restored(store: Store) -> None:
    visit = a_visit(store)
    visits.discard(store, ANA.id, visit.id)
    assert visits.drafts(store, ANA.id) == []
    assert [one.id for one in visits.discarded(store, ANA.id)] == [visit.id]
    visits.restore(store, ANA.id, visit.id)
    assert [one.id for one in visits.drafts(store, ANA.id)] == [visit.id]


def test_seal_holds_the_hash_of_everything(store: Store) -> None:
    visit = a_visit(store)
    visits.judge(store, ANA.id, visit.id, "q1", Judgement.FINDING)
    visits.add_photo(store, ANA.id, visit.id, "q1", SHA, a_photo())
    kept = findings.raise_finding(store, ANA.id, values={"statement": "No date", "visit": visit.id})
    findings.add_photo(store, ANA.id, kept.id, "6" * 64, a_photo())
    back = findings.raise_finding(store, ANA.id, values={"statement": "A slip", "visit": visit.id})
    findings.add_photo(store, ANA.id, back.id, "7" * 64, a_photo())
    findings.withdraw(store, ANA.id, back.id)
    sign_both(store, visit.id)
    before = journal.state(store, "visit", visit.id)
    sealed = visits.seal(store, ANA.id, visit.id)
    seal = sealed.seal
    assert seal is not None
    assert seal.visit_hash == visit_hash(before) == visit_hash(sealed.state)
    assert seal.findings == {
        one: finding_hash(journal.state(store, "finding", one)) for one in (kept.id, back.id)
    }
    assert seal.photos == [SHA, "6" * 64]
    assert (seal.signer, sealed.status) == (ANA.id, "completed")


def test_seal_lists_photos_by_name_whenever_they_were_taken(store: Store) -> None:
    visit = a_visit(store)
    later = a_photo().model_copy(update={"taken_at": "2026-03-03T11:00:00.000Z"})
    visits.add_photo(store, ANA.id, visit.id, "q1", "1" * 64, later)
    visits.add_photo(store, ANA.id, visit.id, "q1", "2" * 64, a_photo())
    sign_both(store, visit.id)
    seal = visits.seal(store, ANA.id, visit.id).seal
    assert list(visits.answer(store, visit.id, "q1").photos) == ["2" * 64, "1" * 64]
    assert seal is not None
    assert seal.photos == ["1" * 64, "2" * 64]


def test_seal_waits_for_both_signatures(store: Store) -> None:
    visit = a_visit(store)
    with pytest.raises(NotSigned, match="the auditor signs"):
        visits.seal(store, ANA.id, visit.id)
    sign_both(store, visit.id)
    visits.sign(store, ANA.id, visit.id, SignedBy.AUDITEE, None)
    with pytest.raises(NotSigned, match="the auditee signs"):
        visits.seal(store, ANA.id, visit.id)
    assert [one.id for one in visits.drafts(store, ANA.id)] == [visit.id]


@pytest.fixture
def sealed(store: Store) -> str:
    visit = a_visit(store)
    findings.raise_finding(store, ANA.id, values={"statement": "No date", "visit": visit.id})
    sign_both(store, visit.id)
    visits.seal(store, ANA.id, visit.id)
    return visit.id


CHANGES: list[Callable[[Store, str], object]] = [
    lambda store, visit: visits.judge(store, ANA.id, visit, "q1", None),
    lambda store, visit: visits.note(store, ANA.id, visit, "q1", "late"),
    lambda store, visit: visits.add_photo(store, ANA.id, visit, "q1", SHA, a_photo()),
    lambda store, visit: visits.remove_photo(store, ANA.id, visit, "q1", SHA),
    lambda store, visit: visits.sign(store, ANA.id, visit, SignedBy.AUDITOR, None),
    lambda store, visit: visits.seal(store, ANA.id, visit),
    lambda store, visit: visits.discard(store, ANA.id, visit),
    lambda store, visit: findings.raise_finding(store, ANA.id, values={"visit": visit}),
    lambda store, visit: findings.change(
        store, ANA.id, findings.of_visit(store, visit)[0].id, {"statement": "late"}
    ),
    lambda store, visit: findings.add_photo(
        store, ANA.id, findings.of_visit(store, visit)[0].id, SHA, a_photo()
    ),
    lambda store, visit: findings.withdraw(store, ANA.id, findings.of_visit(store, visit)[0].id),
]


@pytest.mark.parametrize("change", CHANGES)
def test_sealed_visit_can_not_be_changed(
    store: Store, sealed: str, change: Callable[[Store, str], object]
) -> None:
    before = outbox.counts(store)
    with pytest.raises(VisitSealed, match="Add what is missing as an addendum"):
        change(store, sealed)
    assert outbox.counts(store) == before
    assert photos.photo(store, SHA) is None


def test_addendum_names_the_seal_and_leaves_the_visit_as_it_is(
    store: Store, sealed: str, clock: Clock
) -> None:
    before = visits.get(store, sealed)
    first = visits.add_addendum(store, ANA.id, sealed, "The date was found on the second page.")
    clock.tick(minutes=1)
    second = visits.add_addendum(store, ANA.id, sealed, "And on the third.")
    assert visits.addenda(store, sealed) == [first, second]
    assert (first.author, first.visit) == (ANA.id, sealed)
    assert before is not None
    assert before.seal is not None
    assert journal.state(store, "addendum", first.id).value("seal") == before.seal.mark
    assert visits.get(store, sealed) == before


def test_draft_takes_no_addendum(store: Store) -> None:
    with pytest.raises(VisitNotSealed, match="still a draft"):
        visits.add_addendum(store, ANA.id, a_visit(store).id, "x")


def test_completed_visits_are_listed_newest_first_up_to_a_limit(
    store: Store, sealed: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.tick(days=1)
    later = a_visit(store)
    sign_both(store, later.id)
    visits.seal(store, ANA.id, later.id)
    assert [one.id for one in visits.completed(store, ANA.id)] == [later.id, sealed]
    monkeypatch.setattr(visits, "COMPLETED_SHOWN", 1)
    assert [one.id for one in visits.completed(store, ANA.id)] == [later.id]
    assert visits.drafts(store, ANA.id) == []
