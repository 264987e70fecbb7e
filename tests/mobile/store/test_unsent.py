"""What of somebody's is here alone is counted exactly: answers, photos, findings, and the rest."""

from pathlib import Path

from checklists.records.values import PhotoRef
from checklists.records.visit import Judgement
from mobile.bootstrap import Tablet
from mobile.store import findings, outbox, visits
from mobile.store.unsent import Unsent, unsent
from tests.support.app_driver import ANA, BEN, a_tablet, begun, complete

REF = PhotoRef(bytes=10, width=4, height=3, taken_at="2026-03-03T12:00:00.000Z")
FIRST, SECOND = "sort-going-well", "sort-not-needed"


def received(tablet: Tablet) -> None:
    """Let the server have everything but photos."""
    last = outbox.batch(tablet.store, 0)[-1].link
    outbox.confirm(tablet.store, last.n, last.hash, tablet.store.moment())


def test_answers_photos_and_findings_are_counted_once_each(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    store, visit = tablet.store, begun(tablet)
    assert unsent(store, ANA.id) == Unsent(others=1)
    visits.judge(store, ANA.id, visit.id, FIRST, Judgement.CONFORMS)
    visits.note(store, ANA.id, visit.id, FIRST, "Twice over")
    visits.note(store, ANA.id, visit.id, FIRST, "Said again")
    visits.judge(store, ANA.id, visit.id, SECOND, Judgement.FINDING)
    found = findings.raise_finding(store, ANA.id, values={"kind": "opportunity", "visit": visit.id})
    findings.change(store, ANA.id, found.id, {"statement": "A gap"})
    findings.add_photo(store, ANA.id, found.id, "a" * 64, REF)
    visits.add_photo(store, ANA.id, visit.id, FIRST, "a" * 64, REF)
    visits.add_photo(store, ANA.id, visit.id, FIRST, "b" * 64, REF)
    visits.remove_photo(store, ANA.id, visit.id, FIRST, "b" * 64)
    assert unsent(store, ANA.id) == Unsent(answers=2, photos=1, findings=1)
    tablet.close()


def test_what_the_server_has_is_not_counted_and_what_comes_after_is(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    store, visit = tablet.store, begun(tablet)
    visits.judge(store, ANA.id, visit.id, FIRST, Judgement.CONFORMS)
    received(tablet)
    assert unsent(store, ANA.id).nothing
    visits.judge(store, ANA.id, visit.id, SECOND, Judgement.CONFORMS)
    assert unsent(store, ANA.id) == Unsent(answers=1)
    tablet.close()


def test_drafts_of_two_people_are_counted_apart(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    store = tablet.store
    hers, his = begun(tablet), begun(tablet, person=BEN)
    visits.judge(store, ANA.id, hers.id, FIRST, Judgement.CONFORMS)
    visits.judge(store, BEN.id, his.id, FIRST, Judgement.CONFORMS)
    visits.judge(store, BEN.id, his.id, SECOND, Judgement.CONFORMS)
    assert (unsent(store, ANA.id).answers, unsent(store, BEN.id).answers) == (1, 2)
    assert [one.id for one in visits.drafts(store, ANA.id)] == [hers.id]
    assert [one.id for one in visits.drafts(store, BEN.id)] == [his.id]
    tablet.close()


def test_completed_walk_still_counts_what_is_in_it(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    store, visit = tablet.store, begun(tablet)
    visits.judge(store, ANA.id, visit.id, FIRST, Judgement.CONFORMS)
    findings.raise_finding(store, ANA.id, values={"kind": "idea", "statement": "Racks", "visit": visit.id})
    complete(tablet, visit.id)
    assert unsent(store, ANA.id) == Unsent(answers=1, findings=1)
    tablet.close()
