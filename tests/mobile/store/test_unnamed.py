"""What was raised without a name waits in the tablet's file, and is written over once it was received."""

import os
from collections.abc import Callable
from pathlib import Path

from checklists.protocol.messages import Unnamed
from checklists.records.finding import FindingKind
from checklists.records.unnamed import key_of, new_code
from mobile.store import carrying, memory, outbox, unnamed
from mobile.store.care import What, open_with_care, put_right
from mobile.store.database import Store

WORDS = "The guard is tied open at the press by the door"


def raised(words: str = WORDS, photo: str = "") -> Unnamed:
    key = key_of(new_code()) or ""
    return Unnamed(key=key, kind=FindingKind.PROBLEM, statement=words, photos=[photo] if photo else [])


def holds(store: Store, words: str) -> bool:
    """Say whether words can be found in the file or its log."""
    files = [store.path, carrying.log_of(store.path)]
    return any(words.encode() in one.read_bytes() for one in files if one.exists())


def test_it_waits_over_a_restart_and_the_same_twice_is_one(open_store: Callable[..., Store]) -> None:
    store, one = open_store(), raised()
    unnamed.put(store, one)
    unnamed.put(store, one)
    store.close()
    again = open_store()
    assert unnamed.waiting(again) == 1
    assert unnamed.next_one(again) == one
    assert outbox.counts(again).all == 0


def test_what_was_received_is_written_over(store: Store) -> None:
    one = raised(photo="QUJD" * 20_000)
    unnamed.put(store, one)
    store.carry_over()
    assert holds(store, WORDS)
    assert holds(store, "QUJDQUJD")
    unnamed.received(store, one.key)
    assert unnamed.next_one(store) is None
    for trace in (WORDS, "QUJDQUJD", one.key):
        assert not holds(store, trace)


def test_what_is_still_to_be_sent_stays_when_another_is_received(store: Store) -> None:
    one, other = raised(), raised("A second one")
    for each in (one, other):
        unnamed.put(store, each)
    unnamed.received(store, one.key)
    assert unnamed.next_one(store) == other


def test_words_that_were_changed_or_forgotten_do_not_stay_in_the_file(store: Store) -> None:
    memory.remember(store, "raising/somebody", WORDS)
    with store.leaving_nothing():
        memory.forget(store, "raising/somebody")
    assert not holds(store, WORDS)


def test_it_is_carried_into_the_file_that_is_built_after_damage(tmp_path: Path) -> None:
    path = tmp_path / "floorwalk.db"
    store, one = open_with_care(path), raised(photo="QUJD" * 5_000)
    unnamed.put(store, one)
    memory.remember(store, "key", "remembered")
    (found,) = store.rows("select rootpage from sqlite_schema where name = 'memory'")
    store.close()
    times = path.stat()
    with path.open("r+b") as file:
        file.seek((found["rootpage"] - 1) * 4096)
        file.write(bytes(range(256)) * 2)
    # As memory does that decays: the file's time stays.
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    again = open_with_care(path)
    told = put_right(again)
    assert told is not None
    assert told.what is What.BUILT_ANEW
    assert unnamed.next_one(again) == one
    again.close()
