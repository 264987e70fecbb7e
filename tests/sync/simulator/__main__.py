"""Runs histories by hand: `python -m tests.sync.simulator --seed 7`, or `--histories 1000 [--through app]`.

The product's own code on both sides: real tablet databases, the real exchange, the real central record, in
one process and with one random number generator for each history. Between them is nothing but the record's
own functions, or with `--through app` the real server app with its tokens and who may do what. Left out:
power cuts and full disks, which other tests make.
"""

import argparse
import sys
import time
import traceback
from collections import Counter

from tests.sync.simulator.broken import Broken
from tests.sync.simulator.history import run_history
from tests.sync.simulator.office import Plant, plant
from tests.sync.simulator.ways import WAYS

_PROGRESS_SECONDS = 10


def main() -> int:
    """Run what was asked for; return 1 if a promise did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.sync.simulator", description=__doc__)
    parser.add_argument("--seed", type=int, help="repeat this one history, with everything it raises")
    parser.add_argument("--histories", type=int, default=100)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--through", choices=sorted(WAYS), default="direct", help="what answers them")
    asked = parser.parse_args()
    with plant() as started:
        if asked.seed is not None:
            return _one(started, asked.seed, asked.through)
        return _many(started, range(asked.first, asked.first + asked.histories), asked.through)


def _one(started: Plant, seed: int, through: str) -> int:
    try:
        _say(f"seed {seed}: every promise holds. {_counted(run_history(started, seed, through))}")
    except Broken:
        traceback.print_exc()
        return 1
    return 0


def _many(started: Plant, seeds: range, through: str) -> int:
    began = told = time.monotonic()
    counted: Counter[str] = Counter()
    broken = 0
    for done, seed in enumerate(seeds):
        try:
            counted += run_history(started, seed, through)
        except Broken as error:
            broken += 1
            _say(str(error))
        if time.monotonic() - told > _PROGRESS_SECONDS:
            told = time.monotonic()
            _say(f"{done + 1} of {len(seeds)} histories, {broken} broken, {told - began:.0f} s")
    _say(f"{len(seeds)} histories, {broken} broken, {time.monotonic() - began:.1f} s. {_counted(counted)}")
    return 1 if broken else 0


def _counted(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counted.most_common())


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
