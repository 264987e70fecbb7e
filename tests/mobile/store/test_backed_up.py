"""Which photos may be let go of: received, backed up, thirty days old for the server, in no open draft."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from checklists.moments import read_moment, write_moment
from checklists.protocol.messages import BackedUp
from mobile.store import backed_up, findings, photos, visits
from mobile.store.backed_up import STAYS
from mobile.store.database import Store
from mobile.store.migrations import _STEPS
from mobile.store.photos import PhotoState
from tests.support.tablet_samples import ANA, Clock, a_photo, a_visit, sign_both

SHA, OTHER = "5" * 64, "6" * 64
RECEIVED = "2026-03-03T14:05:00.000Z"


def later(**length: float) -> str:
    """Return a moment of the server's, some time after the receipt."""
    return write_moment(read_moment(RECEIVED) + timedelta(**length))


def hear(store: Store, server_time: str, *safe: str, missing: tuple[str, ...] = ()) -> None:
    """Ask, and hear from the server at a moment of its own which photos are backed up."""
    said = BackedUp(n=3, at=RECEIVED, photos=list(safe), missing=list(missing), server_time=server_time)
    backed_up.note(store, backed_up.to_ask(store), said)


def a_sealed_visit(store: Store, sha: str = SHA) -> str:
    visit = a_visit(store)
    visits.add_photo(store, ANA.id, visit.id, "q1", sha, a_photo(700))
    sign_both(store, visit.id)
    visits.seal(store, ANA.id, visit.id)
    photos.mark_received(store, sha)
    return visit.id


def test_photo_may_go_when_all_of_it_holds(store: Store) -> None:
    a_sealed_visit(store)
    hear(store, RECEIVED)
    hear(store, later(days=30), SHA)
    room = backed_up.room(store)
    assert (room.now, room.now_bytes, room.later_bytes, room.later_from) == ((SHA,), 700, 0, None)


def test_photo_stays_until_thirty_days_after_the_receipt(store: Store) -> None:
    a_sealed_visit(store)
    hear(store, RECEIVED, SHA)
    hear(store, later(days=30, seconds=-1), SHA)
    room = backed_up.room(store)
    assert (room.now, room.later_bytes) == ((), 700)
    assert room.later_from == read_moment(RECEIVED) + STAYS


def test_photo_stays_until_it_is_backed_up(store: Store) -> None:
    a_sealed_visit(store)
    hear(store, RECEIVED)
    hear(store, later(days=400))
    assert backed_up.room(store) == backed_up.Room((), 0, 0, None)


def test_photo_that_is_no_longer_backed_up_stays(store: Store) -> None:
    a_sealed_visit(store)
    hear(store, RECEIVED, SHA)
    # The server was restored from a backup of before.
    hear(store, later(days=31))
    assert backed_up.room(store).now == ()


def test_photo_stays_until_the_server_has_received_it(store: Store) -> None:
    a_sealed_visit(store)
    hear(store, RECEIVED, SHA)
    photos.mark_waiting(store, SHA)
    hear(store, later(days=31), SHA)
    assert backed_up.room(store).now == ()


@pytest.mark.parametrize("of", ["an answer", "a finding"])
def test_photo_of_an_open_draft_stays(store: Store, of: str) -> None:
    visit = a_visit(store)
    if of == "an answer":
        visits.add_photo(store, ANA.id, visit.id, "q1", SHA, a_photo())
    else:
        found = findings.raise_finding(
            store, ANA.id, values={"kind": "good_practice", "statement": "Labels", "visit": visit.id}
        )
        findings.add_photo(store, ANA.id, found.id, SHA, a_photo())
    photos.mark_received(store, SHA)
    hear(store, RECEIVED, SHA)
    hear(store, later(days=31), SHA)
    assert backed_up.room(store).now == ()
    sign_both(store, visit.id)
    visits.seal(store, ANA.id, visit.id)
    assert backed_up.room(store).now == (SHA,)


def test_photo_of_two_visits_stays_while_one_is_open(store: Store) -> None:
    a_sealed_visit(store)
    visits.add_photo(store, ANA.id, a_visit(store).id, "q1", SHA, a_photo())
    hear(store, RECEIVED, SHA)
    hear(store, later(days=31), SHA)
    assert backed_up.room(store).now == ()


def test_photo_of_something_raised_outside_a_visit_may_go(store: Store) -> None:
    found = findings.raise_finding(store, ANA.id, values={"kind": "idea", "statement": "A second trolley"})
    findings.add_photo(store, ANA.id, found.id, SHA, a_photo())
    photos.mark_received(store, SHA)
    hear(store, RECEIVED, SHA)
    hear(store, later(days=31), SHA)
    assert backed_up.room(store).now == (SHA,)


@pytest.mark.parametrize("days", [-3000, -40, 40, 400, 3000])
def test_wrong_clock_of_the_tablet_decides_nothing(store: Store, clock: Clock, days: float) -> None:
    a_sealed_visit(store)
    hear(store, RECEIVED, SHA)
    clock.tick(days=days)
    assert backed_up.room(store).now == ()
    hear(store, later(days=29), SHA)
    assert backed_up.room(store).now == ()
    hear(store, later(days=30), SHA)
    assert backed_up.room(store).now == (SHA,)


def test_server_that_never_says_the_time_frees_nothing(store: Store, clock: Clock) -> None:
    a_sealed_visit(store)
    backed_up.note_asked(store)
    clock.tick(days=4000)
    backed_up.note_asked(store)
    assert backed_up.room(store).now == ()


def test_photo_the_server_does_not_have_is_sent_again(store: Store) -> None:
    a_sealed_visit(store)
    hear(store, RECEIVED, SHA)
    hear(store, later(days=1), missing=(SHA,))
    photo = photos.photo(store, SHA)
    assert photo is not None
    assert (photo.state, photo.sent, photo.received_at) == (PhotoState.WAITING, 0, None)
    photos.mark_received(store, SHA)
    # Its days begin anew.
    hear(store, later(days=2), SHA)
    hear(store, later(days=31), SHA)
    assert backed_up.room(store).now == ()


def test_photo_that_was_let_go_of_is_not_asked_about_again(store: Store) -> None:
    a_sealed_visit(store)
    a_sealed_visit(store, OTHER)
    hear(store, RECEIVED, SHA, OTHER)
    backed_up.note_freed(store, SHA)
    assert backed_up.to_ask(store) == [OTHER]
    hear(store, later(days=31), OTHER)
    assert backed_up.room(store).now == (OTHER,)


def test_photo_taken_in_anew_is_here_again(store: Store) -> None:
    a_sealed_visit(store)
    hear(store, RECEIVED, SHA)
    backed_up.note_freed(store, SHA)
    visits.add_photo(store, ANA.id, a_visit(store).id, "q1", SHA, a_photo())
    assert backed_up.to_ask(store) == [SHA]


def test_it_is_asked_at_first_hourly_and_after_a_new_receipt(store: Store, clock: Clock) -> None:
    assert backed_up.is_due(store)
    hear(store, RECEIVED)
    assert not backed_up.is_due(store)
    a_sealed_visit(store)
    assert backed_up.is_due(store)
    hear(store, RECEIVED)
    assert not backed_up.is_due(store)
    clock.tick(minutes=61)
    assert backed_up.is_due(store)
    hear(store, RECEIVED)
    clock.tick(days=-400)
    assert backed_up.is_due(store)


def test_what_the_server_said_last_is_kept_for_this_chain_alone(store: Store) -> None:
    assert backed_up.last_backup(store) is None
    hear(store, RECEIVED)
    assert backed_up.last_backup(store) == backed_up.LastBackup(3, RECEIVED)
    store.execute("update identity set incarnation = ?", ("9" * 32,))
    assert backed_up.last_backup(store) is None
    assert backed_up.is_due(store)


def test_tablet_from_before_has_its_photos_and_frees_none_at_once(tmp_path: Path, clock: Clock) -> None:
    before = Migrations("tablet")
    for step in _STEPS:
        if step.__name__ < "m008":
            before()(step)
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection:
        before.apply(Database(connection))
        connection.execute(
            """insert into photo(sha, bytes, width, height, taken_at, state, announced_at, received_at)
                values (?, 10, 4, 3, ?, 'received', ?, ?)""",
            (SHA, "2020-03-03T10:42:00.000Z", "2020-03-03T10:42:00.000Z", "2020-03-03T10:42:00.000Z"),
        )
        connection.commit()
    store = Store.open(tmp_path / "old.db", now=clock)
    assert backed_up.to_ask(store) == [SHA]
    hear(store, RECEIVED, SHA)
    assert backed_up.room(store).now == ()
    assert backed_up.room(store).later_from == read_moment(RECEIVED) + STAYS
    store.close()
