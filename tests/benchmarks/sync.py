"""How fast visits are pushed, pulled and caught up with: `uv run python -m tests.benchmarks.sync`.

In one run, on the same machine and with the same audits, beside a bare endpoint that only stores them
(`bare`). Everything is real: server processes, HTTP, SQLite with synchronous=FULL, authorisation, chain,
seal, projections.

    push        50 tablets push 20 completed visits each, 8 at a time; then every tablet pulls everything,
                as the first ones to ask, and once more when the server has the pages ready
    one         one visit at a time
    catch-up    a new tablet takes in what there is (`--visits`), into its own database
    full        push again with that many visits already there

All of it with 0, 10,000 and 100,000 visits there takes some minutes: `sync full --visits 10000 100000`.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from statistics import median

from tests.benchmarks import new_tablet, workload
from tests.benchmarks.bare import running_bare
from tests.benchmarks.fan_out import Readers
from tests.benchmarks.load import Line, Measured, parallel
from tests.benchmarks.plant import Plant, Tablet

RUNS = 3
VISITS = workload.DEVICES * workload.PER_DEVICE
# What an audit of the workload has as JSON, on average.
AUDIT_BYTES = 9_230
_JSON = {"Content-Type": "application/json"}
# Anything but an empty page: the first is asked for in any case.
_PAGE_BYTES = 1_000


def main() -> None:
    """Measure what is asked for, and print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "parts", nargs="*", default=[], help="push, one, catch-up, full; all of them otherwise"
    )
    parser.add_argument(
        "--visits", type=int, nargs="+", default=[1_000, 10_000], help="for catch-up and full"
    )
    given = parser.parse_args()
    measure = {
        "push": push,
        "one": one,
        "catch-up": lambda: catch_up(given.visits),
        "full": lambda: full(given.visits),
    }
    for part in given.parts or list(measure):
        measure[part]()


def push() -> None:
    """Push 1,000 visits in batches of 20, then let every tablet pull them; medians of some runs."""
    bodies = [_bare_batch(device) for device in range(workload.DEVICES)]
    bare, bare_fan, ours, first, again = [], [], [], [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder, running_bare(Path(folder)) as address:
            bare.append(
                parallel(address, bodies, lambda line, body: line.send("POST", "/audits", body, _JSON))
            )
            bare_fan.append(parallel(address, bodies, lambda line, _: _pull_bare(line)))
        with Plant() as plant:
            tablets = plant.tablets(workload.DEVICES)
            batches = [plant.batch(tablet, workload.PER_DEVICE) for tablet in tablets]
            ours.append(parallel(plant.address, batches, plant.push))
            readers = Readers()
            first.append(_fan_out(plant, tablets, readers))
            again.append(_fan_out(plant, tablets, readers))
    _say("push", "visits/s", _rate(ours, VISITS), _rate(bare, VISITS))
    bare_rate = _rate(bare_fan, VISITS * workload.DEVICES)
    _say("pull by all, first", "visits/s", _rate(first, VISITS * workload.DEVICES), bare_rate)
    _say("pull by all, again", "visits/s", _rate(again, VISITS * workload.DEVICES), bare_rate)


def _fan_out(plant: Plant, tablets: list[Tablet], readers: Readers) -> Measured:
    def read(line: Line, tablet: Tablet) -> None:
        came = readers.read(line, tablet)
        assert came == VISITS, came

    return parallel(plant.address, tablets, read)


def one() -> None:
    """Push visits one at a time."""
    with tempfile.TemporaryDirectory() as folder, running_bare(Path(folder)) as address:
        singles = [b"[" + workload.encode(workload.audit(700, n)) + b"]" for n in range(300)]
        bare = parallel(
            address, singles, lambda line, body: line.send("POST", "/audits", body, _JSON), threads=1
        )
    with Plant() as plant:
        (tablet,) = plant.tablets(1)
        batches = [plant.batch(tablet, 1) for _ in range(300)]
        ours = parallel(plant.address, batches, plant.push, threads=1)
    print(
        f"one at a time      p50 {ours.p50:6.2f} ms   p99 {ours.p99:6.2f} ms"
        f"   bare p50 {bare.p50:.2f} ms   ratio {ours.p50 / bare.p50:.2f}"
    )


def catch_up(sizes: list[int]) -> None:
    """Let a new tablet take in some thousand visits, into a database of its own."""
    with Plant() as plant:
        for size in sizes:
            plant.fill(size)
            found = new_tablet.catch_up(plant)
            assert found.visits == size, found
            print(
                f"catch up {found.visits:7,}   {found.seconds:6.2f} s, of the tablet's processor"
                f" {found.own_seconds:.2f} s, bare {found.bare_seconds:.2f} s  "
                f" {found.received / 1e6:6.2f} MB sent,"
                f" {found.received / found.json_bytes:.2f} of their JSON,"
                f" {found.received / size / AUDIT_BYTES:.2f} of the audits'",
                flush=True,
            )


def full(sizes: list[int]) -> None:
    """Push with nothing and with many visits already there, into one record that grows."""
    first = 0.0
    with Plant() as plant:
        # The first pushes let the server load what it needs.
        _push_all(plant)
        for size in [0, *sizes]:
            plant.fill(size)
            pushed = [_push_all(plant) for _ in range(RUNS)]
            rate = _rate([measured for measured, _ in pushed], VISITS)
            cost = median(spent for _, spent in pushed) / VISITS * 1000
            first = first or cost
            print(
                f"push onto {size:8,}   {rate:10,.0f} visits/s   {cost:.3f} ms of the server's processor a"
                f" visit, {cost / first:.2f} of that onto none",
                flush=True,
            )


def _push_all(plant: Plant) -> tuple[Measured, float]:
    """Push the workload's visits; return its times and the server's processor seconds."""
    tablets = plant.tablets(workload.DEVICES)
    batches = [plant.batch(tablet, workload.PER_DEVICE) for tablet in tablets]
    spent = plant.processor_seconds()
    measured = parallel(plant.address, batches, plant.push)
    return measured, plant.processor_seconds() - spent


def _bare_batch(device: int) -> bytes:
    audits = (workload.audit(device, n) for n in range(workload.PER_DEVICE))
    return b"[" + b",".join(map(workload.encode, audits)) + b"]"


def _pull_bare(line: Line) -> None:
    since, size = 0, _PAGE_BYTES
    while size > len(b"[]"):
        body = line.send("GET", f"/changes?since={since}", b"", {})
        since, size = since + 200, len(body)


def _rate(rows: list[Measured], count: int) -> float:
    return count / median(one.seconds for one in rows)


def _say(name: str, unit: str, ours: float, bare: float) -> None:
    print(f"{name:<18} {ours:10,.0f} {unit}   bare {bare:10,.0f}   ratio {ours / bare:.2f}")


if __name__ == "__main__":
    main()
