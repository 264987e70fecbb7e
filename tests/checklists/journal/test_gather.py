"""What records hold is gathered into one op that says the same, with who said what and when."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from checklists.journal.canonical import as_text
from checklists.journal.fold import RecordState, fold
from checklists.journal.gather import Gathered, gather
from checklists.journal.op import Op
from checklists.records.finding import finding_hash
from checklists.records.visit import visit_hash
from tests.checklists.journal.histories import KIND, RECORD, histories, op, op_id, state_of

AUTHOR = "a" * 32
NOW = "2026-03-03T11:30:00.000Z"
OTHER = "1e" * 16


def seal_of(gathered: Gathered, number: int = 100, **other: Any) -> Op:
    """Return the op that says what was gathered."""
    given = {"person": AUTHOR, "at": NOW, "also": gathered.also, **other}
    return op(number, gathered.set, **given)


def shown(state: RecordState) -> dict[str, list[tuple[object, str, str]]]:
    """Return each field's values with who gave them and when."""
    return {
        name: [(one.value, one.person, one.at) for one in found.in_order]
        for name, found in state.fields.items()
        if found.siblings
    }


@given(histories())
def test_gathered_op_alone_says_what_its_ops_said(history: list[Op]) -> None:
    state = state_of(history)
    gathered = gather([state], history, AUTHOR, NOW)
    if gathered.set:
        alone = state_of([seal_of(gathered)])
        agreed = {name: said for name, said in shown(state).items() if len(said) == 1}
        assert shown(alone) == agreed


@given(histories(), st.data())
def test_whoever_knows_some_of_the_sent_ops_comes_to_the_same(history: list[Op], data: st.DataObject) -> None:
    sent = history[: data.draw(st.integers(0, len(history)))]
    state = state_of(history)
    gathered = gather([state], history[len(sent) :], AUTHOR, NOW)
    kept = [one for one in history if one.op_id not in gathered.folded]
    seal = [seal_of(gathered)] if gathered.set else []
    assert shown(state_of([*kept, *seal])) == shown(state)
    # Somebody elsewhere holds only part of what was sent: no value that was replaced comes back.
    some = data.draw(st.lists(st.sampled_from(sent), unique_by=lambda one: one.op_id)) if sent else []
    for name, said in shown(state_of([*some, *seal])).items():
        if name in gathered.set:
            assert said == shown(state)[name]


@given(histories())
def test_seal_over_the_gathered_op_is_the_seal_over_its_history(history: list[Op]) -> None:
    state = state_of(history)
    gathered = gather([state], history, AUTHOR, NOW)
    if gathered.set and len(gathered.folded) == len(history):
        alone = state_of([seal_of(gathered)])
        assert visit_hash(alone) == visit_hash(state)
        assert finding_hash(alone) == finding_hash(state)


def test_field_in_which_people_disagree_stays_in_ops_of_their_own() -> None:
    history = [
        op(1, {"statement": ("a", []), "evidence": ("seen", [])}),
        op(2, {"statement": ("b", [])}),
        op(3, {"evidence": ("heard", [op_id(1)])}),
    ]
    gathered = gather([state_of(history)], history, AUTHOR, NOW)
    assert gathered.set.keys() == {"evidence"}
    assert gathered.folded == (op_id(3),)
    assert gathered.set["evidence"][1] == [op_id(1)]
    both = state_of([*history[:2], seal_of(gathered)])
    assert shown(both) == shown(state_of(history))


def test_folded_ops_are_named_nowhere_and_sent_ones_are_replaced() -> None:
    sent, unsent = op(1, {"statement": ("a", [])}), op(2, {"statement": ("b", [op_id(1)])})
    gathered = gather([state_of([sent, unsent])], [unsent], AUTHOR, NOW)
    assert gathered.folded == (op_id(2),)
    assert gathered.set["statement"][1] == [op_id(1)]


def test_value_the_author_gives_now_needs_no_origin() -> None:
    state = state_of([op(1, {"statement": ("a", [])}, person=AUTHOR, at=NOW)])
    assert gather([state], [], AUTHOR, NOW).set == {"statement": ("a", [op_id(1)])}
    earlier = gather([state], [], AUTHOR, "2026-03-03T11:30:00.001Z")
    assert earlier.set == {"statement": ("a", [op_id(1)], NOW)}
    by_another = gather([state], [], "b" * 32, NOW)
    assert by_another.set == {"statement": ("a", [op_id(1)], (AUTHOR, NOW))}


def test_several_records_go_into_one_op() -> None:
    visit = op(1, {"title": ("Walk", [])}, kind="visit")
    found = op(2, {"statement": ("a", [])}, record=OTHER)
    states = fold([visit, found])
    empty = RecordState("2d" * 16, KIND)
    gathered = gather([states["visit", RECORD], states[KIND, OTHER], empty], [visit, found], AUTHOR, NOW)
    assert gathered.folded == (op_id(1), op_id(2))
    assert [(one.kind, one.record) for one in gathered.also] == [(KIND, OTHER)]
    seal = seal_of(gathered, kind="visit")
    assert Op.read(as_text(seal.body())) == seal
    again = fold([seal])
    assert {key: state.values() for key, state in again.items()} == {
        key: state.values() for key, state in states.items()
    }


def test_op_about_a_record_that_is_not_gathered_stays() -> None:
    elsewhere = op(2, {"statement": ("b", [])}, record=OTHER)
    gathered = gather([state_of([op(1, {"statement": ("a", [])})])], [elsewhere], AUTHOR, NOW)
    assert gathered.folded == ()
