"""Push: whatever is lost, doubled or set back, each change arrives once and every refusal is heard."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from checklists.journal.chain import START, Link
from checklists.protocol import refusals, routes
from mobile.errors import AnswerNotRead, ServerTrouble, ServerUnreachable
from mobile.store import chain, outbox, refused, visits
from mobile.store.database import Store
from mobile.store.identity import this_tablet
from mobile.sync.client import ServerClient
from mobile.sync.push import BeginAnew, Place, PutBack, SendAfter, Step, UpToDate, next_step, push
from tests.support import fake_server
from tests.support.fake_server import AT, FakeServer
from tests.support.tablet_samples import ANA, Clock, a_visit

A, B = "a" * 64, "b" * 64


def link(n: int, hash_: str) -> Link:
    return Link(n=n, op_id="0" * 32, prev=START, hash=hash_)


@pytest.mark.parametrize(
    ("place", "own", "waiting", "confirmed", "step"),
    [
        # Nothing was ever written.
        (Place(0, START), None, False, 0, UpToDate()),
        # The first changes.
        (Place(0, START), None, True, 0, SendAfter(0)),
        # Some more.
        (Place(3, A), link(3, A), True, 3, SendAfter(3)),
        # All there and answered.
        (Place(5, A), link(5, A), False, 5, UpToDate()),
        # The server has them, its answer was lost: ask for it again.
        (Place(5, A), link(5, A), True, 3, SendAfter(3)),
        # The server was restored from a backup.
        (Place(2, A), link(2, A), False, 5, PutBack(2)),
        (Place(0, START), None, True, 5, PutBack(0)),
        # Another tablet went on from a copy of this one.
        (Place(5, B), link(5, A), True, 3, BeginAnew()),
        # This tablet's disk was set back.
        (Place(5, A), None, False, 3, BeginAnew()),
        # A server that names no beginning we know.
        (Place(0, A), None, True, 0, BeginAnew()),
    ],
)
def test_step_follows_from_what_both_sides_have(
    *, place: Place, own: Link | None, waiting: bool, confirmed: int, step: Step
) -> None:
    assert next_step(place, own, confirmed=confirmed, waiting=waiting) == step


def ignore(_count: int) -> None:
    pass


def taps(store: Store, count: int) -> str:
    visit = a_visit(store).id
    for number in range(count - 1):
        visits.note(store, ANA.id, visit, "q1", f"note {number}")
    return visit


def ids(store: Store) -> set[str]:
    return {row["op_id"] for row in store.rows("select op_id from op")}


def test_changes_arrive_and_are_confirmed(store: Store, server: FakeServer, client: ServerClient) -> None:
    taps(store, 450)
    counted: list[int] = []
    push(store, client, counted.append)
    assert counted == [0, 200, 200, 50]
    assert set(server.ops) == ids(store)
    assert outbox.counts(store).changes == 0
    assert outbox.received_at(store) == AT
    push(store, client, counted.append)
    assert server.asked(routes.PUSH) == 3


@pytest.mark.parametrize("fault", [fake_server.lost_request, fake_server.no_connection, fake_server.gateway])
def test_interrupted_push_is_sent_again(
    store: Store, server: FakeServer, client: ServerClient, fault: fake_server.Fault
) -> None:
    taps(store, 250)
    server.fault(routes.PUSH, fake_server.twice, fault)
    with pytest.raises((ServerUnreachable, ServerTrouble)):
        push(store, client, ignore)
    assert outbox.counts(store).changes == 50
    push(store, client, ignore)
    assert (set(server.ops), outbox.counts(store).changes) == (ids(store), 0)


def test_refusal_whose_reply_was_lost_is_heard_the_next_time(
    store: Store, server: FakeServer, client: ServerClient
) -> None:
    taps(store, 3)
    server.refusing = lambda op: refusals.SEALED if "answer/q1/note" in op["set"] else None
    server.fault(routes.PUSH, fake_server.lost_reply)
    with pytest.raises(ServerUnreachable):
        push(store, client, ignore)
    assert refused.needs_you(store) == []
    push(store, client, ignore)
    (aside,) = refused.needs_you(store)
    assert (aside.number, aside.changes) == (206, 2)
    assert outbox.counts(store).changes == 0


def test_refused_change_does_not_keep_the_rest(
    store: Store, server: FakeServer, client: ServerClient
) -> None:
    visit = taps(store, 5)
    server.refusing = lambda op: refusals.NOT_YOURS if "note 1" in str(op["set"]) else None
    push(store, client, ignore)
    assert outbox.counts(store).changes == 0
    assert len(server.feed) == 4
    assert [one.values for one in refused.needs_you(store)] == [{"answer/q1/note": "note 1"}]
    assert visits.answer(store, visit, "q1").note == "note 3"


def test_copied_tablet_goes_on_under_a_name_of_its_own(
    store: Store,
    server: FakeServer,
    client: ServerClient,
    open_tablet: Callable[[str], Store],
    connect: Callable[[Store], ServerClient],
) -> None:
    taps(store, 3)
    push(store, client, ignore)
    taps(store, 2)
    store.execute("pragma wal_checkpoint(truncate)")
    shutil.copy(store.path, store.path.with_name("copy.db"))
    copy = open_tablet("copy")
    assert this_tablet(copy) == this_tablet(store)
    taps(store, 2)
    taps(copy, 4)
    push(store, client, ignore)
    push(copy, connect(copy), ignore)
    push(store, client, ignore)
    assert set(server.ops) == ids(store) | ids(copy)
    assert this_tablet(copy).incarnation != this_tablet(store).incarnation
    assert [outbox.counts(one).changes for one in (store, copy)] == [0, 0]
    assert len(server.feed) == len(server.ops)


def test_copy_hears_every_refusal_of_what_the_other_has_sent(
    store: Store,
    server: FakeServer,
    client: ServerClient,
    open_tablet: Callable[[str], Store],
    connect: Callable[[Store], ServerClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visit = taps(store, 5)
    store.execute("pragma wal_checkpoint(truncate)")
    shutil.copy(store.path, store.path.with_name("copy.db"))
    copy = open_tablet("copy")
    server.refusing = lambda op: refusals.SEALED if "note 3" in str(op["set"]) else None
    push(store, client, ignore)
    # The copy's first batch is answered with how far the whole chain is.
    monkeypatch.setattr(outbox, "PUSH_OPS", 2)
    push(copy, connect(copy), ignore)
    assert [one.values for one in refused.needs_you(copy)] == [{"answer/q1/note": "note 3"}]
    assert visits.answer(copy, visit, "q1") == visits.answer(store, visit, "q1")


def test_tablet_whose_disk_was_set_back_sends_what_it_wrote_since(
    store: Store, server: FakeServer, client: ServerClient, tmp_path: Path, clock: Clock
) -> None:
    taps(store, 3)
    push(store, client, ignore)
    store.execute("pragma wal_checkpoint(truncate)")
    saved = tmp_path / "saved.db"
    shutil.copy(store.path, saved)
    taps(store, 3)
    push(store, client, ignore)
    restored = Store.open(saved, now=clock)
    taps(restored, 2)
    push(restored, client, ignore)
    assert set(server.ops) == ids(store) | ids(restored)
    assert outbox.counts(restored).changes == 0
    restored.close()


def test_server_restored_from_a_backup_gets_what_it_lost(
    store: Store, server: FakeServer, client: ServerClient
) -> None:
    taps(store, 5)
    push(store, client, ignore)
    (links,) = server.chains.values()
    for gone in links[2:]:
        del server.ops[str(gone["op_id"])]
    del links[2:]
    push(store, client, ignore)
    assert (set(server.ops), outbox.counts(store).changes) == (ids(store), 0)


def test_change_refused_before_the_server_was_restored_counts_when_it_is_taken_now(
    store: Store, server: FakeServer, client: ServerClient
) -> None:
    visit = taps(store, 2)
    server.refusing = lambda op: refusals.PERSON_UNKNOWN if "note 0" in str(op["set"]) else None
    push(store, client, ignore)
    assert (refused.count(store), visits.answer(store, visit, "q1").note) == (1, "")
    server.set_back(0)
    server.refusing = lambda _op: None
    push(store, client, ignore)
    assert (refused.count(store), visits.answer(store, visit, "q1").note) == (0, "note 0")


def test_server_that_lost_everything_gets_everything(
    store: Store, server: FakeServer, client: ServerClient
) -> None:
    taps(store, 5)
    push(store, client, ignore)
    server.chains.clear()
    server.ops.clear()
    push(store, client, ignore)
    assert (set(server.ops), outbox.counts(store).changes) == (ids(store), 0)


@pytest.mark.parametrize("refusal", [refusals.FORKED, refusals.CHAIN_BROKEN])
def test_server_that_never_agrees_is_not_asked_for_ever(
    store: Store, server: FakeServer, client: ServerClient, refusal: refusals.Refusal
) -> None:
    taps(store, 3)
    server.fault(routes.PUSH, *[fake_server.refuse(refusal)] * 20)
    with pytest.raises(AnswerNotRead):
        push(store, client, ignore)
    assert outbox.counts(store).changes == 3
    server.faults.clear()
    push(store, client, ignore)
    assert set(server.ops) == ids(store)


def test_reply_about_another_chain_is_not_believed(
    store: Store, server: FakeServer, client: ServerClient
) -> None:
    taps(store, 3)

    def other_chain(request: object, answer: fake_server.Answer) -> object:
        reply = answer(request).json()
        return fake_server.httpx.Response(200, json={**reply, "hash": B})

    server.fault(routes.PUSH, other_chain)
    push(store, client, ignore)
    assert set(server.ops) == ids(store)
    assert outbox.counts(store).changes == 0


def test_change_made_during_the_push_goes_with_it(
    store: Store, server: FakeServer, client: ServerClient
) -> None:
    visit = taps(store, 3)

    def tap_meanwhile(request: object, answer: fake_server.Answer) -> object:
        visits.note(store, ANA.id, visit, "q2", "meanwhile")
        return answer(request)

    server.fault(routes.PUSH, tap_meanwhile)
    push(store, client, ignore)
    assert (set(server.ops), outbox.counts(store).changes) == (ids(store), 0)


def test_tablet_that_never_wrote_anything_says_hello_only(
    store: Store, server: FakeServer, client: ServerClient
) -> None:
    push(store, client, ignore)
    assert server.asked(routes.PUSH) == 0
    assert chain.head(store) is None
