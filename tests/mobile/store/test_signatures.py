"""Signatures stand for what was signed: a change takes both off, saving it as it is keeps them."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from checklists.records.values import Signature
from checklists.records.visit import Judgement, SignedBy, Visit, visit_hash
from mobile.errors import NotSigned, StoreFull, TextTooLong, ValueNotTaken
from mobile.store import findings, journal, photos, visits
from mobile.store.database import Store
from tests.support.tablet_samples import ANA, a_photo, a_visit, sign_both

SHA, OTHER_SHA = "5" * 64, "6" * 64


@dataclass(frozen=True)
class Signed:
    """A visit with an answer and a finding, signed by both, and a finding of no visit."""

    visit: str
    finding: str
    elsewhere: str


@pytest.fixture
def signed(store: Store) -> Signed:
    visit = a_visit(store).id
    visits.judge(store, ANA.id, visit, "q1", Judgement.NOT_APPLICABLE, "No goods came in.")
    visits.note(store, ANA.id, visit, "q1", "Asked two.")
    visits.add_photo(store, ANA.id, visit, "q1", SHA, a_photo())
    finding = findings.raise_finding(store, ANA.id, values={"statement": "No date", "visit": visit}).id
    findings.add_photo(store, ANA.id, finding, SHA, a_photo())
    elsewhere = findings.raise_finding(store, ANA.id, values={"statement": "A stain"}).id
    sign_both(store, visit)
    return Signed(visit, finding, elsewhere)


def read(store: Store, visit_id: str) -> Visit:
    visit = visits.get(store, visit_id)
    assert visit is not None
    return visit


def who_signed(store: Store, visit_id: str) -> list[SignedBy]:
    return [who for who in SignedBy if read(store, visit_id).signature(who)]


def ops(store: Store) -> int:
    return len(store.rows("select op_id from op"))


Act = Callable[[Store, Signed], object]

OF_THE_VISIT: dict[str, Act] = {
    "judged": lambda store, on: visits.judge(store, ANA.id, on.visit, "q1", Judgement.CONFORMS),
    "another judged": lambda store, on: visits.judge(store, ANA.id, on.visit, "q2", Judgement.CONFORMS),
    "judgement taken back": lambda store, on: visits.judge(store, ANA.id, on.visit, "q1", None),
    "reason": lambda store, on: visits.judge(
        store, ANA.id, on.visit, "q1", Judgement.NOT_APPLICABLE, "None came."
    ),
    "note": lambda store, on: visits.note(store, ANA.id, on.visit, "q1", "Asked three."),
    "note taken away": lambda store, on: visits.note(store, ANA.id, on.visit, "q1", ""),
    "photo": lambda store, on: visits.add_photo(store, ANA.id, on.visit, "q1", OTHER_SHA, a_photo()),
    "photo taken off": lambda store, on: visits.remove_photo(store, ANA.id, on.visit, "q1", SHA),
}

OF_A_FINDING: dict[str, Act] = {
    "raised": lambda store, on: findings.raise_finding(store, ANA.id, values={"visit": on.visit}),
    "changed": lambda store, on: findings.change(store, ANA.id, on.finding, {"statement": "No name"}),
    "withdrawn": lambda store, on: findings.withdraw(store, ANA.id, on.finding),
    "photo": lambda store, on: findings.add_photo(store, ANA.id, on.finding, OTHER_SHA, a_photo()),
    "photo taken off": lambda store, on: findings.remove_photo(store, ANA.id, on.finding, SHA),
    "moved in": lambda store, on: findings.change(store, ANA.id, on.elsewhere, {"visit": on.visit}),
    "moved out": lambda store, on: findings.change(store, ANA.id, on.finding, {"visit": None}),
}

KEEPING: dict[str, Act] = {
    "same judgement": lambda store, on: visits.judge(
        store, ANA.id, on.visit, "q1", Judgement.NOT_APPLICABLE, "No goods came in."
    ),
    "same note": lambda store, on: visits.note(store, ANA.id, on.visit, "q1", "Asked two."),
    "still no note": lambda store, on: visits.note(store, ANA.id, on.visit, "q2", ""),
    "same photo": lambda store, on: visits.add_photo(store, ANA.id, on.visit, "q1", SHA, a_photo()),
    "no such photo": lambda store, on: visits.remove_photo(store, ANA.id, on.visit, "q2", SHA),
    "same finding": lambda store, on: findings.change(
        store, ANA.id, on.finding, {"statement": "No date", "visit": on.visit, "evidence": ""}
    ),
    "same photo of a finding": lambda store, on: findings.add_photo(
        store, ANA.id, on.finding, SHA, a_photo()
    ),
}


@pytest.mark.parametrize("change", OF_THE_VISIT.values(), ids=OF_THE_VISIT)
def test_change_to_a_signed_visit_takes_both_signatures_off_in_the_same_op(
    store: Store, signed: Signed, change: Act
) -> None:
    before = ops(store)
    change(store, signed)
    assert who_signed(store, signed.visit) == []
    assert ops(store) == before + 1


@pytest.mark.parametrize("change", OF_A_FINDING.values(), ids=OF_A_FINDING)
def test_change_to_a_finding_takes_both_signatures_off_its_visit(
    store: Store, signed: Signed, change: Act
) -> None:
    before = ops(store)
    change(store, signed)
    assert who_signed(store, signed.visit) == []
    assert ops(store) == before + 2


@pytest.mark.parametrize("act", KEEPING.values(), ids=KEEPING)
def test_saving_what_is_there_already_keeps_the_signatures(store: Store, signed: Signed, act: Act) -> None:
    before = ops(store)
    act(store, signed)
    assert who_signed(store, signed.visit) == [*SignedBy]
    assert ops(store) == before


def test_one_signature_alone_is_taken_off_too(store: Store, signed: Signed) -> None:
    visits.sign(store, ANA.id, signed.visit, SignedBy.AUDITOR, None)
    assert who_signed(store, signed.visit) == [SignedBy.AUDITEE]
    visits.note(store, ANA.id, signed.visit, "q1", "Asked three.")
    assert who_signed(store, signed.visit) == []


def test_another_name_under_the_same_strokes_keeps_both(store: Store, signed: Signed) -> None:
    drawn = read(store, signed.visit).signature(SignedBy.AUDITEE)
    assert drawn is not None
    renamed = drawn.model_copy(update={"name": "Marta Lindqvist"})
    visits.sign(store, ANA.id, signed.visit, SignedBy.AUDITEE, renamed)
    assert who_signed(store, signed.visit) == [*SignedBy]
    assert read(store, signed.visit).signature(SignedBy.AUDITEE) == renamed


def test_signature_drawn_again_keeps_the_other(store: Store, signed: Signed) -> None:
    again = Signature(name="Ana", signed_at=store.moment(), strokes=[[(1, 2)]])
    visits.sign(store, ANA.id, signed.visit, SignedBy.AUDITOR, again)
    assert who_signed(store, signed.visit) == [*SignedBy]


def test_draft_set_aside_and_brought_back_keeps_both(store: Store, signed: Signed) -> None:
    visits.discard(store, ANA.id, signed.visit)
    assert who_signed(store, signed.visit) == [*SignedBy]
    visits.restore(store, ANA.id, signed.visit)
    assert who_signed(store, signed.visit) == [*SignedBy]


def test_finding_of_no_visit_or_another_keeps_both(store: Store, signed: Signed) -> None:
    findings.change(store, ANA.id, signed.elsewhere, {"statement": "Two stains"})
    findings.raise_finding(store, ANA.id, values={"statement": "Seen", "visit": a_visit(store).id})
    assert who_signed(store, signed.visit) == [*SignedBy]


def test_finding_moved_to_another_visit_takes_the_signatures_off_both(store: Store, signed: Signed) -> None:
    other = a_visit(store).id
    sign_both(store, other)
    findings.change(store, ANA.id, signed.finding, {"visit": other})
    assert who_signed(store, signed.visit) == who_signed(store, other) == []


def test_change_to_a_visit_nobody_signed_says_nothing_of_signatures(store: Store) -> None:
    visit = a_visit(store).id
    visits.note(store, ANA.id, visit, "q1", "Asked two.")
    findings.raise_finding(store, ANA.id, values={"visit": visit})
    assert not any(name.startswith("signature") for name in read(store, visit).state.fields)


def test_visit_is_sealed_once_both_have_signed_again(store: Store, signed: Signed) -> None:
    findings.change(store, ANA.id, signed.finding, {"statement": "No name"})
    with pytest.raises(NotSigned, match="the auditor signs"):
        visits.seal(store, ANA.id, signed.visit)
    sign_both(store, signed.visit)
    sealed = visits.seal(store, ANA.id, signed.visit)
    assert sealed.status == "completed"
    assert sealed.seal is not None
    assert sealed.seal.visit_hash == visit_hash(journal.state(store, "visit", signed.visit))


def test_change_that_is_not_taken_keeps_both(store: Store, signed: Signed) -> None:
    before = ops(store)
    with pytest.raises(ValueNotTaken):
        findings.change(store, ANA.id, signed.finding, {"grade": "huge"})
    with pytest.raises(TextTooLong):
        visits.note(store, ANA.id, signed.visit, "q1", "x" * 100_001)
    assert who_signed(store, signed.visit) == [*SignedBy]
    assert ops(store) == before


@pytest.mark.parametrize("change", [OF_THE_VISIT["photo"], OF_A_FINDING["photo"]], ids=["answer", "finding"])
def test_photo_there_was_no_space_for_keeps_both(
    store: Store, signed: Signed, change: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_named: object) -> None:
        raise StoreFull

    monkeypatch.setattr(photos, "announce", full)
    with pytest.raises(StoreFull):
        change(store, signed)
    assert who_signed(store, signed.visit) == [*SignedBy]
