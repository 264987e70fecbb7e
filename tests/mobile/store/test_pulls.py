"""What comes from the feed, in pages; and going back when the server has forgotten."""

from checklists.ids import new_id
from checklists.journal.chain import START
from checklists.protocol.messages import Cursor, Entry, Page
from mobile.store import findings, pulls
from mobile.store.database import Store
from mobile.store.pulls import Taken
from tests.support.tablet_samples import BEN


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


def a_page(seq: int, *ops: dict[str, object], more: bool = False) -> Page:
    entries = [
        Entry(seq=seq - len(ops) + n, hash=f"{seq:064x}", countersign="c", op=op)
        for n, op in enumerate(ops, start=1)
    ]
    return Page(entries=entries, cursor=Cursor(seq=seq, hash=f"{seq:064x}"), more=more)


def test_reading_starts_at_the_beginning_and_goes_on_at_the_pages_cursor(store: Store) -> None:
    assert pulls.cursor(store) == Cursor(seq=0, hash=START)
    assert pulls.take(store, a_page(7, an_op(), an_op())) == Taken(news=2, unread=0)
    assert pulls.cursor(store) == Cursor(seq=7, hash=f"{7:064x}")
    assert len(findings.wins(store)) == 2


def test_page_taken_twice_brings_no_news(store: Store) -> None:
    page = a_page(3, an_op())
    pulls.take(store, page)
    assert pulls.take(store, page) == Taken(news=0, unread=0)
    assert len(store.rows("select * from entry")) == 1


def test_op_that_can_not_be_read_blocks_no_other_and_is_kept(store: Store) -> None:
    odd = an_op(stamp="yesterday")
    empty = an_op(set={})
    taken = pulls.take(store, a_page(3, odd, an_op(), empty))
    assert taken == Taken(news=1, unread=2)
    assert len(store.rows("select * from entry where unread is not null")) == 2
    assert pulls.reread(store) == 0


def test_op_kept_unread_is_taken_in_by_a_version_that_can_read_it(store: Store, monkeypatch) -> None:
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


def test_going_back_leads_to_older_places_and_at_last_to_the_beginning(store: Store) -> None:
    for seq in (3, 5, 9):
        pulls.take(store, a_page(seq))
    assert pulls.step_back(store).seq == 5
    assert pulls.step_back(store, 2) == Cursor(seq=0, hash=START)
    assert pulls.step_back(store) == Cursor(seq=0, hash=START)


def test_place_before_the_cursor_takes_its_place_after_a_restore(store: Store) -> None:
    for seq in (3, 9):
        pulls.take(store, a_page(seq))
    pulls.step_back(store)
    pulls.take(store, a_page(4))
    assert pulls.cursor(store).seq == 4


def test_old_places_are_forgotten(store: Store, monkeypatch) -> None:
    monkeypatch.setattr(pulls, "CHECKPOINTS_KEPT", 3)
    for seq in range(1, 10):
        pulls.take(store, a_page(seq))
    assert [row["seq"] for row in store.rows("select seq from checkpoint")] == [7, 8, 9]
