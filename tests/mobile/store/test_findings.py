"""Findings: raised, changed, withdrawn, and everybody's good practices."""

import pytest

from checklists.ids import new_id
from checklists.journal.op import Op
from checklists.records.finding import FindingKind
from mobile.errors import RecordUnknown
from mobile.store import findings, journal, ops, visits
from mobile.store.database import Store
from tests.support.tablet_samples import ANA, BEN, Clock, a_photo, a_visit


def raised(store: Store, person: str = ANA.id, **values: object) -> str:
    return findings.raise_finding(store, person, values={"statement": "Seen", **values}).id


def test_raised_finding_says_who_and_when(store: Store) -> None:
    found = findings.raise_finding(store, ANA.id, values={"kind": "good_practice", "statement": "Labels"})
    assert (found.text("raised_by"), found.text("raised_at")) == (ANA.id, "2026-03-03T10:42:00.000Z")
    assert findings.get(store, found.id) == found


def test_unknown_finding_is_none_and_can_not_be_changed(store: Store) -> None:
    assert findings.get(store, "0" * 32) is None
    with pytest.raises(RecordUnknown):
        findings.change(store, ANA.id, "0" * 32, {"statement": "x"})


def test_changed_finding_is_returned_as_it_is_now(store: Store) -> None:
    found = findings.change(store, ANA.id, raised(store), {"kind": "nonconformity", "grade": "minor"})
    assert found.label == "Nonconformity, minor"


def test_findings_of_a_visit_lead_with_good_practices(store: Store, clock: Clock) -> None:
    visit = a_visit(store).id
    for kind, grade in (("nonconformity", "major"), ("opportunity", None), ("good_practice", None)):
        raised(store, visit=visit, kind=kind, grade=grade, question="q1")
        clock.tick(seconds=1)
    findings.withdraw(store, ANA.id, raised(store, visit=visit, question="q1"))
    raised(store, visit=visit, kind="good_practice", question="q2")
    raised(store)
    kinds = [one.kind for one in findings.of_visit(store, visit)]
    assert kinds == [
        FindingKind.GOOD_PRACTICE,
        FindingKind.GOOD_PRACTICE,
        FindingKind.NONCONFORMITY,
        FindingKind.OPPORTUNITY,
    ]
    assert len(findings.of_question(store, visit, "q1")) == 3
    assert len(findings.all_of_visit(store, visit)) == 5


def test_photo_of_a_finding_can_be_added_and_removed(store: Store) -> None:
    found = raised(store)
    assert list(findings.add_photo(store, ANA.id, found, "5" * 64, a_photo()).photos) == ["5" * 64]
    assert findings.remove_photo(store, ANA.id, found, "5" * 64).photos == {}


def test_what_a_person_raised_is_listed_newest_first(store: Store, clock: Clock) -> None:
    first = raised(store)
    clock.tick(seconds=1)
    second = raised(store)
    raised(store, person=BEN.id)
    findings.withdraw(store, ANA.id, raised(store))
    assert [one.id for one in findings.raised_by(store, ANA.id)] == [second, first]


def test_wins_come_from_everywhere_newest_first(store: Store, clock: Clock) -> None:
    mine = raised(store, kind="good_practice")
    clock.tick(seconds=1)
    raised(store, kind="opportunity")
    findings.withdraw(store, ANA.id, raised(store, kind="good_practice"))
    theirs = Op.model_validate(
        {
            "op_id": new_id(),
            "device": "d" * 32,
            "person": BEN.id,
            "stamp": "000000000000001:000000",
            "at": "2026-03-03T12:00:00.000Z",
            "record": new_id(),
            "kind": "finding",
            "version": 1,
            "set": {
                "kind": ["good_practice", []],
                "statement": ["Shadow board", []],
                "raised_at": ["2026-03-03T12:00:00.000Z", []],
            },
        }
    )
    journal.receive(store, theirs)
    assert [one.id for one in findings.wins(store)] == [theirs.record, mine]
    assert [one.id for one in findings.wins(store, limit=1)] == [theirs.record]


def test_good_practice_is_a_win_once_it_says_something(store: Store) -> None:
    tapped = findings.raise_finding(store, ANA.id, values={"kind": "good_practice"})
    assert findings.wins(store) == []
    findings.change(store, ANA.id, tapped.id, {"statement": "Labels at eye height"})
    assert [one.id for one in findings.wins(store)] == [tapped.id]


def test_finding_that_is_no_good_practice_any_more_is_no_win(store: Store) -> None:
    found = raised(store, kind="good_practice")
    findings.change(store, ANA.id, found, {"kind": "opportunity"})
    assert findings.wins(store) == []


def test_disputed_good_practice_is_shown_as_the_more_severe(store: Store) -> None:
    found = raised(store, kind="good_practice")
    first = ops.of_record(store, "finding", found)[0]
    other = first.model_copy(update={"op_id": new_id(), "set": {"kind": ("nonconformity", [])}})
    journal.receive(store, other)
    assert findings.wins(store) == []


def test_finding_of_a_sealed_visit_elsewhere_does_not_close_others(store: Store) -> None:
    visit = a_visit(store).id
    found = raised(store)
    assert visits.get(store, visit) is not None
    assert findings.change(store, ANA.id, found, {"statement": "Changed"}).text("statement") == "Changed"
