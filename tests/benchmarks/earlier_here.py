"""What it costs to read what was found here before, in a small record and in a large one: by their ratio.

uv run python -m tests.benchmarks.earlier_here
"""

from __future__ import annotations

import argparse
import re
import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from checklists.ids import new_id
from checklists.records.place import Area
from mobile.store import actions, findings, ops, reference, visits, whole
from mobile.store.database import Store
from mobile.store.earlier import earlier_here
from tests.support.tablet_samples import ANA, BEN, a_checklist, a_reference, sign_both

# Few enough that the small record, too, holds as many visits of each as are looked at.
AREAS = 3
QUESTIONS = 40
TIMES = 30

_STARTED = re.compile(rb'"started_at":\["[^"]*"')

_IN_SMALL, _IN_LARGE = 100, 10_000


def _seal(folder: Path, area: str) -> tuple[bytes, list[str]]:
    """Walk one visit with three findings on a tablet of its own; return its seal and the ids in it."""
    store = Store.open(folder / f"{area}.db")
    reference.replace(store, a_reference(), "first")
    place = Area(id=area, name=area, department="dock")
    visit = visits.start(store, person=ANA, checklist=a_checklist(questions=QUESTIONS), area=place)
    for n in range(1, QUESTIONS + 1):
        visits.note(store, ANA.id, visit.id, f"q{n}", "Looked at three of them; all were as the plan says.")
    values = {"kind": "opportunity", "statement": "A faded label", "visit": visit.id, "area": area}
    raised = [
        findings.raise_finding(store, ANA.id, values={**values, "question": f"q{n}"}).id for n in (1, 2, 3)
    ]
    sign_both(store, visit.id)
    visits.seal(store, ANA.id, visit.id)
    op = ops.of_record(store, "visit", visit.id)[-1]
    store.close()
    return op.body(), [op.op_id, visit.id, *raised]


def _again(body: bytes, ids: list[str], n: int) -> tuple[bytes, list[str]]:
    """Return the same visit as another one, `n` minutes later."""
    new = [new_id() for _ in ids]
    for old, other in zip(ids, new, strict=True):
        body = body.replace(old.encode(), other.encode())
    at = f"2025-{1 + n // 40320 % 12:02d}-{1 + n // 1440 % 28:02d}T{n // 60 % 24:02d}:{n % 60:02d}:00.000Z"
    return _STARTED.sub(f'"started_at":["{at}"'.encode(), body), new


def fill(store: Store, folder: Path, count: int) -> None:
    """Hold some visits of others whole, spread over the areas; every tenth finding led to an action."""
    sealed = [_seal(folder, f"area-{n}") for n in range(AREAS)]
    for start in range(0, count, 500):
        made = [_again(*sealed[n % AREAS], n) for n in range(start, min(start + 500, count))]
        with store.transaction():
            whole.hold(store, [one for body, _ in made if (one := whole.read(body))])
            for _, ids in made[::10]:
                values = {"kind": "corrective_action", "owner": BEN.id, "finding": ids[-1], "text": "Label"}
                actions.propose(store, ANA.id, values=values)


def measured(small: int, large: int) -> tuple[float, float]:
    """Return the medians of reading it in two records, in turn, in milliseconds."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        stores = []
        for count in (small, large):
            folder = Path(name) / str(count)
            folder.mkdir()
            store = Store.open(folder / "tablet.db")
            stack.callback(store.close)
            reference.replace(store, a_reference(), "first")
            fill(store, folder, count)
            stores.append(store)
        took: tuple[list[float], list[float]] = ([], [])
        for n in range(TIMES):
            for store, times in zip(stores, took, strict=True):
                times.append(_timed(store, f"area-{n % AREAS}"))
    return statistics.median(took[0]), statistics.median(took[1])


def _timed(store: Store, area: str) -> float:
    begun = time.perf_counter()
    found = earlier_here(store, "purchasing", area)
    took = (time.perf_counter() - begun) * 1000
    if set(found) != {"q1", "q2", "q3"}:
        raise RuntimeError("Something found here before was not read.")
    return took


def main() -> None:
    """Print both and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=_IN_SMALL)
    parser.add_argument("--large", type=int, default=_IN_LARGE)
    asked = parser.parse_args()
    small, large = measured(asked.small, asked.large)
    print(
        f"found here before: {small:.1f} ms with {asked.small} visits, {large:.1f} ms with {asked.large},"
        f" ratio {large / small:.2f}"
    )


if __name__ == "__main__":
    main()
