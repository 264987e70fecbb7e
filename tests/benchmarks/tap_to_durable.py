"""How long a tap takes until it survives a power cut: `uv run python -m tests.benchmarks.tap_to_durable`.

Beside it, in the same run and on the same disk, the ceiling: one bare SQLite insert with the same
guarantee (WAL, synchronous=FULL).
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from pathlib import Path
from statistics import quantiles

from checklists.files.catalog import shipped
from checklists.records.person import Person, Role
from checklists.records.place import Area
from checklists.records.visit import Judgement
from mobile.store import visits
from mobile.store.database import Store

QUESTIONS = 500
ROUNDS = 2


def main() -> None:
    """Print median and 99th percentile of both, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        bare = _bare_inserts(Path(folder) / "bare.db")
        taps = _taps(Path(folder) / "tablet.db")
    print(f"one bare insert, durable   {_figures(bare)}")
    print(f"one answer, durable        {_figures(taps)}   in a visit of {QUESTIONS} questions")
    print(f"ratio of the medians       {_median(taps) / _median(bare):.1f}")


def _bare_inserts(file: Path) -> list[float]:
    database = sqlite3.connect(file, isolation_level=None)
    database.execute("pragma journal_mode = wal")
    database.execute("pragma synchronous = full")
    database.execute("create table tap(n integer primary key, words text)")
    insert = "insert into tap values (?, 'conforms')"
    return [_timed(lambda n=n: database.execute(insert, (n,))) for n in range(QUESTIONS)]


def _taps(file: Path) -> list[float]:
    store = Store.open(file)
    person = Person(id="1" * 32, name="Ana", role=Role.AUDITOR, department=None, pin=None)
    checklist = _long_checklist()
    area = Area(id="dock", name="Dock", department="d")
    visit = visits.start(store, person=person, checklist=checklist, area=area)
    judgements = (Judgement.CONFORMS, Judgement.NOT_APPLICABLE)
    return [
        _timed(lambda q=question.id, j=judgements[turn]: visits.judge(store, person.id, visit.id, q, j))
        for turn in range(ROUNDS)
        for question in checklist.questions
    ]


def _long_checklist():
    one = shipped()[0]
    pattern = one.questions[0]
    questions = tuple(pattern.model_copy(update={"id": f"q-{n}"}) for n in range(QUESTIONS))
    section = one.sections[0].model_copy(update={"questions": questions})
    return one.model_copy(update={"sections": (section,)})


def _timed(act) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def _median(times: list[float]) -> float:
    return quantiles(times, n=100)[49]


def _figures(times: list[float]) -> str:
    cuts = quantiles(times, n=100)
    return f"median {cuts[49]:6.2f} ms   p99 {cuts[98]:6.2f} ms"


if __name__ == "__main__":
    main()
