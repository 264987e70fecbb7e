"""Two tablets and a server: what is done offline arrives, and what concerns the other reaches it."""

from collections.abc import Callable

from checklists.protocol import refusals
from checklists.records.person import Role
from checklists.records.visit import Judgement
from mobile.photos.errors import PhotoNotHere
from mobile.store import (
    checklists,
    findings,
    journal,
    outbox,
    people,
    photos,
    places,
    programme,
    refused,
    visits,
)
from mobile.store.photos import PhotoState
from mobile.sync.status import Phase
from tests.sync.works import Office, Tablet

Open = Callable[..., Tablet]


def test_enrolled_tablet_gets_people_places_checklists_and_due_visits(open_tablet: Open) -> None:
    tablet = open_tablet("dock")
    assert tablet.sync.status.phase is Phase.RECEIVED
    assert len(people.people(tablet.store)) > 5
    assert len(places.areas(tablet.store)) > 5
    assert {one.id for one in checklists.checklists(tablet.store)} >= {"purchasing", "gemba-walk", "five-s"}
    assert any(programme.due(tablet.store, one.id) for one in people.people(tablet.store))


def test_pin_of_the_sample_plant_signs_in_offline(open_tablet: Open, office: Office) -> None:
    tablet = open_tablet("dock")
    office.kill()
    ana = next(one for one in people.people(tablet.store) if one.name == "Ana Horvat")
    assert not people.sign_in(tablet.store, ana.id, "1112")
    assert people.sign_in(tablet.store, ana.id, "1111")


def test_walk_done_offline_lands_in_the_central_record(open_tablet: Open, office: Office) -> None:
    tablet = open_tablet("dock")
    office.kill()
    who = tablet.somebody(Role.AUDITOR)
    visit = tablet.start_visit(who)
    questions = checklists.checklist(tablet.store, *visit.checklist)
    assert questions is not None
    for question in questions.questions:
        visits.judge(tablet.store, who.id, visit.id, question.id, Judgement.CONFORMS)
    sha, ref = tablet.take_photo()
    visits.add_photo(tablet.store, who.id, visit.id, questions.questions[0].id, sha, ref)
    found = findings.raise_finding(
        tablet.store,
        who.id,
        values={"kind": "nonconformity", "grade": "minor", "statement": "No date", "visit": visit.id},
    )
    tablet.complete(who, visit)
    visits.add_addendum(tablet.store, who.id, visit.id, "The date was on the second page.")
    status = tablet.sync.sync_now()
    assert status.phase is Phase.ON_TABLET
    assert "The server can't be reached" in status.sentence
    office.come_back()
    status = tablet.sync.sync_now()
    assert (status.phase, status.waiting, status.needs_you) == (Phase.RECEIVED, 0, 0)
    assert refused.needs_you(tablet.store) == []
    assert office.op_ids() == tablet.op_ids()
    ((sealed_at, answered, asked),) = office.rows("select sealed_at, answered, questions from visit")
    assert sealed_at is not None
    assert answered == asked == len(questions.questions)
    assert office.rows("select id, kind, grade from finding") == [(found.id, "nonconformity", "minor")]
    assert office.rows("select sha256 from photo where received_at is not null") == [(sha,)]


def test_good_practice_reaches_the_other_tablet_before_the_visit_is_completed(
    open_tablet: Open, office: Office
) -> None:
    here, there = open_tablet("here"), open_tablet("there")
    who = here.somebody(Role.AUDITOR)
    visit = here.start_visit(who)
    first = findings.raise_finding(
        here.store, who.id, values={"kind": "opportunity", "statement": "Labels", "visit": visit.id}
    )
    here.sync.sync_now()
    there.sync.sync_now()
    assert findings.wins(there.store) == []
    findings.change(
        here.store, who.id, first.id, {"kind": "good_practice", "statement": "Labels on both sides"}
    )
    sha, ref = here.take_photo()
    findings.add_photo(here.store, who.id, first.id, sha, ref)
    here.sync.sync_now()
    status = there.sync.sync_now()
    (win,) = findings.wins(there.store)
    assert (win.text("statement"), list(win.photos)) == ("Labels on both sides", [sha])
    assert there.vault.thumbnail(sha) is not None
    assert not there.vault.has(sha)
    assert status.news > 1
    assert journal.state(there.store, "finding", first.id) == journal.state(here.store, "finding", first.id)
    assert visits.get(there.store, visit.id) is None


def test_both_tablets_end_up_with_the_same_wins(open_tablet: Open) -> None:
    tablets = [open_tablet("here"), open_tablet("there")]
    for number in range(6):
        tablet = tablets[number % 2]
        who = tablet.somebody(Role.AUDITOR)
        found = findings.raise_finding(
            tablet.store, who.id, values={"kind": "good_practice", "statement": f"Number {number}"}
        )
        findings.change(tablet.store, who.id, found.id, {"evidence": "Seen twice"})
    for tablet in tablets * 2:
        tablet.sync.sync_now()
    here, there = (findings.wins(tablet.store) for tablet in tablets)
    assert here == there
    assert len(here) == 6


def test_refused_change_is_shown_to_its_author_and_the_rest_goes_on(
    open_tablet: Open, office: Office
) -> None:
    tablet = open_tablet("dock")
    leader, auditor = tablet.somebody(Role.LEADER), tablet.somebody(Role.AUDITOR)
    tablet.start_visit(leader, "purchasing")
    fine = tablet.start_visit(auditor)
    visits.note(tablet.store, leader.id, fine.id, "q1", "Not mine")
    visits.note(tablet.store, auditor.id, fine.id, "q1", "Mine")
    status = tablet.sync.sync_now()
    assert (status.phase, status.waiting) == (Phase.NEEDS_YOU, 0)
    asides = {one.number: one for one in refused.needs_you(tablet.store)}
    assert set(asides) == {refusals.ROLE_MAY_NOT.number, refusals.NOT_YOURS.number}
    assert asides[refusals.NOT_YOURS.number].values == {"answer/q1/note": "Not mine"}
    assert visits.answer(tablet.store, fine.id, "q1").note == "Mine"
    assert visits.drafts(tablet.store, leader.id) == []
    assert office.rows("select id from visit") == [(fine.id,)]
    assert office.op_ids() == tablet.op_ids()
    for aside in asides.values():
        refused.dismiss(tablet.store, aside.op_id)
    assert tablet.sync.sync_now().phase is Phase.RECEIVED


def test_change_after_the_seal_is_kept_and_told(open_tablet: Open, office: Office) -> None:
    tablet = open_tablet("dock")
    who = tablet.somebody(Role.AUDITOR)
    visit = tablet.start_visit(who)
    tablet.complete(who, visit)
    # Past the tablet's own check, as an older version of the app might write it.
    late = {"answer/q1/note": "late"}
    journal.write(tablet.store, person=who.id, kind="visit", record=visit.id, values=late)
    tablet.sync.sync_now()
    (aside,) = refused.needs_you(tablet.store)
    assert (aside.number, aside.values) == (refusals.SEALED.number, late)
    assert visits.answer(tablet.store, visit.id, "q1").note == ""
    again = visits.get(tablet.store, visit.id)
    assert again is not None
    assert again.status == "completed"


def test_tablet_used_before_enrolment_sends_what_it_has(open_tablet: Open, office: Office) -> None:
    first, early = open_tablet("first"), open_tablet("early", enrol=False)
    who = first.somebody(Role.AUDITOR)
    found = findings.raise_finding(
        early.store, who.id, values={"kind": "good_practice", "statement": "Before the server"}
    )
    findings.change(early.store, who.id, found.id, {"statement": "Before the server was there"})
    early.sync.enrol(office.running.url, office.running.code(), "early")
    assert early.sync.sync_now().phase is Phase.RECEIVED
    first.sync.sync_now()
    (win,) = findings.wins(first.store)
    assert win.text("statement") == "Before the server was there"
    assert win.state.disagreements == ()


def test_revoked_tablet_keeps_everything_and_goes_on_after_enrolling_again(
    open_tablet: Open, office: Office
) -> None:
    tablet = open_tablet("dock")
    who = tablet.somebody(Role.AUDITOR)
    visit = tablet.start_visit(who)
    tablet.sync.sync_now()
    with_access = len(office.op_ids())
    office.kill()
    office.revoke_all()
    office.come_back()
    visits.note(tablet.store, who.id, visit.id, "q1", "Written after")
    status = tablet.sync.sync_now()
    assert (status.phase, status.waiting) == (Phase.NEEDS_YOU, 1)
    assert status.sentence.startswith(refusals.REVOKED.sentence)
    tablet.sync.enrol(office.running.url, office.running.code(), "dock again")
    status = tablet.sync.sync_now()
    assert (status.phase, status.waiting) == (Phase.RECEIVED, 0)
    assert refused.needs_you(tablet.store) == []
    assert len(office.op_ids()) == with_access + 1
    assert visits.answer(tablet.store, visit.id, "q1").note == "Written after"


def test_awkward_texts_arrive_as_they_were_kept(open_tablet: Open, office: Office) -> None:
    tablet = open_tablet("dock")
    who = tablet.somebody(Role.AUDITOR)
    visit = tablet.start_visit(who)
    texts = {
        "q1": "م" * 100_000,
        "q2": "🙂" * 100_000,
        "q3": "half \ud83d and \x00",
        "q4": "مرحبا \u202e abc",
    }
    for question, text in texts.items():
        visits.note(tablet.store, who.id, visit.id, question, text)
    status = tablet.sync.sync_now()
    assert (status.waiting, status.needs_you) == (0, 0)
    assert office.op_ids() == tablet.op_ids()


def test_photo_without_its_file_does_not_keep_the_rest(open_tablet: Open) -> None:
    tablet = open_tablet("dock")
    who = tablet.somebody(Role.AUDITOR)
    visit = tablet.start_visit(who)
    gone, kept = tablet.take_photo(), tablet.take_photo()
    for sha, ref in (gone, kept):
        visits.add_photo(tablet.store, who.id, visit.id, "q1", sha, ref)
    tablet.vault.path(gone[0]).unlink()
    status = tablet.sync.sync_now()
    assert (status.waiting, status.phase) == (1, Phase.ON_TABLET)
    (item,) = outbox.waiting(tablet.store)
    assert item.trouble == PhotoNotHere().sentence
    arrived = photos.photo(tablet.store, kept[0])
    assert arrived is not None
    assert arrived.state is PhotoState.RECEIVED
