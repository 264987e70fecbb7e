"""Signing in offline: the right PIN, wrong ones and their wait, people who have left."""

import pytest

from checklists.records.person import Person, Role
from mobile.errors import PinWait
from mobile.store import people, reference
from mobile.store.database import Store
from tests.support.tablet_samples import ANA, BEN, Clock, a_reference


def miss(store: Store, times: int) -> None:
    for _ in range(times):
        assert not people.sign_in(store, ANA.id, "0000")


def test_people_are_listed_by_name(store: Store) -> None:
    gone = Person(id="c" * 32, name="Abe", role=Role.AUDITOR, department=None, pin=None, active=False)
    reference.replace(store, a_reference(people=[BEN, gone, ANA]), "second")
    assert people.people(store) == [ANA, BEN]


def test_right_pin_takes_over_the_tablet_until_signed_out(store: Store) -> None:
    assert people.signed_in(store) is None
    assert people.sign_in(store, ANA.id, "1234")
    assert people.signed_in(store) == ANA
    assert people.sign_in(store, BEN.id, "2580")
    assert people.signed_in(store) == BEN
    people.sign_out(store)
    assert people.signed_in(store) is None


@pytest.mark.parametrize("pin", ["", "12345", "1235", "١٢٣٤", "x" * 10_000])
def test_other_pin_leaves_who_was_signed_in(store: Store, pin: str) -> None:
    people.sign_in(store, BEN.id, "2580")
    assert not people.sign_in(store, ANA.id, pin)
    assert people.signed_in(store) == BEN


def test_person_without_a_pin_or_unknown_can_not_sign_in(store: Store) -> None:
    no_pin = Person(id="c" * 32, name="Cem", role=Role.AUDITOR, department=None, pin=None)
    reference.replace(store, a_reference(people=[ANA, no_pin]), "second")
    assert not people.sign_in(store, no_pin.id, "")
    assert not people.sign_in(store, "0" * 32, "1234")


def test_wrong_pins_cost_a_wait_that_grows(store: Store, clock: Clock) -> None:
    miss(store, 3)
    with pytest.raises(PinWait, match="in 5 seconds") as first:
        people.sign_in(store, ANA.id, "1234")
    assert first.value.seconds == 5
    clock.tick(seconds=5)
    miss(store, 1)
    assert people.wait_seconds(store, ANA.id) == 10
    assert people.sign_in(store, BEN.id, "2580")
    clock.tick(seconds=10)
    assert people.sign_in(store, ANA.id, "1234")
    miss(store, 2)
    assert people.wait_seconds(store, ANA.id) == 0


def test_wait_ends_growing_at_five_minutes(store: Store, clock: Clock) -> None:
    for _ in range(40):
        people.sign_in(store, ANA.id, "0000")
        clock.tick(seconds=people.wait_seconds(store, ANA.id))
    people.sign_in(store, ANA.id, "0000")
    assert people.wait_seconds(store, ANA.id) == 300


def test_wait_outlasts_a_restart_and_a_clock_set_back(store: Store, clock: Clock) -> None:
    miss(store, 3)
    clock.tick(days=-400)
    other = store.another()
    assert people.wait_seconds(other, ANA.id) == 5
    other.close()


def test_person_who_left_is_signed_out_and_keeps_a_name(store: Store) -> None:
    people.sign_in(store, ANA.id, "1234")
    reference.replace(store, a_reference(people=[BEN]), "second")
    assert people.signed_in(store) is None
    known = people.person(store, ANA.id)
    assert known is not None
    assert (known.name, known.active) == ("Ana", False)
    assert not people.sign_in(store, ANA.id, "1234")
