"""Thanks: from one person to another or to a team, found by visit, finding and person."""

from mobile.store import thanks
from mobile.store.database import Store
from tests.support.tablet_samples import ANA, BEN, Clock, a_visit


def test_thanks_are_found_where_they_belong(store: Store) -> None:
    visit = a_visit(store)
    given = thanks.give(
        store, BEN.id, text="For the rack", to_person=ANA.id, visit=visit.id, finding="f" * 32
    )
    assert (given.text("from"), given.text("text")) == (BEN.id, "For the rack")
    for found in (
        thanks.of_visit(store, visit.id),
        thanks.of_finding(store, "f" * 32),
        thanks.to_person(store, ANA.id),
    ):
        assert [one.id for one in found] == [given.id]


def test_thanks_to_a_person_come_the_latest_first(store: Store, clock: Clock) -> None:
    first = thanks.give(store, BEN.id, text="One", to_person=ANA.id)
    clock.tick(minutes=1)
    second = thanks.give(store, BEN.id, text="Two", to_person=ANA.id)
    assert [one.id for one in thanks.to_person(store, ANA.id)] == [second.id, first.id]


def test_thanks_given_by_a_slip_are_gone_and_can_be_put_back(store: Store) -> None:
    visit = a_visit(store)
    given = thanks.give(store, BEN.id, text="For the rack", to_team="dock", visit=visit.id)
    thanks.take_back(store, BEN.id, given.id)
    assert thanks.of_visit(store, visit.id) == []
    thanks.put_back(store, BEN.id, given)
    assert [one.text("to_team") for one in thanks.of_visit(store, visit.id)] == ["dock"]
