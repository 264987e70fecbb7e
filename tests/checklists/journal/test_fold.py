"""Folding gives every device that has seen the same ops the same record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.journal.fold import RecordState, fold
from checklists.journal.op import Op
from tests.checklists.journal.histories import (
    AT,
    KIND,
    RECORD,
    States,
    arrivals,
    histories,
    op,
    op_id,
    state_of,
    three_devices,
)

OTHER = "1e" * 16


@given(st.data())
def test_any_order_with_any_repeats_gives_the_same_state(data: st.DataObject) -> None:
    history = data.draw(histories())
    first, second = data.draw(arrivals(history)), data.draw(arrivals(history))
    assert state_of(first) == state_of(second)
    assert state_of(first).to_json() == state_of(second).to_json()


@given(three_devices())
def test_join_is_commutative_associative_and_idempotent(states: States) -> None:
    a, b, c = states
    assert a.join(b) == b.join(a)
    assert a.join(b).join(c) == a.join(b.join(c))
    assert a.join(a) == a


@given(st.data())
def test_joining_two_parts_equals_folding_the_whole(data: st.DataObject) -> None:
    history = data.draw(histories())
    here = data.draw(st.lists(st.sampled_from(history)))
    there = [one for one in history if one not in here]
    assert state_of(here).join(state_of(there)) == state_of(history)


@given(histories())
def test_every_value_nobody_replaced_is_kept(history: list[Op]) -> None:
    state = state_of(history)
    for one in history:
        for name, (value, _) in one.set.items():
            replaced = any(one.op_id in other.set[name][1] for other in history if name in other.set)
            kept = {sibling.op_id: sibling.value for sibling in state.field(name).in_order}
            assert (one.op_id in kept) is not replaced
            if not replaced:
                assert kept[one.op_id] == value


@given(histories())
def test_state_comes_back_from_json_as_it_was(history: list[Op]) -> None:
    state = state_of(history)
    again = RecordState.from_json(state.to_json())
    assert again == state
    assert again.to_json() == state.to_json()


def test_lone_surrogate_in_a_value_survives_json() -> None:
    state = state_of([op(1, {"statement": ("half \ud83d of a pair", [])})])
    assert RecordState.from_json(state.to_json()).value("statement") == "half \ud83d of a pair"


def test_replacement_survives_json_so_that_a_late_value_stays_hidden() -> None:
    newer = state_of([op(2, {"statement": ("new", [op_id(1)])})])
    again = RecordState.from_json(newer.to_json()).with_op(op(1, {"statement": ("old", [])}))
    assert again.value("statement") == "new"
    assert not again.disagreements


def test_op_written_now_replaces_what_is_shown() -> None:
    state = state_of([op(1, {"statement": ("a", [])}), op(2, {"statement": ("b", [])})])
    replaced = state.replaces(["statement", "evidence"])
    assert replaced == {"statement": [op_id(1), op_id(2)], "evidence": []}
    picked = state.with_op(op(3, {"statement": ("b", replaced["statement"])}))
    assert state.disagreements == ("statement",)
    assert picked.disagreements == ()
    assert picked.value("statement") == "b"


def test_shown_value_says_who_gave_it_and_when() -> None:
    shown = state_of([op(1, {"statement": ("a", [])}, person="9" * 32)]).shown("statement")
    assert shown is not None
    assert (shown.person, shown.at) == ("9" * 32, "2026-03-03T10:42:00.000Z")


def test_unset_and_emptied_fields_have_no_value() -> None:
    state = state_of([op(1, {"statement": ("a", []), "evidence": ("b", [])})])
    state = state.with_op(op(2, {"evidence": (None, [op_id(1)])}))
    assert state.value("clause") is None
    assert state.shown("clause") is None
    assert state.values() == {"statement": "a"}


def test_fields_below_a_path_lose_it() -> None:
    state = state_of([op(1, {"photo/aa": ({"n": 1}, []), "photo/bb": (None, []), "photos": (1, [])})])
    assert state.below("photo") == {"aa": {"n": 1}}


def test_records_are_kept_apart_by_kind_and_id() -> None:
    states = fold(
        [
            op(1, {"statement": ("a", [])}),
            op(2, {"statement": ("b", [])}, record=OTHER),
            op(3, {"title": ("c", [])}, kind="visit"),
        ]
    )
    assert set(states) == {(KIND, RECORD), (KIND, OTHER), ("visit", RECORD)}
    assert states[KIND, RECORD].values() == {"statement": "a"}


def test_op_about_several_records_is_folded_into_each() -> None:
    part = {"kind": KIND, "record": OTHER, "set": {"statement": ("b", [], ("f" * 32, AT))}}
    seal = op(1, {"title": ("a", [])}, kind="visit", also=[part])
    states = fold([seal])
    assert states["visit", RECORD].values() == {"title": "a"}
    assert states[KIND, OTHER].shown("statement") == seal.sibling(seal.also[0].set["statement"])
    assert states[KIND, OTHER].field("statement").in_order[0].person == "f" * 32
    assert RecordState(OTHER, KIND).with_op(seal) == states[KIND, OTHER]


@pytest.mark.parametrize("other", [{"record": OTHER}, {"kind": "visit"}])
def test_op_of_another_record_is_refused(other: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="The op is about"):
        state_of([]).with_op(op(1, {"statement": ("a", [])}, **other))


@pytest.mark.parametrize("other", [RecordState(OTHER, KIND), RecordState(RECORD, "visit")])
def test_state_of_another_record_is_not_joined(other: RecordState) -> None:
    with pytest.raises(ValueError, match="The other state is of"):
        state_of([]).join(other)


def test_state_is_not_changed_by_what_follows() -> None:
    before = state_of([op(1, {"statement": ("a", [])})])
    before.with_op(op(2, {"statement": ("b", [op_id(1)])}))
    assert before.value("statement") == "a"
