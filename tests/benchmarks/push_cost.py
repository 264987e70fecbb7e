"""Where the time of a push goes: `uv run python -m tests.benchmarks.push_cost`.

The server's own work on visits that arrive `--at-once` to a push, without HTTP, in processor time: it says
the same on a busy machine. `--there` says how many visits the record has before, each beside the first.
What is written to the disk is waited for and not counted.
"""

from __future__ import annotations

import argparse
import functools
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from starlette.requests import Request

from checklists.ids import new_id
from checklists.journal import draft_history
from checklists.protocol import routes
from checklists.records.fields import Vocabulary
from sync_server.api import push
from sync_server.app import create_app
from sync_server.config import config_for
from sync_server.record import arrival, merge, permissions
from sync_server.record.audience import Audience
from sync_server.record.database import writing
from sync_server.record.devices import enrol
from sync_server.record.projections import Projections
from sync_server.record.records import Records
from sync_server.serve import _settle_memory
from tests.benchmarks import plant
from tests.support.server import code_in, load_sample

if TYPE_CHECKING:
    from collections.abc import Callable

VISITS: Final = 600
AT_ONCE: Final = 20
_PARTS: Final = 6

# What is done, in its order, each indented below what it is a part of.
_STAGES: Final[tuple[tuple[str, Any, str], ...]] = (
    ("all of it", push, "_push"),
    ("  the message is read", push, "message_in"),
    ("  each op is read", push, "arrival"),
    ("    its JSON and form", arrival, "_read"),
    ("    its values", Vocabulary, "problems"),
    ("    its draft history", arrival, "from_wire"),
    ("  it is merged", merge, "push"),
    ("    in the transaction", merge._Merge, "push"),
    ("      the chain", merge, "new_arrivals"),
    ("      what there is", merge._Merge, "_load_around"),
    ("      whether it may", merge, "refusal_for"),
    ("        hash of the visit", permissions, "visit_hash"),
    ("        hashes of findings", permissions, "finding_hash"),
    ("      fold", merge._Merge, "_fold"),
    ("      rows are written", merge._Merge, "_write"),
    ("        who hears of it", Audience, "entries"),
    ("        lists for the pages", Projections, "write"),
    ("        records", Records, "write"),
    ("        feed", merge, "enter"),
)


class Pushing:
    """A record in a folder, and one tablet that pushes into it."""

    def __init__(self, folder: Path) -> None:
        """Make both."""
        load_sample(folder)
        app = create_app(config_for(folder))
        code = code_in(app.state.engine)
        with writing(app.state.engine) as connection:
            device, _ = enrol(connection, code, "Tablet", "", datetime.now(UTC))
        self._request = Request({"type": "http", "app": app, "method": "POST", "path": routes.PUSH})
        self._tablet = plant.Tablet(0, device, new_id(), {})
        self._there = 0

    def fill(self, upto: int) -> None:
        """Bring the record to a number of visits."""
        for batch in plant._stock(self._tablet, max(0, upto - self._there)):
            self.push(batch)
        self._there = max(upto, self._there)

    def costs(self, visits: int, at_once: int) -> list[float]:
        """Push visits, and return the milliseconds of processor time that one took, of each part."""
        batches = [self._batch(at_once) for _ in range(visits // at_once)]
        part = max(1, len(batches) // _PARTS)
        return [self._cost(batches[first : first + part], at_once) for first in range(0, len(batches), part)]

    def push(self, batch: plant.Batch) -> None:
        """Push, and make sure that all of it was taken."""
        reply = push._push(self._request, batch.tablet.device, batch.body)
        assert (reply.hash, reply.refused) == (batch.last.hash, [])

    def _batch(self, visits: int) -> plant.Batch:
        self._there += visits
        ops = [plant._visit(self._tablet) for _ in range(visits)]
        return plant._batch(self._tablet, [(op, draft_history.to_wire(draft)) for op, draft in ops])

    def _cost(self, batches: list[plant.Batch], at_once: int) -> float:
        start = time.process_time()
        for batch in batches:
            self.push(batch)
        return (time.process_time() - start) * 1000 / len(batches) / at_once


def main() -> None:
    """Print what one visit costs, and where that goes."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--visits", type=int, default=VISITS)
    words.add_argument("--at-once", type=int, default=AT_ONCE)
    words.add_argument("--there", type=int, nargs="+", default=[0])
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pushing = Pushing(Path(folder))
        _settle_memory()
        # Not counted: what is put together once.
        pushing.costs(asked.at_once * 5, asked.at_once)
        first = 0.0
        for there in asked.there:
            pushing.fill(there)
            costs = pushing.costs(asked.visits, asked.at_once)
            first = first or median(costs)
            print(
                f"{there:8,} there   {median(costs):6.3f} ms a visit, the quickest part {min(costs):.3f}"
                f"   {median(costs) / first:.2f} of the first"
            )
        _print_stages(pushing, asked.visits, asked.at_once)


def _print_stages(pushing: Pushing, visits: int, at_once: int) -> None:
    spent: dict[str, float] = dict.fromkeys((name for name, _, _ in _STAGES), 0.0)
    for name, owner, function in _STAGES:
        setattr(owner, function, _timed(name, getattr(owner, function), spent))
    pushing.costs(visits, at_once)
    for name, _, _ in _STAGES:
        print(f"{name:<30} {spent[name] / visits * 1e6:7.0f} µs a visit")


def _timed(name: str, function: Callable[..., Any], spent: dict[str, float]) -> Callable[..., Any]:
    @functools.wraps(function)
    def timed(*args: Any, **kwargs: Any) -> Any:
        start = time.thread_time()
        try:
            return function(*args, **kwargs)
        finally:
            spent[name] += time.thread_time() - start

    return timed


if __name__ == "__main__":
    main()
