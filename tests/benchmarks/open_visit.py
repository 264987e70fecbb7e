"""How long a large visit takes to open: `uv run python -m tests.benchmarks.open_visit`.

The app's own work, from the route to the last control sent to the screen, on a real database: drawing is the
tablet's. Beside it, in the same run, the shipped 5S walk, so that a slow machine shows.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from checklists.files.catalog import shipped
from checklists.records.visit import Judgement
from mobile.store import people, visits
from tests.support.app_driver import ANA, Window, a_plant, a_tablet, begun
from tests.support.headless import run

if TYPE_CHECKING:
    from checklists.form.checklist import Checklist
    from mobile.bootstrap import Tablet

QUESTIONS = 500
IN_A_SECTION = 20
ROUNDS = 7


def main() -> None:
    """Print the medians and the slowest of each."""
    with tempfile.TemporaryDirectory() as folder:
        tablet = a_tablet(Path(folder), plant=a_plant(checklists=[*shipped(), _long()]))
        assert people.sign_in(tablet.store, ANA.id, "1234")
        small = run(lambda: _opened(tablet, _answered(tablet, "five-s")))
        large = run(lambda: _opened(tablet, _answered(tablet, "long")))
        tablet.close()
    print(f"the 5S walk, 14 questions            {_figures(small)}")
    print(f"{QUESTIONS} questions, all answered          {_figures(large)}")
    print(f"ratio of the medians                 {median(large) / median(small):.1f}")


def _long() -> Checklist:
    one = shipped()[0]
    pattern, section = one.questions[0], one.sections[0]
    sections = tuple(
        section.model_copy(update={"id": f"s-{first}", "title": f"Section {first}", "questions": tuple(
            pattern.model_copy(update={"id": f"q-{n}"}) for n in range(first, first + IN_A_SECTION)
        )})
        for first in range(0, QUESTIONS, IN_A_SECTION)
    )  # fmt: skip
    return one.model_copy(update={"id": "long", "title": "Long", "sections": sections})


def _answered(tablet: Tablet, checklist: str) -> str:
    visit = begun(tablet, checklist)
    for question in next(one for one in (*shipped(), _long()) if one.id == checklist).questions:
        visits.judge(tablet.store, ANA.id, visit.id, question.id, Judgement.CONFORMS)
        visits.note(tablet.store, ANA.id, visit.id, question.id, "Four of four gauges in date.")
    assert tablet.store.row("select 1 from field where record = ? limit 1", (visit.id,))
    return visit.id


async def _opened(tablet: Tablet, visit: str) -> list[float]:
    times = []
    async with Window(tablet, keep_open=True) as window:
        for _ in range(ROUNDS):
            await window.go("/")
            start = time.perf_counter()
            await window._arrive(f"/visit/{visit}")
            sent = -1
            # What the screen still has to draw is sent in the next turns of the loop.
            while sent != len(window.connection.sent):
                sent = len(window.connection.sent)
                await asyncio.sleep(0.001)
            times.append((time.perf_counter() - start) * 1000)
            assert window.has("close-walk")
    return times


def _figures(times: list[float]) -> str:
    return f"median {median(times):6.1f} ms   slowest {max(times):6.1f} ms"


if __name__ == "__main__":
    main()
