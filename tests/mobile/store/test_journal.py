"""The journal: what is written adds up to what the ops say, whoever wrote them and in whatever order."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.ids import new_id
from checklists.journal.chain import check_chain
from checklists.journal.fold import RecordState, fold
from checklists.journal.op import Op
from checklists.protocol.messages import RefusedOp
from checklists.text import REPLACEMENT, TEXT_LIMIT
from mobile.errors import TextTooLong, ValueNotTaken
from mobile.store import chain, journal, ops, outbox, refused
from mobile.store.database import Store
from mobile.store.identity import this_tablet
from tests.support.tablet_samples import ANA, BEN, Clock

RECORD = "f" * 32


def write(store: Store, person: str = ANA.id, record: str = RECORD, **values: object) -> None:
    journal.write(store, person=person, kind="finding", record=record, values=values)


def all_ops(store: Store) -> list[Op]:
    return [Op.read(row["body"]) for row in store.rows("select body from op order by rowid")]


def from_elsewhere(stamp: str = "000000000000001:000000", **changes: tuple[object, list[str]]) -> Op:
    return Op.model_validate(
        {
            "op_id": new_id(),
            "device": "d" * 32,
            "person": BEN.id,
            "stamp": stamp,
            "at": "2026-03-03T09:00:00.000Z",
            "record": RECORD,
            "kind": "finding",
            "version": 1,
            "set": changes,
        }
    )


def a_refusal(op: Op) -> RefusedOp:
    return RefusedOp(op_id=op.op_id, number=206, sentence="It is kept.", advice="Add it as an addendum.")


def test_unknown_record_has_an_empty_state(store: Store) -> None:
    assert journal.state(store, "finding", RECORD) == RecordState(RECORD, "finding")


def test_second_value_replaces_the_first(store: Store) -> None:
    write(store, statement="Labels")
    write(store, statement="Labels on both sides")
    state = journal.state(store, "finding", RECORD)
    assert state.value("statement") == "Labels on both sides"
    assert state == fold(all_ops(store))["finding", RECORD]
    assert state.disagreements == ()


def test_saving_the_same_twice_is_one_change(store: Store) -> None:
    write(store, statement="Labels", evidence="")
    write(store, statement="Labels", evidence="")
    assert outbox.counts(store).changes == 1
    assert list(all_ops(store)[0].set) == ["statement"]


def test_emptied_field_is_written_once_and_gone(store: Store) -> None:
    write(store, statement="Labels")
    write(store, statement="")
    write(store, statement=None)
    assert outbox.counts(store).changes == 2
    assert journal.state(store, "finding", RECORD).values() == {}


def test_two_people_who_were_apart_both_keep_their_words(store: Store) -> None:
    write(store, statement="mine")
    journal.receive(store, from_elsewhere(statement=("theirs", [])))
    state = journal.state(store, "finding", RECORD)
    assert state.disagreements == ("statement",)
    write(store, statement="settled")
    assert journal.state(store, "finding", RECORD).disagreements == ()


def test_choosing_one_of_two_values_settles_the_disagreement(store: Store) -> None:
    write(store, statement="mine")
    journal.receive(store, from_elsewhere(statement=("theirs", [])))
    write(store, statement="mine")
    state = journal.state(store, "finding", RECORD)
    assert (state.value("statement"), state.disagreements) == ("mine", ())


def test_op_that_arrives_twice_or_late_changes_nothing(store: Store) -> None:
    early = from_elsewhere(statement=("early", []))
    late = from_elsewhere(statement=("late", [early.op_id]))
    assert [journal.receive(store, one) for one in (late, early, early, late)] == [True, True, False, False]
    assert journal.state(store, "finding", RECORD).value("statement") == "late"


def test_what_is_written_next_sorts_after_what_was_seen(store: Store) -> None:
    seen = from_elsewhere("800000000000000:000005", statement=("from a clock that is ahead", []))
    journal.receive(store, seen)
    write(store, statement="mine")
    assert max(all_ops(store), key=lambda op: op.stamp).person == ANA.id


def test_absurd_stamp_from_elsewhere_leaves_room_for_ours(store: Store) -> None:
    journal.receive(store, from_elsewhere("999999999999999:999999", statement=("x", [])))
    write(store, statement="mine")
    assert this_tablet(store).stamp < "9"


def test_clock_set_back_by_years_keeps_the_order(store: Store, clock: Clock) -> None:
    write(store, statement="first")
    clock.tick(days=-4000)
    write(store, statement="second")
    first, second = all_ops(store)
    assert first.stamp < second.stamp
    assert journal.state(store, "finding", RECORD).value("statement") == "second"


def test_refused_op_is_taken_out_and_kept(store: Store) -> None:
    write(store, statement="first")
    write(store, statement="second", evidence="seen")
    second = all_ops(store)[1]
    journal.refuse(store, a_refusal(second))
    journal.refuse(store, a_refusal(second))
    assert journal.state(store, "finding", RECORD).values() == {"statement": "first"}
    assert len(all_ops(store)) == 2
    assert [op.op_id for op in ops.of_record(store, "finding", RECORD)] == [all_ops(store)[0].op_id]
    (aside,) = refused.needs_you(store)
    assert (aside.number, aside.values) == (206, {"statement": "second", "evidence": "seen"})


def test_refusal_told_again_for_another_reason_is_listed_again(store: Store) -> None:
    write(store, statement="first")
    (op,) = all_ops(store)
    journal.refuse(store, a_refusal(op))
    refused.dismiss(store, op.op_id)
    journal.refuse(store, a_refusal(op))
    assert refused.needs_you(store) == []
    other = RefusedOp(op_id=op.op_id, number=205, sentence="It is hers.", advice="Tell her.")
    journal.refuse(store, other)
    (aside,) = refused.needs_you(store)
    assert (aside.number, aside.sentence, aside.advice) == (205, "It is hers.", "Tell her.")


def test_op_refused_once_and_applied_later_counts_again(store: Store) -> None:
    write(store, statement="first")
    (op,) = all_ops(store)
    journal.refuse(store, a_refusal(op))
    assert journal.receive(store, op)
    assert journal.state(store, "finding", RECORD).value("statement") == "first"
    assert refused.needs_you(store) == []


def test_refusal_of_an_op_nobody_wrote_here_is_passed_over(store: Store) -> None:
    journal.refuse(store, a_refusal(from_elsewhere(statement=("x", []))))
    assert refused.count(store) == 0


def test_chain_of_what_was_written_follows_link_by_link(store: Store) -> None:
    for number in range(5):
        write(store, statement=f"take {number}")
    me = this_tablet(store)
    hashes = {op.op_id: op.body_hash() for op in all_ops(store)}
    links = [sent.link for sent in outbox.batch(store, 0)]
    check_chain(me.device, me.incarnation, [(link, hashes[link.op_id]) for link in links])
    assert chain.head(store) == links[-1]


def test_text_of_the_greatest_length_is_kept(store: Store) -> None:
    text = "م" * (TEXT_LIMIT - 1) + "🙂"
    write(store, statement=text)
    assert journal.state(store, "finding", RECORD).value("statement") == text


def test_longer_text_is_a_sentence_and_nothing_is_written(store: Store) -> None:
    with pytest.raises(TextTooLong, match="100,001 characters and 100,000 fit"):
        write(store, statement="x" * (TEXT_LIMIT + 1), evidence="short")
    assert outbox.counts(store).changes == 0


def test_unstorable_characters_become_a_visible_mark(store: Store) -> None:
    write(store, statement="half \ud83d and \x00 and tab\tstays")
    value = journal.state(store, "finding", RECORD).value("statement")
    assert value == f"half {REPLACEMENT} and {REPLACEMENT} and tab\tstays"


def test_half_a_character_from_elsewhere_is_kept_as_it_came(store: Store) -> None:
    op = from_elsewhere(statement=("half \ud83d", []))
    journal.receive(store, op)
    assert journal.state(store, "finding", RECORD).value("statement") == "half \ud83d"
    assert ops.of_record(store, "finding", RECORD) == [op]


def test_two_long_texts_at_once_travel_as_two_ops(store: Store) -> None:
    write(store, statement="🙂" * TEXT_LIMIT, evidence="🙃" * TEXT_LIMIT)
    assert outbox.counts(store).changes == 2
    assert [len(outbox.batch(store, after)) for after in (0, 1)] == [2, 1]
    assert len(journal.state(store, "finding", RECORD).values()) == 2


def test_value_that_does_not_fit_its_field_is_a_sentence(store: Store) -> None:
    with pytest.raises(ValueNotTaken, match="What you saved before is safe"):
        write(store, grade="enormous")
    with pytest.raises(ValueNotTaken, match="300 fit"):
        write(store, clause="x" * 400)
    assert outbox.counts(store).changes == 0


def test_tap_costs_the_same_on_a_large_record(store: Store) -> None:
    def steps_of_a_tap(record: str) -> int:
        steps: list[None] = []
        store._database.conn.set_progress_handler(lambda: steps.append(None), 1)
        write(store, record=record, statement=new_id())
        store._database.conn.set_progress_handler(None, 0)
        return len(steps)

    # A record of 20,000 changes and 2,000 fields, put there directly.
    with store.transaction():
        for number in range(2000):
            row = ("finding", "2" * 32, f"photo/{number:064x}", f"{number:032x}", '"x"', "s", "p", "d", "a")
            store.execute("insert into field values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            for old in range(10):
                changed = (*row[:3], f"{number * 10 + old:032x}")
                store.execute("insert into replaced values (?, ?, ?, ?)", changed)
    for record in "12":
        write(store, record=record * 32, statement="first")
    small, large = (steps_of_a_tap(record * 32) for record in "12")
    # Reading the large record would take tens of thousands.
    assert abs(large - small) < 50


FIELDS = st.sampled_from(["statement", "evidence", "withdrawn", f"photo/{'0' * 64}"])
PHOTO = {"bytes": 10, "width": 1, "height": 1, "taken_at": "2026-03-03T10:42:00.000Z"}
VALUES = {
    "statement": st.sampled_from([None, "", "one", "two"]),
    "evidence": st.text(max_size=5),
    "withdrawn": st.sampled_from([None, True, False]),
    f"photo/{'0' * 64}": st.sampled_from([None, PHOTO]),
}
TAP = FIELDS.flatmap(lambda name: st.tuples(st.integers(0, 1), st.just(name), VALUES[name]))
STEP = st.one_of(TAP, st.tuples(st.just("exchange")), st.tuples(st.just("refuse"), st.integers(0, 20)))


@settings(max_examples=40, deadline=None)
@given(steps=st.lists(STEP, max_size=25))
def test_rows_are_what_the_ops_add_up_to(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[object, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("taps")
    stores = [Store.open(folder / f"{n}.db") for n in range(2)]
    refused_ids: list[set[str]] = [set(), set()]
    for step in steps:
        if step[0] == "exchange":
            for here, there in ((0, 1), (1, 0)):
                for op in all_ops(stores[here]):
                    journal.receive(stores[there], op)
                    refused_ids[there].discard(op.op_id)
        elif step[0] == "refuse":
            known = all_ops(stores[0])
            if known:
                op = known[step[1] % len(known)]
                journal.refuse(stores[0], a_refusal(op))
                refused_ids[0].add(op.op_id)
        else:
            which, name, value = step
            write(stores[which], **{name: value})
    for store, aside in zip(stores, refused_ids, strict=True):
        applied = [op for op in all_ops(store) if op.op_id not in aside]
        expected = fold(applied).get(("finding", RECORD), RecordState(RECORD, "finding"))
        assert journal.state(store, "finding", RECORD) == expected
        store.close()


def test_field_below_a_prefix_is_read_alone(store: Store, open_store: Callable[..., Store]) -> None:
    values = {"answer/q1/note": "one", "answer/q10/note": "ten", "answer/q1/judgement": "conforms"}
    journal.write(store, person=ANA.id, kind="visit", record=RECORD, values=values)
    below = journal.fields_below(open_store(), "visit", RECORD, "answer/q1")
    assert sorted(below) == ["answer/q1/judgement", "answer/q1/note"]
