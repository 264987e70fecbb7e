"""Kills backups with -9 at random places: `uv run python -m tests.reliability.backup_kills --runs 200`.

A process that makes a backup is killed somewhere between its start and its end, and a tablet sends more
before the next. After each kill every backup that counts verifies, those from before are byte for byte what
they were, and the one the live record was told of is among them. Now and then one is left to end, and has to
clean up.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from sync_server.backup.make import make_backup
from sync_server.backup.places import BackupFolder
from sync_server.backup.verify import check_backup, check_backups
from sync_server.record.backups import last_backup
from sync_server.record.database import reading
from tests.reliability.numbered import say
from tests.support.kept_plant import KeptPlant, kept_plant, live_in
from tests.sync.simulator.broken import Broken

# One in so many is left to end.
_ENDS = 6

# The walks go on with only the newest backups kept, so that taking old ones away is killed too.
_KEEP = 4


def main() -> int:
    """Run; return 1 if a promise did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.backup_kills", description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="floorwalk-kills-") as name:
        try:
            said = _run(Path(name), asked.runs, asked.seed)
        except Broken as broken:
            say(f"{broken}\nRepeat: uv run {parser.prog} --runs {asked.runs} --seed {asked.seed}")
            return 1
    say(f"{said}; {time.monotonic() - began:.1f} s, seed {asked.seed}")
    return 0


def _run(place: Path, runs: int, seed: int) -> str:
    chance = Random(seed)  # noqa: S311 - it has to be repeatable
    kept = kept_plant(place / "data", chance)
    (place / "backups").mkdir()
    to = BackupFolder(place / "backups")
    seconds = _ended(kept, to)
    killed = counted = halves = 0
    for number in range(1, runs + 1):
        kept.walk(photos=1)
        before = _prints(to)
        if number % _ENDS == 0:
            seconds = max(seconds, _ended(kept, to))
        elif _killed(kept, to, chance.uniform(0, 1.1) * seconds):
            killed += 1
        halves += any(to.path.glob(".half-*"))
        counted += _check(kept, to, before, number)
    _ended(kept, to)
    if left := [*to.path.glob(".half-*"), *to.path.glob("photos/*/.new-*")]:
        raise Broken(f"Left over after a backup that ended: {left}")
    if found := list(check_backups(to.path)):
        raise Broken(f"At the end: {found}")
    return (
        f"{runs} backups, {killed} killed -9, {halves} left half a backup, {counted} new ones counted: "
        "every one that counts verifies, none from before was touched"
    )


def _ended(kept: KeptPlant, to: BackupFolder) -> float:
    """Let one backup end, in a process like the others, and return the seconds it took."""
    began = time.monotonic()
    child = _start(kept, to)
    if os.waitpid(child, 0)[1] != 0:
        raise Broken("A backup that was left alone did not end well.")
    if list(to.path.glob(".half-*")):
        raise Broken("A backup that was left alone did not clean up.")
    return time.monotonic() - began


def _killed(kept: KeptPlant, to: BackupFolder, after: float) -> bool:
    child = _start(kept, to)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _start(kept: KeptPlant, to: BackupFolder) -> int:
    """Start a process that makes a backup with connections of its own; forked, so that it is warm at once."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            make_backup(live_in(kept.folder), BackupFolder(to.path), _KEEP)
            status = 0
        finally:
            os._exit(status)
    return child


def _prints(to: BackupFolder) -> dict[str, list[bytes]]:
    return {backup.name: [one.read_bytes() for one in sorted(backup.iterdir())] for backup in to.backups()}


def _check(kept: KeptPlant, to: BackupFolder, before: dict[str, list[bytes]], number: int) -> int:
    """Check all that counts after a run; return how many count that did not before."""
    after = _prints(to)
    touched = [name for name in before.keys() & after.keys() if before[name] != after[name]]
    if touched:
        raise Broken(f"Run {number}: a backup from before was touched: {touched}")
    gone = sorted(before.keys() - after.keys())
    if len(after) < min(len(before), _KEEP) or gone != sorted(before)[: len(gone)]:
        raise Broken(f"Run {number}: of {sorted(before)} only {sorted(after)} are left.")
    new = sorted(after.keys() - before.keys())
    for name in new:
        if found := list(check_backup(to.path / name, set())):
            raise Broken(f"Run {number}: {name} counts and does not verify: {found}")
    with reading(kept.live.engine) as connection:
        told = last_backup(connection)
    if told and told.name not in after:
        raise Broken(f"Run {number}: the record was told of {told.name}, which does not count.")
    return len(new)


if __name__ == "__main__":
    sys.exit(main())
