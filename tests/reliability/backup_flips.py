"""Changes bytes in backups and bundles: `uv run python -m tests.reliability.backup_flips --runs 2000`.

In each run one file of a backup, or an exported visit, is damaged: a bit flipped, a sector zeroed, the end
cut off, some bytes swapped for others. Verifying has to notice it, in sentences, every time; `--only` repeats
one.
"""

from __future__ import annotations

import io
import json
import sys
import traceback
from collections import Counter
from random import Random
from typing import TYPE_CHECKING

from checklists.bundle.check import check
from checklists.bundle.zipped import BundleNotReadError, Opened
from sync_server.backup.make import make_backup
from sync_server.backup.places import BackupFolder
from sync_server.backup.verify import check_backup
from sync_server.bundle import visit_bundle
from tests.reliability.numbered import numbered
from tests.support.kept_plant import kept_plant
from tests.sync.simulator.broken import Broken

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SECTOR = 512


def main(arguments: list[str] | None = None) -> int:
    """Run; return 1 if a promise did not hold."""
    return numbered(
        arguments,
        "tests.reliability.backup_flips",
        sentence=__doc__,
        unit="runs",
        full=2000,
        prepare=lambda folder, seed: _Flips(folder, seed).counted,
        told=lambda runs, kinds: f"backup_flips: {runs} damages, 0 unnoticed, {json.dumps(kinds)}",
    )


class _Flips:
    """One backup and one bundle, damaged and put back again and again."""

    def __init__(self, place: Path, seed: int) -> None:
        self._seed = seed
        kept = kept_plant(place / "data", Random(0), walks=2)  # noqa: S311 - the same bytes every time
        (place / "backups").mkdir()
        self._backup = make_backup(kept.live, BackupFolder(place / "backups")).path
        photos = sorted(one for one in (place / "backups" / "photos").rglob("*") if one.is_file())
        # The record is the largest and has the most that can go unnoticed.
        self._files = [*sorted(self._backup.iterdir()), *photos, *[self._backup / "record.db"] * 12]
        visit = kept.walk()
        state = kept.plant.app.state
        self._bundle = b"".join(visit_bundle(state.engine, state.objects, "Plant", visit) or ())
        if found := [*check_backup(self._backup, set()), *_bundle_problems(self._bundle)]:
            raise Broken(f"Before any damage: {found}")

    def counted(self, number: int) -> Counter[str]:
        """Damage something and verify; count it under what it was."""
        return Counter([self._run(number)])

    def _run(self, number: int) -> str:
        chance = Random(f"{self._seed} {number}")  # noqa: S311 - it has to be repeatable
        if chance.random() < 0.5:
            self._noticed(lambda: _bundle_problems(_damaged(self._bundle, chance)), "the bundle")
            return "bundle"
        file = chance.choice(self._files)
        whole = file.read_bytes()
        file.write_bytes(_damaged(whole, chance))
        try:
            self._noticed(lambda: list(check_backup(self._backup, set())), str(file))
        finally:
            file.write_bytes(whole)
        return file.name if file.parent == self._backup else "photo"

    def _noticed(self, look: Callable[[], list[str]], what: str) -> None:
        try:
            found = look()
        except Exception as error:
            raise Broken(f"Damage to {what} ended in a traceback:\n{traceback.format_exc()}") from error
        if not found:
            raise Broken(f"Damage to {what} went unnoticed.")
        if any(not one.endswith((".", "?")) for one in found):
            raise Broken(f"Damage to {what} was not said in sentences: {found}")


def _bundle_problems(data: bytes) -> list[str]:
    try:
        return list(check(Opened(io.BytesIO(data))).problems)
    except BundleNotReadError as error:
        return [str(error)]


def _damaged(data: bytes, chance: Random) -> bytes:
    """Return other bytes than these."""
    damaged = bytearray(data)
    at = chance.randrange(len(damaged))
    kind = chance.randrange(8)
    if kind == 0:
        del damaged[at:]
    elif kind == 1:
        start = at - at % _SECTOR
        damaged[start : start + _SECTOR] = bytes(len(damaged[start : start + _SECTOR]))
    elif kind == 2:
        damaged[at : at + 8] = chance.randbytes(len(damaged[at : at + 8]))
    elif kind == 3:
        damaged[at:at] = chance.randbytes(chance.randint(1, 8))
    if bytes(damaged) == data or kind > 3:
        damaged[at] ^= 1 << chance.randrange(8)
    return bytes(damaged)


if __name__ == "__main__":
    sys.exit(main())
