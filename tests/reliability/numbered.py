"""Plays the numbered runs of a proof until one breaks a promise, and says in one line how they went."""

import argparse
import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.sync.simulator.broken import Broken

Prepare = Callable[[Path, int], Callable[[int], Counter[str]]]
"""Takes an empty folder and the seed; returns what plays one run by its number and counts what came of it."""

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder in memory where there is one; its names are made up by tempfile


def numbered(
    arguments: Sequence[str] | None,
    module: str,
    *,
    sentence: str | None,
    unit: str,
    full: int,
    prepare: Prepare,
    told: Callable[[int, Counter[str]], str],
    alone: bool = True,
) -> int:
    """Prepare once and play numbered runs until one breaks a promise; return 1 if one did.

    Args:
        arguments: of the command line, None for this program's own.
        module: the proof's, for the command that repeats a run.
        sentence: what it shows.
        unit: the option that says how many runs: `runs`.
        full: how many where it is not given.
        prepare: begins.
        told: puts how many were played and what was counted into the words of the result.
        alone: whether a run can be repeated without those before it.
    """
    parser = argparse.ArgumentParser(
        prog=f"python -m {module}", description=sentence, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(f"--{unit}", type=int, default=full, dest="runs")
    parser.add_argument("--seed", type=int, default=1)
    if alone:
        parser.add_argument("--only", type=int, help="the number of one run")
    asked = parser.parse_args(arguments)
    only: int | None = getattr(asked, "only", None)
    numbers = range(asked.runs) if only is None else range(only, only + 1)
    began, counted = time.monotonic(), Counter[str]()
    # What is broken on purpose is logged by the product as it should be, thousands of times.
    logging.disable(logging.CRITICAL)
    try:
        with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
            play = prepare(Path(folder), asked.seed)
            for number in numbers:
                try:
                    counted += play(number)
                except Broken as broken:
                    again = f"--only {number}" if alone else f"--{unit} {number + 1}"
                    say(f"{broken}\nuv run python -m {module} --seed {asked.seed} {again}")
                    if only is not None:
                        raise
                    return 1
    finally:
        logging.disable(logging.NOTSET)
    say(f"{told(len(numbers), counted)}, {time.monotonic() - began:.0f} s")
    return 0


def say(sentence: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()
