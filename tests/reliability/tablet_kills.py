"""Kills the tablet's process in the middle of typing, again and again: every text it called saved is there.

uv run python -m tests.reliability.tablet_kills --runs 500

Each run is a process that opens the tablet as the app does, goes on with a visit and types into its notes
through the code behind the screens, which saves by itself. It tells this process each text that was saved; at
a random moment it is killed. Then the tablet is opened again.
"""

from __future__ import annotations

import asyncio
import functools
import multiprocessing
import os
import select
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from mobile.bootstrap import open_tablet
from mobile.components import autosave
from mobile.config import Config
from mobile.errors import TabletError
from mobile.locations import Locations
from mobile.state.visit_session import VisitSession
from mobile.store import carrying, memory, visits
from mobile.store.care import What, open_with_care, put_right
from tests.reliability.numbered import numbered
from tests.reliability.work import QUESTIONS, a_worker
from tests.support.tablet_samples import ANA
from tests.sync.simulator.broken import Broken

if TYPE_CHECKING:
    from collections.abc import Callable

VISIT = "the visit of the kills"
# A tablet fills up; another one is begun with after so many runs.
RUNS_OF_ONE = 50
DEADLINE_SECONDS = 60.0

_PAUSE = 0.001
# So that a kill often meets the log as it is carried over into the file.
_LOG_BYTES = 300_000

_forking = multiprocessing.get_context("fork")


def main(arguments: list[str]) -> int:
    """Kill and look, and print one line; return 0 if nothing saved was lost."""
    return numbered(
        arguments,
        "tests.reliability.tablet_kills",
        sentence=__doc__,
        unit="runs",
        full=500,
        prepare=_ready,
        told=lambda kills, counted: (
            f"tablet_kills: {kills} kills, {counted['saved']} texts called saved, 0 of them lost, 0 tablets "
            "that could not be opened"
        ),
        # A tablet goes on from what the kills before have left of it.
        alone=False,
    )


def _ready(folder: Path, seed: int) -> Callable[[int], Counter[str]]:
    def play(number: int) -> Counter[str]:
        tablet = folder / f"tablet-{number // RUNS_OF_ONE}"
        try:
            return Counter(saved=run(tablet, number, seed))
        except Broken as broken:
            kept = Path(tempfile.mkdtemp(prefix="floorwalk-kill-"))
            shutil.copytree(tablet, kept / "tablet")
            raise Broken(f"run {number}: {broken}; its files are in {kept}") from broken

    return play


def run(folder: Path, number: int, seed: int) -> int:
    """Let somebody type, kill the process and look; return how many texts were called saved.

    Raises:
        Broken: one of them is not there, or the tablet can't be opened.
    """
    random = Random(f"{seed} {number}")  # noqa: S311 - it has to be repeatable
    if not folder.exists():
        _prepare(folder, random)
    reads, writes = os.pipe()
    process = _forking.Process(target=_type, args=(folder, number, seed, writes))
    process.start()
    os.close(writes)
    try:
        told = _listen(reads, process, saved=random.randint(1, 40), then=random.uniform(0, 0.03))
    finally:
        os.close(reads)
    _look(folder, told)
    return len(told)


def _prepare(folder: Path, random: Random) -> None:
    folder.mkdir(parents=True)
    work = a_worker(folder, random, lambda path, _clock: open_with_care(path))
    memory.remember(work.store, VISIT, work.visit)
    work.store.close()


def _type(folder: Path, number: int, seed: int, writes: int) -> None:
    """Type until killed; in a process of its own."""
    autosave.PAUSE = _PAUSE
    carrying.__dict__["_LOG_BYTES"] = _LOG_BYTES
    tablet = open_tablet(Config(data=folder, host="127.0.0.1", port=0, name="Tablet", enrol=None))
    visit = memory.recall(tablet.store, VISIT)
    session = VisitSession.open(tablet.store, ANA, visit or "")
    assert session is not None
    asyncio.run(_keep_typing(session, Random(f"{seed} {number} typing"), number, writes))  # noqa: S311 - it has to be repeatable


async def _keep_typing(session: VisitSession, random: Random, number: int, writes: int) -> None:
    for count in range(1_000_000):
        question = f"q{random.randint(1, QUESTIONS)}"
        keeper = autosave.Autosave(functools.partial(session.note, question))
        for letters in range(random.randint(1, 3)):
            text = f"{number * 1_000_000 + count * 10 + letters} " + "typed " * random.randint(1, 300)
            if await keeper.typed(text):
                os.write(writes, f"{question} {text.split(' ', 1)[0]}\n".encode())


def _listen(
    reads: int, process: multiprocessing.process.BaseProcess, *, saved: int, then: float
) -> dict[str, int]:
    """Read what was saved, kill the process some moments after enough was, and read what it said last."""
    said, deadline = b"", time.monotonic() + DEADLINE_SECONDS
    while said.count(b"\n") < saved and time.monotonic() < deadline and process.is_alive():
        if select.select([reads], [], [], 1)[0]:
            said += os.read(reads, 65_536)
    # Not to wait for something: the moment is to be any.
    select.select([], [], [], then)
    if process.pid is None or not process.is_alive():
        raise Broken("the tablet ended by itself")
    os.kill(process.pid, signal.SIGKILL)
    process.join(DEADLINE_SECONDS)
    while piece := os.read(reads, 65_536):
        said += piece
    told: dict[str, int] = {}
    for line in said.decode().splitlines():
        question, text = line.split()
        told[question] = max(told.get(question, 0), int(text))
    return told


def _look(folder: Path, told: dict[str, int]) -> None:
    try:
        store = open_with_care(Locations(folder).database)
    except TabletError as error:
        raise Broken(f"the tablet can't be opened: {error}") from error
    found = put_right(store)
    visit = memory.recall(store, VISIT) or ""
    notes = {question: visits.answer(store, visit, question).note for question in told}
    sound = store.rows("pragma integrity_check")[0][0]
    store.close()
    if sound != "ok" or (found is not None and found.what is not What.CUT_SHORT):
        raise Broken(f"a kill was taken for damage, or did some: {sound}, {found}")
    for question, number in told.items():
        if int(notes[question].split(" ", 1)[0] or 0) < number:
            raise Broken(f"text {number} at {question} was called saved; there is {notes[question][:30]!r}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
