"""Actions: one owner, one day; done, found to hold or not, and open again if not."""

from datetime import date

import pytest

from checklists.records.action import Action, ActionKind, ActionStatus, Verified
from mobile.errors import RecordUnknown, ValueNotTaken
from mobile.store import actions, naming, ops, photo_uses, photos
from mobile.store.database import Store
from tests.support.tablet_samples import ANA, BEN, Clock, a_photo, a_visit

SOON = date(2026, 3, 12)


def a_promise(store: Store, text: str = "A second printer", due: date = SOON) -> Action:
    return actions.promise(store, BEN.id, visit=a_visit(store), text=text, due=due)


def test_promise_is_its_givers_own_and_knows_where_it_was_given(store: Store) -> None:
    given = a_promise(store)
    assert (given.kind, given.owner, given.due) == (ActionKind.PROMISE, BEN.id, SOON)
    assert (given.text("area"), given.text("department")) == ("dock-2", "dock")
    assert given.status is ActionStatus.OPEN
    assert [one.id for one in actions.of_visit(store, given.text("visit"))] == [given.id]


def test_what_is_done_holds_once_somebody_else_has_said_so(store: Store) -> None:
    given = a_promise(store)
    assert actions.done(store, BEN.id, given.id, "It stands there").status is ActionStatus.DONE
    held = actions.verify(store, ANA.id, given.id, Verified.EFFECTIVE)
    assert held.status is ActionStatus.VERIFIED
    assert held.text("verified_by") == ANA.id


def test_what_does_not_hold_is_open_again_with_nothing_done(store: Store) -> None:
    given = a_promise(store)
    actions.add_photo(store, BEN.id, given.id, "e" * 64, a_photo())
    actions.done(store, BEN.id, given.id, "It stands there")
    again = actions.verify(store, ANA.id, given.id, Verified.NOT_EFFECTIVE)
    assert again.status is ActionStatus.REOPENED
    assert again.status.is_open
    assert (again.text("done_at"), again.text("done_note"), again.photos) == ("", "", {})


def test_what_is_done_once_more_is_judged_anew(store: Store) -> None:
    given = a_promise(store)
    actions.done(store, BEN.id, given.id)
    actions.verify(store, ANA.id, given.id, Verified.NOT_EFFECTIVE)
    assert actions.done(store, BEN.id, given.id).status is ActionStatus.DONE
    assert actions.not_done(store, BEN.id, given.id).status is ActionStatus.OPEN


def test_open_actions_come_first_by_the_day_they_are_due(store: Store) -> None:
    late = a_promise(store, "Late", date(2026, 3, 20))
    early = a_promise(store, "Early", date(2026, 3, 5))
    finished = a_promise(store, "Finished", date(2026, 3, 1))
    actions.done(store, BEN.id, finished.id)
    in_order = [early.id, late.id, finished.id]
    assert [one.id for one in actions.of_owner(store, BEN.id)] == in_order
    assert [one.id for one in actions.of_area(store, "dock-2")] == in_order
    assert [one.id for one in actions.of_department(store, "dock")] == in_order
    assert actions.of_area(store, "lab") == []


def test_what_is_taken_back_is_left_out_and_can_come_back(store: Store) -> None:
    given = a_promise(store)
    actions.withdraw(store, BEN.id, given.id)
    assert actions.of_owner(store, BEN.id) == []
    actions.bring_back(store, BEN.id, given.id)
    assert [one.id for one in actions.of_owner(store, BEN.id)] == [given.id]


def test_photo_of_what_was_done_is_announced_and_can_be_taken_off(store: Store) -> None:
    given = a_promise(store)
    shown = actions.add_photo(store, BEN.id, given.id, "e" * 64, a_photo())
    assert list(shown.photos) == ["e" * 64]
    assert photos.photo(store, "e" * 64) is not None
    assert actions.remove_photo(store, BEN.id, given.id, "e" * 64).photos == {}


def test_photo_of_what_was_done_is_known_again_from_its_change_alone(store: Store) -> None:
    given = a_promise(store)
    actions.add_photo(store, BEN.id, given.id, "e" * 64, a_photo())
    row = store.row("select body from op where record = ? order by stamp desc", (given.id,))
    assert row is not None
    photos.forget(store, "e" * 64)
    assert photo_uses.is_used(store, "e" * 64)
    photos.announce_again(store, ops.read(row["body"]))
    assert photos.is_to_send(store, "e" * 64)
    actions.remove_photo(store, BEN.id, given.id, "e" * 64)
    assert not photos.is_to_send(store, "e" * 64)
    assert not photo_uses.is_used(store, "e" * 64)


def test_action_of_a_finding_is_found_by_it(store: Store) -> None:
    values = {"kind": "corrective_action", "owner": ANA.id, "finding": "f" * 32, "text": "Label both sides"}
    proposed = actions.propose(store, BEN.id, values=values)
    assert [one.id for one in actions.of_finding(store, "f" * 32)] == [proposed.id]
    assert not proposed.is_promise
    assert proposed.due is None


def test_action_is_late_after_its_day_as_long_as_it_is_open(store: Store, clock: Clock) -> None:
    given = a_promise(store, due=clock().date())
    assert not given.is_late(clock().date())
    clock.tick(days=1)
    assert given.is_late(clock().date())
    assert not actions.done(store, BEN.id, given.id).is_late(clock().date())


def test_action_is_called_by_its_words_in_lists(store: Store) -> None:
    given = a_promise(store)
    assert naming.name_of(store, "action", given.id) == naming.Name("Action: A second printer", "Dock 2")
    assert naming.name_of(store, "action", "0" * 32).what == "Action"
    assert naming.name_of(store, "thanks", "0" * 32).what == "Thanks"


def test_action_elsewhere_is_not_changed_here(store: Store) -> None:
    assert actions.get(store, "0" * 32) is None
    with pytest.raises(RecordUnknown):
        actions.done(store, BEN.id, "0" * 32)


def test_day_in_another_form_is_not_taken(store: Store) -> None:
    given = a_promise(store)
    with pytest.raises(ValueNotTaken, match="2026-03-03"):
        actions.change(store, BEN.id, given.id, {"due": "12.3.2026"})
