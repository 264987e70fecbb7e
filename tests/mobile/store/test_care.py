"""Opening the database whatever has become of its file: put right or built anew, and nothing thrown away."""

import contextlib
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from mobile.errors import StoreDamaged, StoreTooNew
from mobile.store import identity, journal, memory, ops, reference, sums, visits, whole
from mobile.store.care import What, has_been_read, open_with_care, put_right
from mobile.store.damage import suspect
from mobile.store.database import Store
from tests.support.tablet_samples import ANA, Clock, a_photo, a_reference, a_visit, sign_both

SECTOR = 512


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "floorwalk.db"


@pytest.fixture
def walked(path: Path, clock: Clock) -> str:
    """A tablet that was closed after a walk; the visit's id."""
    store = open_with_care(path, now=clock)
    reference.replace(store, a_reference(), "first")
    visit = a_visit(store)
    for number in range(30):
        visits.note(store, ANA.id, visit.id, f"q{number % 3 + 1}", f"note {number} " * 30)
        memory.remember(store, f"key {number}", "remembered " * 20)
    visits.add_photo(store, ANA.id, visit.id, "q1", "a" * 64, a_photo())
    store.close()
    return visit.id


def rows(store: Store, table: str) -> list[tuple[object, ...]]:
    return sorted(map(tuple, store.rows(f"select * from {table}")), key=repr)  # noqa: S608 - the callers'


def all_rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    tables = ("op", "link", "field", "photo", "photo_of", "identity", "person", "memory")
    return {table: rows(store, table) for table in tables}


def spoil(file: Path, at: int, data: bytes) -> None:
    """Change a file as memory does that decays: its time stays."""
    times = file.stat()
    with file.open("r+b") as out:
        out.seek(at)
        out.write(data)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def turn(file: Path, at: int) -> None:
    spoil(file, at, bytes([file.read_bytes()[at] ^ 0x10]))


def place_of(file: Path, words: bytes) -> int:
    return file.read_bytes().index(words)


def page_of(path: Path, table: str) -> int:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        found = connection.execute("select rootpage from sqlite_schema where name = ?", (table,)).fetchone()
    connection.close()
    return int(found[0])


def test_sound_database_has_nothing_to_say(path: Path, walked: str, clock: Clock) -> None:
    store = open_with_care(path, now=clock)
    assert put_right(store) is None
    assert visits.answer(store, walked, "q1").note.startswith("note 27")
    store.close()


@pytest.mark.parametrize("words", [b"note 27 note", b"remembered", b"Ana", b"create table"])
def test_turned_bit_is_put_right_where_it_stands(path: Path, walked: str, clock: Clock, words: bytes) -> None:
    store = open_with_care(path, now=clock)
    before = all_rows(store)
    store.close()
    whole = path.read_bytes()
    turn(path, place_of(path, words) if words in whole else place_of(path, b"CREATE TABLE"))
    store = open_with_care(path, now=clock)
    told = put_right(store)
    assert told is not None
    assert told.what is What.TURNED_BACK
    has_been_read(store)
    assert put_right(store) is None
    assert all_rows(store) == before
    assert visits.get(store, walked) is not None
    store.close()


def test_turned_bit_in_the_log_takes_no_later_save_away(path: Path, walked: str, clock: Clock) -> None:
    store = open_with_care(path, now=clock)
    visits.note(store, ANA.id, walked, "q1", "said first")
    visits.note(store, ANA.id, walked, "q2", "said then")
    before = all_rows(store)
    killed = path.parent / "killed"
    killed.mkdir()
    for file in path.parent.glob("floorwalk.db*"):
        shutil.copy2(file, killed / file.name)
    store.close()
    log = killed / "floorwalk.db-wal"
    # Of the upper bits of a word its checksum does not tell which it was.
    place = place_of(log, b"said first")
    turn(log, place + -place % 4)
    store = open_with_care(killed / "floorwalk.db", now=clock)
    assert put_right(store) is not None
    has_been_read(store)
    assert all_rows(store) == before
    store.close()


@pytest.mark.parametrize("table", ["op", "field", "memory", "link", "person", "identity", "photo_of"])
def test_damaged_page_is_built_anew_from_the_rest(path: Path, walked: str, clock: Clock, table: str) -> None:
    store = open_with_care(path, now=clock)
    me = identity.this_tablet(store)
    ops = {row["op_id"] for row in store.rows("select op_id from op")}
    store.close()
    spoil(path, (page_of(path, table) - 1) * 4096, os.urandom(SECTOR))
    store = open_with_care(path, now=clock)
    told = put_right(store)
    assert told is not None
    assert told.what is What.BUILT_ANEW
    assert told.unreadable >= 1
    assert not told.stranger or not me.enrolled
    here = {row["op_id"] for row in store.rows("select op_id from op")}
    assert ops <= here
    assert visits.answer(store, walked, "q3").note.startswith("note 29")
    again = identity.this_tablet(store)
    assert (again.device, again.token) == (me.device, me.token)
    assert again.incarnation != me.incarnation
    assert {row["op_id"] for row in store.rows("select op_id from unlinked")} == here
    assert store.rows("pragma integrity_check")[0][0] == "ok"
    assert store.row("select 1 from photo where sha = ?", ("a" * 64,)) is not None
    store.close()
    kept = Path(told.folder) / "floorwalk.db"
    assert kept.is_file()


def test_rebuilding_keeps_what_waits_what_is_packed_and_what_is_held_whole(
    path: Path, clock: Clock, tmp_path: Path
) -> None:
    store = open_with_care(path, now=clock)
    elsewhere = Store.open(tmp_path / "elsewhere.db", now=clock)
    theirs = sealed(elsewhere)
    op = next(one for one in ops.of_record(elsewhere, "visit", theirs) if "seal" in one.set)
    whole.hold(store, [read for read in [whole.read(op.body())] if read])
    mine, draft = sealed(store), a_visit(store).id
    tables = ("draft_history", "part", "op")
    before = {table: rows(store, table) for table in tables}
    waiting = list(map(tuple, store.rows("select op_id, offered from unlinked order by place")))
    states = [journal.state(store, "visit", one) for one in (theirs, mine, draft)]
    store.close()
    elsewhere.close()
    suspect(path).touch()
    store = open_with_care(path, now=clock)
    assert {table: rows(store, table) for table in tables} == before
    assert list(map(tuple, store.rows("select op_id, offered from unlinked order by place"))) == waiting
    assert [journal.state(store, "visit", one) for one in (theirs, mine, draft)] == states
    assert whole.holds(store, "visit", theirs)
    store.close()


def test_draft_comes_back_where_its_seal_is_lost(path: Path, clock: Clock) -> None:
    store = open_with_care(path, now=clock)
    visit = sealed(store)
    store.execute("PRAGMA foreign_keys = OFF")
    store.execute("delete from op where record = ? and op_id in (select op_id from draft_history)", (visit,))
    store.close()
    suspect(path).touch()
    store = open_with_care(path, now=clock)
    assert len(ops.of_record(store, "visit", visit)) > 1
    assert visits.answer(store, visit, "q1").note == "Seen"
    assert store.rows("select * from draft_history") == []
    store.close()


def sealed(store: Store) -> str:
    visit = a_visit(store)
    visits.note(store, ANA.id, visit.id, "q1", "Seen")
    sign_both(store, visit.id)
    return visits.seal(store, ANA.id, visit.id).id


def test_value_whose_op_is_lost_is_said_again(path: Path, walked: str, clock: Clock) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        (op_id,) = connection.execute("select op_id from field where name = 'answer/q2/note'").fetchone()
        connection.execute("delete from op where op_id = ?", (op_id,))
    connection.close()
    suspect(path).touch()
    store = open_with_care(path, now=clock)
    assert visits.answer(store, walked, "q2").note.startswith("note 28")
    assert store.row("select 1 from field where op_id = ?", (op_id,)) is None
    store.close()


def test_file_that_is_no_database_is_kept_aside(path: Path, clock: Clock) -> None:
    path.write_bytes(b"These are somebody's holiday notes. " * 400)
    store = open_with_care(path, now=clock)
    told = put_right(store)
    assert told is not None
    assert told.what is What.BUILT_ANEW
    assert (Path(told.folder) / "floorwalk.db").read_bytes().startswith(b"These are")
    store.close()


def test_database_that_is_gone_leaves_the_tablet_who_it_was(path: Path, walked: str, clock: Clock) -> None:
    store = open_with_care(path, now=clock)
    me = identity.this_tablet(store)
    store.close()
    path.unlink()
    store = open_with_care(path, now=clock)
    told = put_right(store)
    assert told is not None
    assert told.what is What.BUILT_ANEW
    assert identity.this_tablet(store).device == me.device
    assert visits.get(store, walked) is None
    store.close()


def test_database_of_a_newer_version_is_left_alone(path: Path, walked: str, clock: Clock) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(
            "insert into _sqlite_migrations(migration_set, name, applied_at) "
            "values ('tablet', 'm999_later', '')"
        )
    connection.close()
    with pytest.raises(StoreTooNew):
        open_with_care(path, now=clock)
    assert not (path.parent / "damaged").exists()
    assert walked


def test_another_program_that_wrote_to_the_file_is_no_damage(path: Path, walked: str, clock: Clock) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("delete from memory")
    connection.close()
    for _ in range(2):
        store = open_with_care(path, now=clock)
        assert put_right(store) is None
        memory.remember(store, "theme", "dark" * 400)
        assert visits.get(store, walked) is not None
        store.close()


@pytest.mark.parametrize("what", ["gone", "spoilt"])
def test_sums_that_are_lost_are_taken_anew(path: Path, walked: str, clock: Clock, what: str) -> None:
    if what == "gone":
        sums.beside(path).unlink()
    else:
        turn(sums.beside(path), 100)
    store = open_with_care(path, now=clock)
    assert put_right(store) is None
    memory.remember(store, "theme", "dark")
    store.close()
    turn(path, place_of(path, b"note 27 note"))
    store = open_with_care(path, now=clock)
    assert put_right(store) is not None
    assert visits.answer(store, walked, "q1").note.startswith("note 27")
    store.close()


@pytest.mark.parametrize("words", [b'"note 27 note', b'["note 27 note'])
def test_what_does_not_match_its_hash_or_its_ops_is_noticed_without_sums(
    path: Path, walked: str, clock: Clock, words: bytes
) -> None:
    sums.beside(path).unlink()
    turn(path, place_of(path, words))
    spot = path.read_bytes()
    store = open_with_care(path, now=clock)
    told = put_right(store)
    assert told is not None
    assert told.what is What.BUILT_ANEW
    assert (Path(told.folder) / "floorwalk.db").read_bytes() == spot
    assert visits.get(store, walked) is not None
    store.close()


def test_damage_met_while_running_is_put_right_at_the_next_start(
    path: Path, walked: str, clock: Clock
) -> None:
    store = open_with_care(path, now=clock)
    page = page_of(path, "memory")
    spoil(path, (page - 1) * 4096, b"\xff" * 4096)
    store.close()
    store = Store.open(path, now=clock, vouched=True)
    with pytest.raises(StoreDamaged, match="Close the app and open it again"):
        memory.recall(store, "key 1")
    store.close()
    assert suspect(path).exists()
    store = open_with_care(path, now=clock)
    assert put_right(store) is not None
    assert not suspect(path).exists()
    assert visits.get(store, walked) is not None
    store.close()


@pytest.mark.parametrize("cut_at", range(6))
def test_building_that_breaks_off_goes_on_at_the_next_start(
    path: Path, walked: str, clock: Clock, cut_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(path, (page_of(path, "memory") - 1) * 4096, b"\xff" * 4096)
    replace, done = Path.replace, []

    def cut(self: Path, target: Path) -> Path:
        if "sums" not in self.name:
            done.append(self)
        if len(done) == cut_at + 1:
            raise ConnectionAbortedError("the battery is flat")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", cut)
    # The process ended there.
    with contextlib.suppress(Exception):
        open_with_care(path, now=clock).close()
    monkeypatch.undo()
    store = open_with_care(path, now=clock)
    assert visits.answer(store, walked, "q3").note.startswith("note 29")
    assert len(ops.of_record(store, "visit", walked)) >= 31
    store.close()
    assert any((path.parent / "damaged").rglob("floorwalk.db"))


def test_second_window_of_the_app_does_not_look_at_the_same_file(
    path: Path, walked: str, clock: Clock
) -> None:
    first = open_with_care(path, now=clock)
    spoil(path, (page_of(path, "memory") - 1) * 4096, b"\xff" * 100)
    with pytest.raises(StoreDamaged):
        open_with_care(path, now=clock)
    assert path.exists()
    first.close()
    assert walked
