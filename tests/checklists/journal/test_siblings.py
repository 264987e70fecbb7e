"""A field keeps every value nobody has replaced, whatever order changes arrive in."""

from hypothesis import given
from pydantic import JsonValue

from checklists.journal.siblings import Field, Sibling
from tests.checklists.journal.histories import AT, FIELDS, States, op_id, three_devices


def sibling(number: int, value: JsonValue, stamp: int | None = None) -> Sibling:
    time = number if stamp is None else stamp
    return Sibling(op_id(number), value, f"{time:015d}:000000", "p", "d", AT)


def values(field: Field) -> list[object]:
    return [one.value for one in field.in_order]


@given(three_devices())
def test_join_is_commutative_associative_and_idempotent(states: States) -> None:
    for name in FIELDS:
        a, b, c = (state.field(name) for state in states)
        assert a.join(b) == b.join(a)
        assert a.join(b).join(c) == a.join(b.join(c))
        assert a.join(a) == a


@given(three_devices())
def test_join_shows_nothing_that_was_replaced(states: States) -> None:
    for name in FIELDS:
        joined = states[0].field(name).join(states[1].field(name))
        assert not joined.replaced & set(joined.siblings)


def test_value_replaced_before_it_arrives_never_shows() -> None:
    field = Field().with_change(sibling(2, "new"), [op_id(1)]).with_change(sibling(1, "old"), [])
    assert values(field) == ["new"]


def test_values_given_apart_are_both_kept() -> None:
    start = Field().with_change(sibling(1, "start"), [])
    here = start.with_change(sibling(2, "here"), [op_id(1)])
    there = start.with_change(sibling(3, "there"), [op_id(1)])
    assert values(here.join(there)) == ["here", "there"]
    assert here.join(there).disagrees


def test_equal_values_given_apart_do_not_disagree() -> None:
    field = Field().with_change(sibling(1, ["same"]), []).with_change(sibling(2, ["same"]), [])
    assert len(field.siblings) == 2
    assert not field.disagrees


def test_no_value_and_one_value_do_not_disagree() -> None:
    assert not Field().disagrees
    assert not Field().with_change(sibling(1, "x"), []).disagrees


def test_change_that_arrives_twice_counts_once() -> None:
    once = Field().with_change(sibling(1, "x"), [])
    assert once.with_change(sibling(1, "x"), []) == once


def test_person_who_picks_replaces_every_sibling() -> None:
    apart = Field().with_change(sibling(1, "a"), []).with_change(sibling(2, "b"), [])
    picked = apart.with_change(sibling(3, "b"), list(apart.siblings))
    assert values(picked) == ["b"]


def test_siblings_are_ordered_by_stamp_then_id() -> None:
    field = Field()
    for one in (sibling(3, "c", stamp=7), sibling(1, "a", stamp=9), sibling(2, "b", stamp=7)):
        field = field.with_change(one, [])
    assert values(field) == ["b", "c", "a"]


def test_empty_field_joins_to_the_other() -> None:
    field = Field().with_change(sibling(1, "x"), [op_id(9)])
    assert Field().join(field) == field == field.join(Field())
