"""Runs a proof's cases one after the other, and says in one line how they went."""

import argparse
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.reliability.numbered import say
from tests.support.server import load_sample
from tests.sync.simulator.broken import Broken

Case = Callable[[Path, int, int], Counter[str]]
"""Runs one case: an empty folder for its data with the sample plant in `server`, its seed, its size."""


def main(module: str, sentence: str, *, unit: str, at_once: int, case: Case) -> int:
    """Run what the command line asks for; return 1 if a promise did not hold.

    Args:
        module: the proof's module, for the command that repeats a case.
        sentence: what it shows.
        unit: what `--runs` counts: `kills`.
        at_once: how many of them make one case, with a server of its own.
        case: runs one.
    """
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=sentence)
    parser.add_argument("--runs", type=int, default=at_once, help=f"how many {unit}")
    parser.add_argument("--seed", type=int, help="the first case's seed; alone it repeats that one case")
    asked = parser.parse_args()
    began = time.monotonic()
    counted, broken = run_cases(module, case, runs=asked.runs, at_once=at_once, first=asked.seed or 0)
    for one in broken:
        say(str(one))
    figures = ", ".join(f"{count} {name}" for name, count in sorted(counted.items()))
    say(f"{asked.runs} {unit}: {len(broken)} broken promises. {figures}. {time.monotonic() - began:.0f} s")
    return 1 if broken else 0


def run_cases(
    module: str, case: Case, *, runs: int, at_once: int, first: int
) -> tuple[Counter[str], list[Broken]]:
    """Return what happened in all cases, and of each broken one what it broke and the command for it."""
    counted: Counter[str] = Counter()
    broken: list[Broken] = []
    with tempfile.TemporaryDirectory() as folder:
        plant = Path(folder) / "plant"
        load_sample(plant)
        for seed, size in _cases(runs, at_once, first):
            place = Path(folder) / str(seed)
            place.mkdir()
            shutil.copytree(plant, place / "server")
            try:
                counted += case(place, seed, size)
            except Exception as error:  # noqa: BLE001 - whatever it is, the next case is still run
                told = (
                    f"{type(error).__name__}: {error}\nuv run python -m {module} --seed {seed} --runs {size}"
                )
                broken.append(Broken(told))
            shutil.rmtree(place)
    return counted, broken


def _cases(runs: int, at_once: int, first: int) -> list[tuple[int, int]]:
    """Return seed and size of each case."""
    sizes = [min(at_once, runs - begun) for begun in range(0, runs, at_once)]
    return list(enumerate(sizes, start=first))
