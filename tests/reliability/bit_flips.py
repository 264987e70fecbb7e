"""Turns bits and tears sectors of a tablet's database and log, and starts the tablet: nothing goes unnoticed.

uv run python -m tests.reliability.bit_flips --flips 600

Each case takes a tablet that was closed, or switched off in the middle of its work, damages one place of one
of its files and starts it. Then either everything is as it was, or the tablet says that something was
damaged. Every change whose bytes are still in the files is there; after two exchanges the server and the
tablet have everything the other had, and the next start finds nothing to put right. The change under way at
the very end of the log may be taken for one that a power cut broke off; the tablet says so.
"""

from __future__ import annotations

import copy
import json
import os
import shutil
import sys
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from mobile.store import visits
from mobile.store.care import What, open_with_care, put_right
from mobile.store.database import Store
from mobile.store.identity import this_tablet
from tests.reliability.numbered import numbered
from tests.reliability.work import Work, a_worker, contents
from tests.sync.simulator.broken import Broken

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.reliability.work import Rows
    from tests.support.fake_server import FakeServer

SECTOR = 512
FILES = ("floorwalk.db", "floorwalk.db-wal", "floorwalk.db-sums")


@dataclass(slots=True)
class Sample:
    """A tablet as it was left.

    Attributes:
        name: how it was left.
        folder: its files.
        known: what it held.
        work: the person and the server.
    """

    name: str
    folder: Path
    known: Rows
    work: Work


def samples(folder: Path, seed: int, steps: int = 120) -> list[Sample]:
    """Return tablets left in different ways: closed, switched off soon after a start, and much later."""
    return [_sample(folder / how, how, Random(f"{seed} {how}"), steps) for how in ("closed", "young", "long")]  # noqa: S311 - it has to be repeatable


def _sample(folder: Path, how: str, random: Random, steps: int) -> Sample:
    live = folder / "live"
    live.mkdir(parents=True)
    work = a_worker(live, random, lambda path, clock: open_with_care(path, now=clock))
    other_folder = folder / "other"
    other_folder.mkdir()
    _others(work, other_folder, random)
    for number in range(steps):
        work.step()
        if number % 25 == 20:
            work.sync()
        if how == "young" and number == steps - 30:
            work.store.carry_over()
    if how == "closed":
        work.store.close()
    left = folder / "left"
    left.mkdir()
    for name in FILES:
        if (live / name).exists():
            shutil.copy2(live / name, left / name)
    if how != "closed":
        work.store.close()
    sound = folder / "sound"
    shutil.copytree(left, sound)
    store = open_with_care(sound / "floorwalk.db", now=work.clock)
    known = contents(store)
    store.close()
    return Sample(how, left, known, work)


def _others(work: Work, folder: Path, random: Random) -> None:
    """Let another tablet send something to the same server."""
    other = Work(Store.open(folder / "floorwalk.db", now=work.clock), random, work.clock, work.server)
    other.enrol()
    for _ in range(25):
        other.step()
    other.sync()
    other.store.close()


def damage(sample: Sample, folder: Path, random: Random) -> str:
    """Copy a tablet and damage one place of it; return what was done."""
    shutil.copytree(sample.folder, folder)
    names = [name for name in FILES[:2] if (folder / name).exists() and (folder / name).stat().st_size]
    file = folder / random.choice(names)
    times = file.stat()
    data = bytearray(file.read_bytes())
    if random.random() < 0.6:
        place = random.randrange(len(data))
        data[place] ^= 1 << random.randrange(8)
        what = f"a turned bit at {place}"
    else:
        place = random.randrange(len(data) // SECTOR) * SECTOR
        other = random.randrange(len(data) // SECTOR) * SECTOR
        torn = random.choice([bytes(SECTOR), random.randbytes(SECTOR), bytes(data[other : other + SECTOR])])
        data[place : place + SECTOR] = torn
        what = f"a torn sector at {place}"
    file.write_bytes(data)
    # Memory that decays leaves the file's time as it was.
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    return f"{sample.name}: {what} of {file.name}, {len(data)} bytes long"


def check(sample: Sample, folder: Path) -> str:
    """Start the damaged tablet, look at it, let it sync and start it again; return what it said.

    Raises:
        Broken: the promise is broken.
    """
    raw = b"".join((folder / name).read_bytes() for name in FILES[:2] if (folder / name).exists())
    store = open_with_care(folder / "floorwalk.db", now=sample.work.clock)
    told = put_right(store)
    now = contents(store)
    if told is None or told.what is What.TURNED_BACK:
        _same(sample.known, now)
    else:
        _salvaged(sample.known, now, raw, cut_short=told.what is What.CUT_SHORT)
    _goes_on(sample, store)
    store.close()
    again = open_with_care(folder / "floorwalk.db", now=sample.work.clock)
    if told is None and put_right(again) is not None:
        raise Broken("the second start found something the first had not")
    again.close()
    return str(told.what) if told else "nothing to say"


def _same(known: Rows, now: Rows) -> None:
    for table in known:
        # The note of what was put right is new.
        rows = [row for row in now[table] if row[0] != "put right"]
        if rows != known[table]:
            raise Broken(f"{table} is not as it was, and nobody was told")


def _salvaged(known: Rows, now: Rows, raw: bytes, *, cut_short: bool) -> None:
    here = {row[0] for row in now["op"]}
    known_ops = {row[0]: row for row in known["op"]}
    newest = max(str(row[5]) for row in known["op"])
    for op_id, row in known_ops.items():
        body, body_hash = row[7], row[8]
        assert isinstance(body, bytes)
        if op_id in here or (cut_short and str(row[5]) >= newest[:13]):
            continue
        if body + str(body_hash).encode() in raw and not cut_short:
            raise Broken(f"the change {op_id} could be read and is not there")
    for row in now["op"]:
        if row[0] in known_ops and known_ops[row[0]][7:9] != row[7:9]:
            raise Broken(f"the change {row[0]} is another one now")


def _goes_on(sample: Sample, store: Store) -> None:
    """Sync twice and work on: both sides have what the other had."""
    work = Work(store, Random(1), sample.work.clock, _copy_of(sample))  # noqa: S311 - it has to be repeatable
    work.vault = sample.work.vault
    before = set(work.server.ops)
    if this_tablet(store).enrolled:
        work.sync()
        work.sync()
        here = {row["op_id"] for row in store.rows("select op_id from op")}
        if before - here:
            raise Broken(f"{len(before - here)} changes the server has did not come back")
        mine = {row["op_id"] for row in store.rows("select op_id from op")}
        if mine - set(work.server.ops):
            raise Broken(f"{len(mine - set(work.server.ops))} changes did not reach the server")
    else:
        raise Broken("the tablet does not know who it is any more")
    work.begin()
    work.note()
    if not visits.get(store, work.visit):
        raise Broken("a new walk is not there")


def _copy_of(sample: Sample) -> FakeServer:
    return copy.deepcopy(sample.work.server)


def one(seed: int, number: int, prepared: list[Sample], folder: Path) -> str:
    """Play one case; return what the tablet said."""
    random = Random(f"{seed} {number}")  # noqa: S311 - it has to be repeatable
    sample = random.choice(prepared)
    place = folder / f"case-{number}"
    what = damage(sample, place, random)
    try:
        return check(sample, place)
    except Exception as slip:
        raise Broken(f"{what}: {slip}") from slip
    finally:
        shutil.rmtree(place, ignore_errors=True)


def main(arguments: list[str]) -> int:
    """Play the cases and print one line; return 0 if every one held."""
    return numbered(
        arguments,
        "tests.reliability.bit_flips",
        sentence=__doc__,
        unit="flips",
        full=600,
        prepare=_prepare,
        told=lambda flips, said: (
            f"bit_flips: {flips} flips and torn sectors, 0 unnoticed in live rows, 0 starts that led to no "
            f"working app, {json.dumps(said)}"
        ),
    )


def _prepare(folder: Path, seed: int) -> Callable[[int], Counter[str]]:
    prepared = samples(folder, seed)
    return lambda number: Counter([one(seed, number, prepared, folder)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
