"""What one leader promises and whom they thank is on every tablet, and so is what came of it."""

from collections.abc import Callable
from datetime import date

from checklists.protocol import refusals
from checklists.records.action import ActionStatus, Verified
from checklists.records.person import Role
from mobile.store import actions, refused, thanks
from tests.sync.works import Office, Tablet

Open = Callable[..., Tablet]

DUE = date(2026, 3, 12)


def test_promise_and_thanks_reach_the_other_tablet_before_the_visit_is_completed(open_tablet: Open) -> None:
    here, there = open_tablet("here"), open_tablet("there")
    leader, other = here.somebody(Role.LEADER), here.somebody(Role.AUDITOR)
    visit = here.start_visit(leader, "gemba-walk")
    given = actions.promise(here.store, leader.id, visit=visit, text="A second printer", due=DUE)
    thanks.give(here.store, leader.id, text="For the rack", to_person=other.id, visit=visit.id)
    here.sync.sync_now()
    there.sync.sync_now()
    (promised,) = actions.of_area(there.store, visit.text("area"))
    assert promised == actions.get(here.store, given.id)
    (thanked,) = thanks.to_person(there.store, other.id)
    assert thanked.text("from") == leader.id


def test_what_is_done_on_one_tablet_and_does_not_hold_on_another_is_open_on_both(
    open_tablet: Open, office: Office
) -> None:
    here, there = open_tablet("here"), open_tablet("there")
    leader, other = here.somebody(Role.LEADER), here.somebody(Role.AUDITOR)
    visit = here.start_visit(leader, "gemba-walk")
    given = actions.promise(here.store, leader.id, visit=visit, text="A second printer", due=DUE)
    sha, ref = here.take_photo()
    actions.add_photo(here.store, leader.id, given.id, sha, ref)
    actions.done(here.store, leader.id, given.id, "It stands there")
    here.sync.sync_now()
    assert office.rows("select sha256 from photo where received_at is not null") == [(sha,)]
    there.sync.sync_now()
    actions.verify(there.store, other.id, given.id, Verified.NOT_EFFECTIVE)
    for tablet in (there, here):
        tablet.sync.sync_now()
        assert refused.needs_you(tablet.store) == []
        known = actions.get(tablet.store, given.id)
        assert known is not None
        assert known.status is ActionStatus.REOPENED


def test_who_may_not_say_done_hears_why_and_nothing_is_lost(open_tablet: Open) -> None:
    here, there = open_tablet("here"), open_tablet("there")
    leader, other = here.somebody(Role.LEADER), here.somebody(Role.AUDITOR)
    visit = here.start_visit(leader, "gemba-walk")
    given = actions.promise(here.store, leader.id, visit=visit, text="A second printer", due=DUE)
    here.sync.sync_now()
    there.sync.sync_now()
    actions.done(there.store, other.id, given.id, "I saw it")
    there.sync.sync_now()
    (told,) = refused.needs_you(there.store)
    assert told.number == refusals.ACTION_OF_OWNER.number
    known = actions.get(there.store, given.id)
    assert known is not None
    assert known.status is ActionStatus.OPEN
