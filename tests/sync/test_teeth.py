"""The simulator has teeth: with any one rule broken, it notices within a few histories."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from checklists.journal.siblings import Field
from checklists.protocol import refusals
from mobile.store import chain, drafts, journal, photos, pulls
from mobile.store.database import Store
from mobile.sync import compare, push, relay, uploads
from sync_server.keys import Keys
from sync_server.record import chains, merge, permissions, start
from sync_server.record.audience import Audience
from sync_server.record.records import Records
from tests.sync.simulator.broken import Broken
from tests.sync.simulator.faults import MortalStore
from tests.sync.simulator.history import run_history
from tests.sync.simulator.office import Plant, plant

Break = Callable[[pytest.MonkeyPatch], None]

# Each broken rule says from which seed on to look for where it is met: at once, unless what a history is made
# of has changed since.
_HISTORIES = 300


def push_twice_is_an_error(patch: pytest.MonkeyPatch) -> None:
    """A batch whose reply was lost is taken for a new one."""
    patch.setattr(merge, "known_links", lambda *_: {})


def copies_are_not_told_apart(patch: pytest.MonkeyPatch) -> None:
    """A tablet whose chain is not the server's goes on as if it were."""
    step = push.next_step

    def next_step(place: push.Place, own: Any, **how: int) -> push.Step:
        found = step(place, own, **how)
        return push.UpToDate() if isinstance(found, push.BeginAnew) else found

    patch.setattr(push, "next_step", next_step)


def new_chain_begins_empty(patch: pytest.MonkeyPatch) -> None:
    """What the old chain had not delivered is left behind."""

    def begin_anew(store: Store) -> None:
        store.execute("update identity set incarnation = ?", (store.new_id(),))

    patch.setattr(chain, "begin_anew", begin_anew)


def later_stamp_wins_on_the_server(patch: pytest.MonkeyPatch) -> None:
    """Of two values given apart the server keeps one."""
    join = Field.join

    def newest(one: Field, other: Field) -> Field:
        both = join(one, other)
        return Field({last.op_id: last for last in both.in_order[-1:]}, both.replaced)

    patch.setattr(Field, "join", newest)


def replaced_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    """The tablet takes a replaced value out, but a late one comes in again."""
    apply = journal.apply

    def forgetful(store: Store, op: Any) -> None:
        apply(store, op)
        store.execute("delete from replaced where record = ?", (op.record,))

    patch.setattr(journal, "apply", forgetful)


def refusal_is_not_undone(patch: pytest.MonkeyPatch) -> None:
    """What the server did not apply stays on the tablet's screens."""
    refuse, rebuild = journal.refuse, journal.rebuild_all

    def lenient(*asked: Any) -> None:
        journal.rebuild_all = lambda *_: None
        refuse(*asked)
        journal.rebuild_all = rebuild

    patch.setattr(journal, "refuse", lenient)


def refusal_is_said_once(patch: pytest.MonkeyPatch) -> None:
    """Asked again after a lost reply, the server says nothing of what it refused the first time."""
    told = merge.refused_among
    said: set[str] = set()

    def once(*asked: Any) -> list[Any]:
        new = [one for one in told(*asked) if one.op_id not in said]
        said.update(one.op_id for one in new)
        return new

    patch.setattr(merge, "refused_among", once)


def op_and_outbox_are_saved_apart(patch: pytest.MonkeyPatch) -> None:
    """Each statement is saved by itself."""

    @contextmanager
    def apart(store: MortalStore) -> Iterator[None]:
        yield
        store._live()

    patch.setattr(MortalStore, "transaction", apart)


def shared_finding_comes_without_its_beginning(patch: pytest.MonkeyPatch) -> None:
    """A finding that has become a good practice travels from then on only."""
    patch.setattr(Audience, "_earlier", lambda *_: [])


def seal_does_not_close(patch: pytest.MonkeyPatch) -> None:
    """A copy goes on writing in a visit that was completed."""
    patch.setattr(permissions, "_is_sealed", lambda _state: False)


def photo_counts_as_sent_after_its_first_part(patch: pytest.MonkeyPatch) -> None:
    """The tablet does not wait for the server to have all of it."""

    def hasty(store: Store, client: Any, sha: str, data: bytes, place: uploads.UploadPlace) -> None:
        part = data[place.offset : place.offset + uploads.UPLOAD_CHUNK]
        if part:
            client.send_part(place.address, place.offset, part)

    patch.setattr(uploads, "_send_rest", hasty)


def push_is_two_transactions(patch: pytest.MonkeyPatch) -> None:
    """A server that dies in between has folded what it never stored."""
    write = Records.write

    def apart(records: Records, moment: str) -> None:
        write(records, moment)
        records._connection.exec_driver_sql("COMMIT")
        records._connection.exec_driver_sql("BEGIN IMMEDIATE")

    patch.setattr(Records, "write", apart)


def change_may_stand_without_a_beginning(patch: pytest.MonkeyPatch) -> None:
    """What goes on from a refused op is applied."""
    decide = merge.refusal_for

    def lenient(*asked: Any, **how: Any) -> Any:
        refusal = decide(*asked, **how)
        return None if refusal is refusals.BEGINNING_NOT_TAKEN else refusal

    patch.setattr(merge, "refusal_for", lenient)


def relay_is_skipped(patch: pytest.MonkeyPatch) -> None:
    """What a restored server has forgotten of others is not offered back."""
    patch.setattr(relay.relays, "batches", lambda *_: iter(()))


def countersignature_is_not_checked(patch: pytest.MonkeyPatch) -> None:
    """Whatever somebody offers back is taken."""
    patch.setattr(Keys, "is_countersigned", lambda *_: True)


def what_was_applied_is_asked_for_permission_again(patch: pytest.MonkeyPatch) -> None:
    """An op that comes back to a restored server is decided anew, as the record is by then."""

    def strict(merging: Any, one: Any) -> str:
        op, heard = one.heard.op, one.heard
        if op is None or not merging._keys.is_countersigned(op.op_id, heard.body_hash, one.mark):
            return "refused"
        if op.op_id in merging._stored:
            return "known"
        refusal = merge.refusal_for(op, merging._roles.get(op.person), merging._records, fits=heard.fits)
        merging._store(op, heard, refusal, one.clock_ms)
        if refusal is None:
            merging._fold(op, heard.body_hash)
        return "refused" if refusal else "taken"

    patch.setattr(merge._Merge, "_take_back", strict)


def cursors_are_always_known(patch: pytest.MonkeyPatch) -> None:
    """A server restored from a backup does not say that it was."""
    patch.setattr(chains, "is_place", lambda *_: True)


def sent_ops_are_folded(patch: pytest.MonkeyPatch) -> None:
    """A seal stands in for ops that have left the tablet, too."""
    everything = """select op.body from op where op.kind = :kind and op.record = :record
        and op_id not in (select op_id from refusal)"""
    patch.setattr(drafts, "_UNSENT", everything)


def draft_history_is_dropped(patch: pytest.MonkeyPatch) -> None:
    """The server keeps the seal and not what led to it."""
    store = merge._Merge._store

    def forgetful(merging: Any, op: Any, heard: Any, *rest: Any) -> None:
        store(merging, op, replace(heard, packed=None), *rest)

    patch.setattr(merge._Merge, "_store", forgetful)


def seal_is_applied_in_part(patch: pytest.MonkeyPatch) -> None:
    """The server folds the visit of a seal and not its findings."""
    fold = Records.fold
    patch.setattr(Records, "fold", lambda records, op: fold(records, op.model_copy(update={"also": []})))


def refused_seal_keeps_its_draft(patch: pytest.MonkeyPatch) -> None:
    """What a refused seal stood in for stays packed away with it."""
    patch.setattr(drafts, "take_out", lambda *_: [])


def photos_are_forgotten_with_the_database(patch: pytest.MonkeyPatch) -> None:
    """A database that was set back never hears again of photos whose bytes are still there."""
    patch.setattr(photos, "announce_again", lambda *_: None)


def wait_outlasts_a_clock(patch: pytest.MonkeyPatch) -> None:
    """A photo held back while the clock was months ahead waits until then."""
    times = photos._times
    patch.setattr(photos, "_times", lambda store: {**times(store), "latest": "9999"})


def difference_is_not_mended(patch: pytest.MonkeyPatch) -> None:
    """Both count what the tablet ought to hold, and leave it at that."""
    patch.setattr(compare, "decide", lambda *_: [])


def unknown_kinds_stay_so_after_an_update(patch: pytest.MonkeyPatch) -> None:
    """A server that has learnt a kind does not look at what it kept of it."""
    patch.setattr(start, "apply_known_kinds", lambda *_: 0)


def refused_for_good(patch: pytest.MonkeyPatch) -> None:
    """A tablet keeps to the first reason it was told."""
    refuse = journal.refuse

    def once(store: Store, refused: Any) -> None:
        if store.row("select 1 from refusal where op_id = ?", (refused.op_id,)) is None:
            refuse(store, refused)

    patch.setattr(journal, "refuse", once)


def cursor_is_stored_before_its_page(patch: pytest.MonkeyPatch) -> None:
    """A tablet that is killed in between goes on behind what it never took in."""
    take = pulls.take

    def hasty(store: Store, *pages: Any) -> Any:
        with store.transaction():
            pulls._move_to(store, pages[-1].stream, pages[-1].cursor)
        return take(store, *pages)

    patch.setattr(pulls, "take", hasty)


def scope_is_not_read_anew(patch: pytest.MonkeyPatch) -> None:
    """A tablet that asks for more goes on from where it was."""
    patch.setattr(pulls, "read_for", lambda *_: None)


BROKEN_RULES: dict[Break, int] = {
    push_twice_is_an_error: 2,
    copies_are_not_told_apart: 9,
    new_chain_begins_empty: 6,
    later_stamp_wins_on_the_server: 8,
    replaced_is_forgotten: 0,
    refusal_is_not_undone: 2,
    refusal_is_said_once: 6,
    op_and_outbox_are_saved_apart: 0,
    shared_finding_comes_without_its_beginning: 9,
    seal_does_not_close: 11,
    photo_counts_as_sent_after_its_first_part: 117,
    push_is_two_transactions: 72,
    change_may_stand_without_a_beginning: 2,
    relay_is_skipped: 24,
    countersignature_is_not_checked: 6,
    what_was_applied_is_asked_for_permission_again: 116,
    cursors_are_always_known: 7,
    sent_ops_are_folded: 0,
    draft_history_is_dropped: 0,
    seal_is_applied_in_part: 3,
    refused_seal_keeps_its_draft: 0,
    photos_are_forgotten_with_the_database: 154,
    wait_outlasts_a_clock: 111,
    difference_is_not_mended: 105,
    unknown_kinds_stay_so_after_an_update: 36,
    refused_for_good: 34,
}

# Whatever these lose, the comparison at the end of an exchange finds and mends: they are met without it.
#
# Three more are not here, because they want several rare things in a row; tests of their own show them. A
# photo that came before its change and is not marked with it: test_push and test_backed_up in
# `tests/sync_server/api`. A last copy that is let go of: `tests/mobile/sync/test_relay.py`. A batch that is
# confirmed to the end of the chain a copy has sent, which comparing would mend: `test_push.py` there.
MENDED_RULES: dict[Break, int] = {
    cursor_is_stored_before_its_page: 2,
    scope_is_not_read_anew: 159,
}


@pytest.fixture(scope="module")
def started() -> Iterator[Plant]:
    with plant() as one:
        yield one


@pytest.mark.parametrize(
    ("breaks", "first"), BROKEN_RULES.items(), ids=lambda one: getattr(one, "__name__", "")
)
def test_broken_rule_is_noticed(
    breaks: Break, first: int, started: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks(monkeypatch)
    assert any(is_noticed(started, seed) for seed in range(first, first + _HISTORIES))


@pytest.mark.parametrize(
    ("breaks", "first"), MENDED_RULES.items(), ids=lambda one: getattr(one, "__name__", "")
)
def test_broken_rule_is_noticed_where_nothing_mends_it(
    breaks: Break, first: int, started: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    difference_is_not_mended(monkeypatch)
    for seed in range(first, first + _HISTORIES):
        if is_noticed(started, seed):
            continue
        with monkeypatch.context() as broken:
            breaks(broken)
            if is_noticed(started, seed):
                return
    pytest.fail("no history was broken by it")


def is_noticed(started: Plant, seed: int) -> bool:
    """Say whether a promise does not hold in a history; a slip in the breaking itself is none."""
    try:
        run_history(started, seed)
    except Broken as broken:
        said = str(broken)
    else:
        return False
    assert not re.match("(TypeError|AttributeError|NameError)", said), said
    assert re.search(r"--seed \d+", said)
    return True
