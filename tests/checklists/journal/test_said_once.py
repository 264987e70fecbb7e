"""A record of which one op alone has spoken answers as its fold does, without being taken apart."""

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from checklists.journal.op import Op
from checklists.journal.said_once import SaidOnce, after
from checklists.records.finding import finding_hash
from checklists.records.visit import visit_hash
from tests.checklists.journal.histories import KIND, RECORD, histories, op, op_id, state_of

if TYPE_CHECKING:
    from checklists.journal.fold import RecordState


@given(histories(most=1))
def test_it_answers_as_the_fold_does(history: list[Op]) -> None:
    (one,) = history
    once, folded = SaidOnce(one, KIND, RECORD, one.set), state_of(history)
    assert once == folded
    assert folded == once
    assert hash(once) == hash(SaidOnce(one, KIND, RECORD, one.set))
    assert once.to_json() == folded.to_json()
    assert list(once.names) == list(folded.names)
    assert once.values() == folded.values()
    assert once.every_value() == folded.every_value()
    assert once.disagreements == folded.disagreements == ()
    for name in (*once.names, "nothing"):
        assert once.value(name) == folded.value(name)
        assert once.shown(name) == folded.shown(name)
        assert once.field(name) == folded.field(name)
    assert visit_hash(once) == visit_hash(folded)
    assert finding_hash(once) == finding_hash(folded)


@given(histories(), st.data())
def test_what_follows_is_folded_as_ever(history: list[Op], data: st.DataObject) -> None:
    ops = data.draw(st.permutations(history))
    state: RecordState | None = None
    for one in ops:
        state = after(state, one, KIND, RECORD)
    assert state == state_of(history)


def test_it_is_no_other_record_and_no_other_thing() -> None:
    one = op(1, {"statement": ("a", [])})
    once = SaidOnce(one, KIND, RECORD, one.set)
    assert once != SaidOnce(one, "visit", RECORD, one.set)
    assert once != "a record"


def test_op_that_speaks_twice_of_a_record_is_folded() -> None:
    part = {"kind": KIND, "record": RECORD, "set": {"evidence": ("b", [op_id(9)])}}
    one = op(1, {"statement": ("a", [])}, also=[part])
    assert after(None, one, KIND, RECORD).values() == {"statement": "a", "evidence": "b"}
