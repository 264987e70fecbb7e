"""What comes from the two streams, in pages; and going back when the server has forgotten."""

import json
from itertools import pairwise

import pytest

from checklists.ids import new_id
from checklists.journal.chain import START
from checklists.protocol.messages import Cursor, Entry, Page, Stream
from mobile.store import findings, ops, outbox, people, pulls, reference
from mobile.store.database import Store
from mobile.store.pulls import Taken
from tests.support.tablet_samples import ANA, BEN, a_reference, a_visit


def an_op(**other: object) -> dict[str, object]:
    return {
        "op_id": new_id(),
        "device": "d" * 32,
        "person": BEN.id,
        "stamp": "000000000000001:000000",
        "at": "2026-03-03T12:00:00.000Z",
        "record": new_id(),
        "kind": "finding",
        "version": 1,
        "set": {"kind": ["good_practice", []], "statement": ["Labels at eye height", []]},
        **other,
    }


def a_page(
    seq: int, *said: dict[str, object], more: bool = False, stream: Stream = "shared", clock_ms: int = 0
) -> Page:
    entries = [
        Entry(
            seq=seq - len(said) + n,
            hash=f"{seq:064x}",
            countersign="c",
            body=json.dumps(op),
            clock_ms=clock_ms,
        )
        for n, op in enumerate(said, start=1)
    ]
    return Page(stream=stream, entries=entries, cursor=Cursor(seq=seq, hash=f"{seq:064x}"), more=more)


def test_reading_starts_at_the_beginning_and_goes_on_at_the_pages_cursor(store: Store) -> None:
    assert pulls.cursor(store, "shared") == Cursor(seq=0, hash=START)
    assert pulls.take(store, a_page(7, an_op(), an_op())) == Taken(news=2, unread=0)
    assert pulls.cursor(store, "shared") == Cursor(seq=7, hash=f"{7:064x}")
    assert len(findings.wins(store)) == 2


def test_each_stream_has_a_cursor_of_its_own(store: Store) -> None:
    pulls.take(store, a_page(7, an_op()))
    pulls.take(store, a_page(3, an_op(), stream="own"))
    assert [pulls.cursor(store, stream).seq for stream in pulls.STREAMS] == [3, 7]
    assert [pulls.held(store, stream) for stream in pulls.STREAMS] == [1, 1]


def test_page_taken_twice_brings_no_news(store: Store) -> None:
    page = a_page(3, an_op())
    pulls.take(store, page)
    assert pulls.take(store, page) == Taken(news=0, unread=0)
    assert pulls.held(store, "shared") == 1


def test_op_that_came_in_both_streams_counts_once_and_is_held_in_both(store: Store) -> None:
    op = an_op()
    assert pulls.take(store, a_page(3, op)).news == 1
    assert pulls.take(store, a_page(4, op, stream="own")).news == 0
    assert [pulls.held(store, stream) for stream in pulls.STREAMS] == [1, 1]


def test_body_is_kept_byte_for_byte_as_it_came(store: Store) -> None:
    op = an_op(of_a_newer_version={"b": 1, "a": [1.50]})
    pulls.take(store, a_page(1, op))
    (row,) = store.rows("select body from op")
    assert row["body"] == json.dumps(op).encode()


def test_op_that_can_not_be_read_blocks_no_other_and_is_kept(store: Store) -> None:
    odd = an_op(stamp="yesterday")
    empty = an_op(set={})
    taken = pulls.take(store, a_page(3, odd, an_op(), empty))
    assert taken == Taken(news=1, unread=2)
    assert len(store.rows("select * from entry where unread is not null")) == 2
    assert pulls.reread(store) == 0


def test_op_kept_unread_is_taken_in_by_a_version_that_can_read_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older_version:
        older_version.setattr(pulls, "_op", lambda _body: None)
        pulls.take(store, a_page(1, an_op()))
    assert findings.wins(store) == []
    assert pulls.reread(store) == 1
    assert len(findings.wins(store)) == 1
    assert pulls.reread(store) == 0


def test_kind_from_a_newer_version_is_kept_in_its_record(store: Store) -> None:
    op = an_op(kind="thanks", set={"sentence": ["Well done", []]})
    assert pulls.take(store, a_page(1, op)) == Taken(news=1, unread=0)
    assert store.rows("select value from field where kind = 'thanks'")[0]["value"] == '"Well done"'


def test_clock_that_was_off_is_noted_with_the_op_also_when_that_is_known(store: Store) -> None:
    op = an_op()
    pulls.take(store, a_page(1, op))
    pulls.take(store, a_page(2, op, stream="own", clock_ms=-86_400_000))
    assert [row["clock_ms"] for row in store.rows("select clock_ms from op")] == [-86_400_000]


def test_own_change_that_came_back_is_known_and_still_offered(store: Store) -> None:
    visit = a_visit(store)
    (own,) = ops.of_record(store, "visit", visit.id)
    assert pulls.take(store, a_page(1, json.loads(own.body()), stream="own")).news == 0
    assert outbox.counts(store).changes == 1
    # A copy of this tablet has sent it: no seal may stand in for it any more.
    assert [row["offered"] for row in store.rows("select offered from unlinked")] == [1]


def test_going_back_leads_to_an_older_place_and_keeps_what_was_beyond_it(store: Store) -> None:
    for seq in (3, 5, 9):
        pulls.take(store, a_page(seq, an_op()))
    pulls.go_back(store, {"shared": 5, "own": 0})
    assert pulls.cursor(store, "shared").seq == 5
    assert pulls.held(store, "shared") == 2
    assert len(findings.wins(store)) == 3
    pulls.take(store, a_page(6))
    assert pulls.cursor(store, "shared").seq == 6


def test_what_was_lost_and_came_back_is_held_at_its_new_place_alone(store: Store) -> None:
    op = an_op()
    pulls.take(store, a_page(9, op))
    pulls.go_back(store, {"shared": 0, "own": 0})
    pulls.take(store, a_page(4, an_op(), op))
    assert [row["seq"] for row in store.rows("select seq from entry order by seq")] == [3, 4]
    assert pulls.held(store, "shared") == 2


def test_stream_asked_for_something_else_is_read_from_its_beginning(store: Store) -> None:
    pulls.read_for(store, "shared", "everything")
    pulls.take(store, a_page(3, an_op()))
    pulls.take(store, a_page(3, an_op(), stream="own"))
    pulls.read_for(store, "shared", "everything")
    assert pulls.cursor(store, "shared").seq == 3
    pulls.read_for(store, "shared", "dock-2 alone")
    assert [pulls.cursor(store, stream).seq for stream in pulls.STREAMS] == [3, 0]
    assert pulls.held(store, "shared") == 0


def test_places_are_kept_ever_further_apart(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulls, "CHECKPOINTS_KEPT", 8)
    for seq in range(1, 200):
        pulls.take(store, a_page(seq))
    kept = [one.seq for one in pulls.places(store, "shared")]
    assert kept[:4] == [199, 198, 197, 196]
    assert (len(kept) <= 8, kept[-1]) == (True, 1)
    gaps = [after - before for before, after in pairwise(reversed(kept))]
    assert gaps == sorted(gaps, reverse=True)


def test_people_who_signed_in_here_are_the_ones_whose_drafts_come(store: Store) -> None:
    reference.replace(store, a_reference(), "1")
    assert not people.sign_in(store, BEN.id, "0000")
    assert people.users(store) == []
    for who, pin in ((BEN, "2580"), (ANA, "1234"), (BEN, "2580")):
        assert people.sign_in(store, who.id, pin)
    people.sign_out(store)
    assert people.users(store) == [ANA.id, BEN.id]
