"""Letting go: what fell out of the scope goes, and nothing else does."""

import json
from collections.abc import Callable

import pytest

from checklists.ids import new_id
from checklists.journal.canonical import as_text
from checklists.journal.op import Op
from checklists.protocol.messages import Cursor, Entry, Page, Scope, Stream
from mobile.store import findings, let_go, ops, outbox, people, pulls, reference, scope, visits
from mobile.store.database import Store
from mobile.store.identity import this_tablet
from tests.support.tablet_samples import ANA, Clock, a_reference, a_visit, sign_both


@pytest.fixture
def there(open_store: Callable[..., Store]) -> Store:
    store = open_store("there.db")
    reference.replace(store, a_reference(), "first")
    return store


def a_seal(store: Store, kind: str = "opportunity") -> Op:
    visit = a_visit(store).id
    findings.raise_finding(store, ANA.id, values={"kind": kind, "statement": "Lamp", "visit": visit})
    sign_both(store, visit)
    visits.seal(store, ANA.id, visit)
    return ops.of_record(store, "visit", visit)[-1]


def take(store: Store, *said: tuple[int, Op], end: int = 10, stream: Stream = "shared") -> None:
    entries = [
        Entry(seq=seq, hash=f"{seq:064x}", countersign="c", body=as_text(op.body())) for seq, op in said
    ]
    page = Page(stream=stream, entries=entries, cursor=Cursor(seq=end, hash=f"{end:064x}"), more=False)
    pulls.take(store, page)


def known(store: Store) -> set[str]:
    return {row["op_id"] for row in store.rows("select op_id from op")}


def read_again(store: Store, wanted: Scope, *said: tuple[int, Op]) -> None:
    pulls.begin_again(store, "shared")
    take(store, *said)
    let_go.out_of_scope(store, "shared", wanted)


@pytest.mark.parametrize("wanted", [Scope(areas=["line-1"]), Scope(since="2026-04")])
def test_visit_out_of_scope_that_did_not_come_again_is_let_go_of(
    store: Store, there: Store, wanted: Scope
) -> None:
    op = a_seal(store)
    take(there, (1, op))
    read_again(there, wanted)
    assert known(there) == set()
    left = "select op_id from part union all select op_id from entry union all select op_id from field"
    assert there.rows(left) == []
    assert visits.get(there, op.record) is None
    # Should the scope be wide again, it comes anew.
    take(there, (1, op))
    assert visits.get(there, op.record) is not None


def test_visit_in_scope_that_did_not_come_again_stays_and_can_be_offered_back(
    store: Store, there: Store
) -> None:
    op = a_seal(store)
    take(there, (1, op))
    read_again(there, Scope(areas=["dock-2"], since="2026-03"))
    assert known(there) == {op.op_id}
    assert [row["standing"] for row in there.rows("select standing from entry")] == ["lost"]


def test_good_practice_that_came_again_stays_whatever_the_scope(store: Store, there: Store) -> None:
    op = a_seal(store, "good_practice")
    take(there, (1, op))
    read_again(there, Scope(areas=[]), (1, op))
    assert len(findings.wins(there)) == 1
    assert pulls.held(there, "shared") == 1


def test_what_somebody_here_said_or_waits_is_never_let_go_of(store: Store, there: Store) -> None:
    op, theirs = a_seal(store), a_seal(store)
    other = theirs.model_copy(
        update={"op_id": new_id(), "set": {"title": ("x", [])}, "also": [], "draft": None}
    )
    take(there, (1, op), (2, theirs))
    # Ana uses this tablet too; of her visits nothing goes.
    assert people.sign_in(there, ANA.id, "1234")
    read_again(there, Scope(areas=[]))
    assert known(there) == {op.op_id, theirs.op_id}
    there.execute("delete from signed_in")
    # Somebody has said more about one of them here.
    take(there, (3, other), stream="own")
    mine = a_visit(there)
    take(there, (1, op), (2, theirs))
    read_again(there, Scope(areas=[]))
    assert known(there) == {theirs.op_id, other.op_id} | {
        one.op_id for one in ops.of_record(there, "visit", mine.id)
    }
    assert outbox.counts(there).changes == 1


def test_own_seal_is_never_let_go_of(store: Store, there: Store) -> None:
    op = a_seal(store)
    assert this_tablet(there).device != op.device
    there.execute("update identity set device = ?", (op.device,))
    take(there, (1, op))
    read_again(there, Scope(areas=[]))
    assert known(there) == {op.op_id}


def test_reading_to_the_end_without_a_change_of_scope_lets_go_of_nothing(store: Store, there: Store) -> None:
    op = a_seal(store)
    take(there, (1, op))
    let_go.out_of_scope(there, "shared", Scope(areas=[]))
    assert known(there) == {op.op_id}


def test_month_of_a_visit_is_by_the_servers_clock(store: Store, there: Store) -> None:
    op = a_seal(store)
    take(there, (1, op))
    # Sealed in March by a tablet whose clock was two months late.
    there.execute("update op set clock_ms = ?", (60 * 86_400_000,))
    read_again(there, Scope(since="2026-04"))
    assert known(there) == {op.op_id}


def test_default_scope_is_every_area_and_the_last_year(store: Store, clock: Clock) -> None:
    assert scope.read(store) == Scope(areas=None, since="2025-01")
    assert scope.chosen(store) == (None, 12)
    # It moves on once a quarter, for all tablets alike.
    clock.tick(days=27)
    assert scope.read(store).since == "2025-01"
    clock.tick(days=5)
    assert scope.read(store).since == "2025-04"


def test_scope_chosen_is_kept_and_names_listed_areas_only(store: Store) -> None:
    scope.choose(store, areas=["dock-2", "nowhere"], months=None)
    assert scope.read(store) == Scope(areas=["dock-2"], since=None)
    scope.choose(store, areas=[], months=0)
    assert scope.chosen(store) == ([], 1)
    scope.choose(store)
    assert scope.read(store).areas is None
    assert json.loads(scope.read(store).model_dump_json()) == {"areas": None, "since": "2025-01"}
