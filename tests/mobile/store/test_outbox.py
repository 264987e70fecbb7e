"""The outbox: what waits, what is sent in one go, what the server has confirmed or refused."""

import pytest

from checklists.journal.canonical import as_bytes, digest
from checklists.protocol.messages import RefusedOp
from mobile.store import chain, findings, journal, memory, ops, outbox, refused, visits
from mobile.store.database import Store
from mobile.store.outbox import Counts, ItemState
from tests.support.receipts import all_received
from tests.support.tablet_samples import ANA, Clock, a_photo, a_visit

AT = "2026-03-03T14:05:00.000Z"


def test_waiting_records_say_what_and_where_the_oldest_first(store: Store, clock: Clock) -> None:
    visit = a_visit(store)
    clock.tick(minutes=1)
    good = findings.raise_finding(
        store,
        ANA.id,
        values={"kind": "good_practice", "statement": "Labels on\nboth sides " + "x" * 200, "area": "dock-2"},
    )
    visits.add_photo(store, ANA.id, visit.id, "q1", "5" * 64, a_photo())
    first, second = outbox.waiting(store)
    assert (first.record, first.what, first.where) == (visit.id, "Purchasing", "Dock 2")
    assert (first.changes, first.photos, first.state) == (2, 1, ItemState.WAITING)
    assert first.since == "2026-03-03T10:42:00.000Z"
    assert second.what == "Good practice: Labels on both sides …"
    assert second.record == good.id
    assert outbox.counts(store) == Counts(changes=3, photos=1)
    assert outbox.counts(store).all == 4


def test_addendum_is_called_by_its_visit(store: Store) -> None:
    visit = a_visit(store)
    record = "9" * 32
    journal.write(
        store, person=ANA.id, kind="addendum", record=record, values={"visit": visit.id, "text": "More"}
    )
    assert [(one.what, one.where) for one in outbox.waiting(store) if one.record == record] == [
        ("Addendum: Purchasing", "Dock 2")
    ]


def test_confirmed_records_move_to_received(store: Store) -> None:
    visit = a_visit(store)
    assert outbox.received_at(store) is None
    all_received(store, AT)
    assert outbox.waiting(store) == []
    assert outbox.received_at(store) == AT
    (item,) = outbox.received(store)
    assert (item.record, item.what, item.received_at) == (visit.id, "Purchasing", AT)
    visits.note(store, ANA.id, visit.id, "q1", "more")
    assert outbox.received(store) == []


def test_confirmation_of_another_chain_is_not_believed(store: Store) -> None:
    a_visit(store)
    assert not outbox.confirm(store, 1, "0" * 64, AT)
    assert not outbox.confirm(store, 9, "0" * 64, AT)
    assert outbox.counts(store).changes == 1


def test_batch_ends_at_its_limit_of_ops(store: Store) -> None:
    visit = a_visit(store)
    for number in range(205):
        visits.note(store, ANA.id, visit.id, "q1", f"{number}")
    first = outbox.batch(store, 0)
    assert [len(first), len(outbox.batch(store, first[-1].link.n))] == [200, 6]
    assert [one.link.n for one in first] == list(range(1, 201))


def test_batch_ends_at_its_limit_of_bytes(store: Store) -> None:
    visit = a_visit(store)
    for number in range(5):
        visits.note(store, ANA.id, visit.id, f"q{number}", "م" * 100_000)
    sizes = []
    after = 0
    while batch := outbox.batch(store, after):
        after = batch[-1].link.n
        sizes.append(sum(len(as_bytes(one.body)) for one in batch))
    assert max(sizes) <= 1_000_000
    assert after == 6


def test_links_are_given_when_changes_are_first_offered_and_stay(store: Store) -> None:
    visit = a_visit(store)
    visits.note(store, ANA.id, visit.id, "q1", "one")
    assert (chain.head(store), chain.unlinked(store), outbox.counts(store).changes) == (None, 2, 2)
    offered = outbox.batch(store, 0)
    assert (chain.head(store), chain.unlinked(store)) == (offered[-1].link, 0)
    visits.note(store, ANA.id, visit.id, "q1", "two")
    # The answer was lost: the same links go again, and with them what was written since.
    again = outbox.batch(store, 0)
    assert again[:2] == offered
    assert [one.link.n for one in again] == [1, 2, 3]
    assert outbox.counts(store).changes == 3


def test_no_more_is_linked_than_is_sent(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = a_visit(store)
    for number in range(9):
        visits.note(store, ANA.id, visit.id, "q1", f"{number}")
    monkeypatch.setattr(outbox, "PUSH_OPS", 4)
    outbox.batch(store, 0)
    assert chain.unlinked(store) == 6
    monkeypatch.setattr(outbox, "PUSH_BYTES", 10)
    assert len(outbox.batch(store, 4)) == 1
    assert chain.unlinked(store) == 5


def test_what_was_never_offered_waits_behind_what_is_carried_into_a_new_incarnation(store: Store) -> None:
    visit = a_visit(store)
    visits.note(store, ANA.id, visit.id, "q1", "one")
    offered = [one.link.op_id for one in outbox.batch(store, 0)]
    visits.note(store, ANA.id, visit.id, "q1", "two")
    chain.begin_anew(store)
    assert outbox.counts(store).changes == 3
    rows = store.rows("select op_id, offered from unlinked order by place")
    assert [row["offered"] for row in rows] == [1, 1, 0]
    assert [one.link.op_id for one in outbox.batch(store, 0)][:2] == offered


def test_record_with_something_never_offered_is_not_among_the_received(store: Store) -> None:
    visit = a_visit(store)
    all_received(store, AT)
    visits.note(store, ANA.id, visit.id, "q1", "one")
    assert outbox.received(store) == []
    assert [one.changes for one in outbox.waiting(store)] == [1]


def test_sent_op_has_the_bytes_its_link_was_made_of(store: Store) -> None:
    a_visit(store)
    (sent,) = outbox.batch(store, 0)
    row = store.row("select body_hash from op")
    assert row is not None
    assert digest(as_bytes(sent.body)) == row["body_hash"]


def test_what_the_server_has_lost_waits_again(store: Store) -> None:
    visit = a_visit(store)
    visits.note(store, ANA.id, visit.id, "q1", "one")
    all_received(store, AT)
    assert chain.confirmed(store) == 2
    assert outbox.reopen(store, 1) == 1
    assert chain.confirmed(store) == 1
    assert outbox.counts(store).changes == 1


def test_new_incarnation_carries_every_op_in_a_chain_of_its_own(store: Store) -> None:
    visit = a_visit(store)
    visits.note(store, ANA.id, visit.id, "q1", "one")
    before = outbox.batch(store, 0)
    all_received(store, AT)
    chain.begin_anew(store)
    after = outbox.batch(store, 0)
    assert [one.body for one in after] == [one.body for one in before]
    assert {one.link.hash for one in after}.isdisjoint({one.link.hash for one in before})
    assert outbox.counts(store).changes == 2


def test_refused_changes_are_listed_by_record_and_reason(store: Store) -> None:
    visit = a_visit(store)
    visits.note(store, ANA.id, visit.id, "q1", "one")
    visits.note(store, ANA.id, visit.id, "q2", "two")
    said = ops.of_record(store, "visit", visit.id)
    for op in said[1:]:
        refused.refuse(
            store, RefusedOp(op_id=op.op_id, number=205, sentence="It is theirs. It is kept.", advice="Ask.")
        )
    (aside,) = refused.needs_you(store)
    assert (aside.number, aside.sentence, aside.advice) == (205, "It is theirs. It is kept.", "Ask.")
    assert (aside.what, aside.where, aside.changes) == ("Purchasing", "Dock 2", 2)
    assert aside.values == {"answer/q1/note": "one", "answer/q2/note": "two"}
    assert (aside.person, aside.at, aside.op_id) == (ANA.id, said[1].at, said[1].op_id)
    assert refused.count(store) == 1
    refused.dismiss(store, aside.op_id)
    assert (refused.needs_you(store), refused.count(store)) == ([], 0)
    assert len(store.rows("select * from refusal where dismissed_at is not null")) == 2


def test_things_are_remembered_until_forgotten(store: Store) -> None:
    assert memory.recall(store, "place") is None
    memory.remember(store, "place", "q1 \ud800")
    assert memory.recall(store, "place") == "q1 \N{REPLACEMENT CHARACTER}"
    memory.remember(store, "place", "q2")
    memory.forget(store, "theme")
    assert memory.recall(store, "place") == "q2"
    memory.forget(store, "place")
    assert memory.recall(store, "place") is None
