"""Lets the disk fill up, or fail, at the n-th write of everything a tablet does, and looks at what is left.

uv run python -m tests.reliability.io_errors --runs 600

The product works on a file system that has so much room and no more, or that answers one write or sync with
an error. Whatever happens is a sentence; nothing is half written; what a person typed is saved every time
once the reserve was given up; and afterwards, closed or killed, the tablet starts and works, and takes no
failing disk for a damaged file.
"""

from __future__ import annotations

import contextlib
import copy
import json
import shutil
import sys
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING
from unittest import mock

from mobile.components.autosave import Autosave
from mobile.errors import StoreFull, TabletError
from mobile.store import visits
from mobile.store.care import What, has_been_read, open_with_care, put_right
from mobile.store.database import Store
from mobile.store.migrations import MIGRATIONS
from tests.reliability.apsw_connection import in_place_of_sqlite3
from tests.reliability.faulty_disk import VFS, Faulty
from tests.reliability.numbered import numbered
from tests.reliability.work import Rows, Work, a_worker, contents
from tests.support.tablet_samples import ANA, sign_both
from tests.sync.simulator.broken import Broken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.fake_server import FakeServer
    from tests.support.tablet_samples import Clock

WORDS = "what was typed, " * 400


@dataclass(slots=True)
class Prepared:
    """Tablets to begin with.

    Attributes:
        walking: the folder of one with a visit begun.
        older: the folder of one of the version before.
        work: the person and the server.
        counts: how many writes each deed takes.
        after: what the tablet holds when a deed was done.
        before: what it held before.
    """

    walking: Path
    older: Path
    work: Work
    counts: dict[str, int]
    after: dict[str, Rows]
    before: dict[str, Rows]


def prepare(folder: Path, seed: int) -> Prepared:
    """Return tablets to begin with, and what each deed comes to when nothing fails."""
    live = folder / "walking"
    live.mkdir(parents=True)
    work = a_worker(live, Random(seed), lambda path, clock: open_with_care(path, now=clock))  # noqa: S311 - it has to be repeatable
    for _ in range(12):
        work.step()
    work.begin()
    # What is written now takes the signatures off again, in the same transaction.
    sign_both(work.store, work.visit)
    _something_from_another(work, folder / "other")
    work.store.close()
    older = folder / "older"
    older.mkdir()
    last = MIGRATIONS.name and max(MIGRATIONS._migrations, key=lambda one: one.name).name
    with mock.patch.object(
        MIGRATIONS, "_migrations", [one for one in MIGRATIONS._migrations if one.name != last]
    ):
        Store.open(older / "floorwalk.db").close()
    return Prepared(live, older, work, {}, {}, {})


def _something_from_another(work: Work, folder: Path) -> None:
    folder.mkdir()
    other = Work(Store.open(folder / "floorwalk.db", now=work.clock), Random(7), work.clock, work.server)  # noqa: S311 - it has to be repeatable
    other.enrol()
    for _ in range(10):
        other.step()
    other.sync()
    other.store.close()


def note(work: Work) -> None:
    """Type into a note, as the screen's field saves it."""

    def save(text: str) -> None:
        # The field saves by itself a second time; that is the same work as the first.
        _same_chance(work, "note")
        visits.note(work.store, ANA.id, work.visit, "q1", text)

    keeper = Autosave(save)
    keeper.waiting = WORDS
    keeper.flush()


DEEDS: dict[str, Callable[[Work], object]] = {
    "tap": Work.tap,
    "note": note,
    "photo": Work.picture,
    "finding": Work.find,
    "seal": lambda work: visits.seal(work.store, ANA.id, work.visit),
    "page": Work.sync,
    "carry over": lambda work: work.store.carry_over(),
}
STARTS = ("start", "first start", "migration")
ALL = (*DEEDS, *STARTS)


@contextlib.contextmanager
def opened(place: Path, prepared: Prepared, disk: Faulty, seed: str) -> Iterator[Work]:
    """Give somebody at the prepared tablet, whose next ids are always the same."""
    clock = _clock(prepared)
    with in_place_of_sqlite3(VFS):
        store = open_with_care(place / "floorwalk.db", now=clock)
        store.make_room = disk.make_room
        work = Work(store, Random(), clock, _copied(prepared))  # noqa: S311 - it has to be repeatable
        _same_chance(work, seed)
        work.vault, work.visit = prepared.work.vault, prepared.work.visit
        try:
            yield work
        finally:
            disk.disarm()
            store.close()


def _same_chance(work: Work, seed: str) -> None:
    ids = Random("ids")  # noqa: S311 - it has to be repeatable
    work.store.new_id = lambda: f"{ids.getrandbits(128):032x}"
    work.random = Random(seed)  # noqa: S311 - it has to be repeatable
    work.number = 0


def run(prepared: Prepared, disk: Faulty, deed: str, number: int, folder: Path, seed: int) -> str:
    """Do one deed on a disk that fails at some write; return what came of it.

    Raises:
        Broken: the promise is broken.
    """
    random = Random(f"{seed} {number}")  # noqa: S311 - it has to be repeatable
    if deed not in prepared.counts:
        _without_faults(prepared, disk, deed, folder / "without")
    fail_at, full = random.randint(1, max(prepared.counts[deed], 1)), random.random() < 0.5
    place = folder / f"run-{number}"
    try:
        _lay_out(prepared, deed, place)
        told = (_start if deed in STARTS else _act)(prepared, disk, deed, place, fail_at, full=full)
        _works_on(prepared, place)
    except Exception as slip:
        raise Broken(f"{deed}, write {fail_at}, {'no room' if full else 'error'}: {slip!r}") from slip
    finally:
        disk.disarm()
        shutil.rmtree(place, ignore_errors=True)
    return told


def _act(prepared: Prepared, disk: Faulty, deed: str, place: Path, fail_at: int, *, full: bool) -> str:
    told = "done"
    with opened(place, prepared, disk, deed) as work:
        disk.arm(fail_at, full=full)
        try:
            DEEDS[deed](work)
        except TabletError as error:
            _is_one_sentence(error)
            told = type(error).__name__
            if deed == "note" and full:
                raise Broken(f"the text was not saved: {error}") from error
            if isinstance(error, StoreFull) and error.made_room:
                # As the person is asked to: once more.
                _same_chance(work, deed)
                DEEDS[deed](work)
                told = "done the second time"
        disk.disarm()
        now = contents(work.store)
        _nothing_half_written(prepared, deed, now, done=told.startswith("done"))
        _killed(prepared, deed, place, now)
    with opened(place, prepared, disk, deed) as work:
        _nothing_half_written(prepared, deed, contents(work.store), done=told.startswith("done"))
        if put_right(work.store) is not None:
            raise Broken("a disk that failed was taken for damage")
    return told


def _killed(prepared: Prepared, deed: str, place: Path, known: Rows) -> None:
    """Look at what a tablet finds that is killed now, instead of closing."""
    left = place.with_name(f"{place.name}-killed")
    shutil.copytree(place, left)
    try:
        store = open_with_care(left / "floorwalk.db", now=_clock(prepared))
        told = put_right(store)
        has_been_read(store)
        now = contents(store)
        store.close()
    finally:
        shutil.rmtree(left)
    # What lies in the log and was not acknowledged looks like a change that was cut off.
    if told is not None and told.what is not What.CUT_SHORT:
        raise Broken(f"a disk that failed was taken for damage: {told}")
    # The disk may have it all, and have said that it has not: nobody can tell.
    if now != prepared.after[deed]:
        _superset(known, now)


def _start(prepared: Prepared, disk: Faulty, deed: str, place: Path, fail_at: int, *, full: bool) -> str:
    disk.arm(fail_at, full=full)
    told = "done"
    with in_place_of_sqlite3(VFS):
        try:
            open_with_care(place / "floorwalk.db", now=_clock(prepared)).close()
        except TabletError as error:
            _is_one_sentence(error)
            told = type(error).__name__
        disk.disarm()
        store = open_with_care(place / "floorwalk.db", now=_clock(prepared))
        if deed != "start":
            store.close()
            return told
        now = contents(store)
        store.close()
    if deed == "start" and now != prepared.before["tap"]:
        raise Broken("a start that did not end changed something")
    return told


def _nothing_half_written(prepared: Prepared, deed: str, now: Rows, *, done: bool) -> None:
    after, before = prepared.after[deed], prepared.before[deed]
    if deed == "page":
        # An exchange is many transactions; what came is whole, and nothing that was here is gone.
        _superset(before, now)
        return
    if now == after:
        return
    if done or not _whole(before, now, after):
        different = [table for table in after if now[table] not in (after[table], before[table])]
        raise Broken(f"half written: {different or 'some tables only'}")


def _whole(before: Rows, now: Rows, after: Rows) -> bool:
    """Say whether this is one of the states between transactions: each table is one prefix of the work."""
    if now == before:
        return True
    # A deed of several transactions may end between them: then every op that is there is all there.
    ops = {row[0] for row in now["op"]}
    known = {row[0]: row for row in [*before["op"], *after["op"]]}
    linked = {row[2] for row in now["link"]}
    fields_of = {row[3] for row in now["field"]}
    return (
        ops <= set(known) and linked <= ops and fields_of <= ops and {row[0] for row in before["op"]} <= ops
    )


def _superset(before: Rows, now: Rows) -> None:
    missing = {row[0] for row in before["op"]} - {row[0] for row in now["op"]}
    if missing:
        raise Broken(f"{len(missing)} changes are gone")


def _is_one_sentence(error: TabletError) -> None:
    words = error.sentence
    if not words or "Traceback" in words or "sqlite" in words.lower() or not words.endswith("."):
        raise Broken(f"not a sentence for a person: {words}")


def _works_on(prepared: Prepared, place: Path) -> None:
    """Start the tablet on a disk that is well again and write something."""
    store = open_with_care(place / "floorwalk.db", now=_clock(prepared))
    sound = store.rows("pragma integrity_check")[0][0]
    work = Work(store, Random(1), _clock(prepared), prepared.work.server)  # noqa: S311 - it has to be repeatable
    work.begin()
    work.note()
    store.close()
    if sound != "ok":
        raise Broken(f"the database is not sound: {sound}")


def _without_faults(prepared: Prepared, disk: Faulty, deed: str, place: Path) -> None:
    """Note how many writes a deed takes, and what it comes to."""
    _lay_out(prepared, deed, place)
    if deed in STARTS:
        disk.arm(0, full=False)
        with in_place_of_sqlite3(VFS):
            open_with_care(place / "floorwalk.db", now=_clock(prepared)).close()
        prepared.counts[deed] = disk.writes
        if "tap" not in prepared.before:
            _without_faults(prepared, disk, "tap", place.with_name("of a tap"))
    else:
        with opened(place, prepared, disk, deed) as work:
            prepared.before[deed] = contents(work.store)
            disk.arm(0, full=False)
            DEEDS[deed](work)
            prepared.counts[deed] = disk.writes
            prepared.after[deed] = contents(work.store)
    shutil.rmtree(place)


def _lay_out(prepared: Prepared, deed: str, place: Path) -> None:
    if deed == "first start":
        place.mkdir()
    else:
        shutil.copytree(prepared.older if deed == "migration" else prepared.walking, place)


def _clock(prepared: Prepared) -> Clock:
    clock = type(prepared.work.clock)()
    clock.moment = prepared.work.clock.moment
    return clock


def _copied(prepared: Prepared) -> FakeServer:
    return copy.deepcopy(prepared.work.server)


def main(arguments: list[str]) -> int:
    """Play the runs and print one line; return 0 if every one held."""
    return numbered(
        arguments,
        "tests.reliability.io_errors",
        sentence=__doc__,
        unit="runs",
        full=600,
        prepare=_ready,
        told=lambda runs, came: (
            f"io_errors: {runs} runs, 0 half written, 0 without a sentence, 0 texts not saved, "
            f"{json.dumps(came)}"
        ),
    )


def _ready(folder: Path, seed: int) -> Callable[[int], Counter[str]]:
    disk, prepared = Faulty(), prepare(folder, seed)
    return lambda number: Counter([run(prepared, disk, ALL[number % len(ALL)], number, folder, seed)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
