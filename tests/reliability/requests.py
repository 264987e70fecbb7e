"""Sends the server what nobody means to send, and shows that it stands: `--requests 100000 --seed 1`.

Most cases ask the app inside this process; a share goes over raw sockets to a real server. In between a
tablet pushes what it means to, and at the end all of that is there and what was known is as it was.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import httpx
import structlog

from tests.reliability import mutations, raw_sockets
from tests.reliability.answers import complaint
from tests.reliability.examples import World, client_of, examples, make_world
from tests.reliability.in_process import InProcess
from tests.support.sending import Tablet
from tests.support.server import code_in, new_code, start_server

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.reliability.example import Example

# Of a hundred cases so many go over raw sockets.
_RAW_SHARE: Final = 0.05

# As often as this, a tablet pushes what it means to.
_PUSH_EVERY: Final = 100
_AT_A_TIME: Final = 240


@dataclass
class Report:
    """What a run found.

    Attributes:
        statuses: how often each was answered in process.
        raw: cases over raw sockets.
        pushed: ops a tablet pushed in between.
        wrong: the number of each case whose answer was not right, with what was wrong.
        lost: what is not as it was said to be.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    raw: int = 0
    pushed: int = 0
    wrong: list[tuple[int, str]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether the server stood."""
        return not self.wrong and not self.lost


def run(requests: int, seed: int, folder: Path, first: int = 0) -> Report:
    """Send cases `first` and following of a seed to a server whose data is in a new folder."""
    report = Report()
    world = make_world(folder / "server")
    chosen = _Chosen(examples(world), [*world.other_tokens, world.tablet.token, "nobody"], seed)
    # Which case goes where depends on its number alone, so that one case can be sent again by itself.
    cases = range(first, first + requests)
    raw = [case for case in cases if chosen.random(case, "where").random() < _RAW_SHARE]
    known = world.known()
    _in_process(world, chosen, sorted(set(cases) - set(raw)), report)
    if world.known() != known:
        report.lost.append("The known record has changed.")
    world.app.state.engine.dispose()
    if raw:
        shutil.copytree(folder / "server", folder / "real")
        _over_sockets(folder / "real", chosen, raw, report)
    return report


@dataclass(frozen=True)
class _Chosen:
    """Draws each case from its number."""

    examples: Sequence[Example]
    tokens: Sequence[str]
    seed: int

    def random(self, case: int, what: str) -> Random:
        return Random(f"{self.seed} {case} {what}")  # noqa: S311 - to be drawn again

    def example(self, case: int) -> Example:
        weights = [one.weight for one in self.examples]
        return self.random(case, "example").choices(self.examples, weights)[0]


def _in_process(world: World, chosen: _Chosen, cases: Sequence[int], report: Report) -> None:
    client = client_of(world)
    tablet = Tablet.enrolled(client, code_in(world.app.state.engine))
    means, asking = _Means(tablet), InProcess(world.app)
    try:
        for number, case in enumerate(cases):
            random = chosen.random(case, "change")
            request = mutations.odd(chosen.example(case), random, chosen.tokens)
            try:
                answer = asking.ask(request, random)
            except Exception as error:  # noqa: BLE001 - what a server would log as its own trouble
                report.wrong.append((case, f"{request!r:.900}: raised {error!r:.300}"))
                continue
            report.statuses[answer.status] += 1
            if wrong := complaint(request.method, answer):
                report.wrong.append((case, f"{request!r:.900}: {wrong}: {answer.body[:300]!r}"))
            if number % _PUSH_EVERY == 0:
                means.push()
        report.lost += means.lost(Tablet.enrolled(client, code_in(world.app.state.engine)))
    finally:
        asking.close()
    report.pushed += len(means.ops)


class _Means:
    """A tablet that pushes what it means to, and remembers it."""

    def __init__(self, tablet: Tablet) -> None:
        self._tablet = tablet
        self.ops: set[str] = set()

    def push(self) -> None:
        """Push a good practice, which every other tablet is to hear of."""
        self._tablet.finding(kind="good_practice", statement=f"Meant, number {len(self.ops)}")
        sent = self._tablet.pen.take()
        assert self._tablet.push(self._tablet.message(sent)).refused == []
        self.ops |= {op.op_id for _, op in sent}

    def lost(self, other: Tablet) -> list[str]:
        """Return what another tablet does not get of it, in sentences."""
        heard = {op["op_id"] for op in other.pull()}
        if self._tablet.hello().n != len(self.ops):
            return ["The tablet's chain is not as far as it was said to be."]
        return [f"Op {one} was pushed and is not there." for one in sorted(self.ops - heard)]


def _over_sockets(folder: Path, chosen: _Chosen, cases: Sequence[int], report: Report) -> None:
    server = start_server(folder, sample=False)
    try:
        means = _Means(_tablet(server.url, new_code(folder)))
        for start in range(0, len(cases), _AT_A_TIME):
            some = cases[start : start + _AT_A_TIME]
            sendings = [_sending(chosen, case) for case in some]
            wrong = asyncio.run(raw_sockets.ask_all(server.port, sendings))
            found = zip(some, sendings, wrong, strict=True)
            report.wrong += [(case, f"{what!r:.900}: {said}") for case, what, said in found if said]
            means.push()
        report.lost += means.lost(_tablet(server.url, new_code(folder)))
        if server.process.poll() is not None:
            report.lost.append("The server has ended.")
    finally:
        server.stop()
    said = (folder / "server.log").read_text()
    if "Traceback" in said:
        report.lost.append(f"A traceback is in the server's log: {said[said.index('Traceback') :][:6000]}")
    report.raw, report.pushed = len(cases), report.pushed + len(means.ops)


def _sending(chosen: _Chosen, case: int) -> raw_sockets.Sending:
    return raw_sockets.sending(chosen.example(case), chosen.random(case, "change"), chosen.tokens)


def _tablet(url: str, code: str) -> Tablet:
    return Tablet.enrolled(httpx.Client(base_url=url, timeout=60), code)


def main() -> int:
    """Run the proof and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    asked = parser.parse_args()
    # A refusal is logged line by line, which is not what this is about.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="floorwalk-requests-") as folder:
        report = run(asked.requests, asked.seed, Path(folder), asked.first)
    with contextlib.suppress(BrokenPipeError):
        _print(asked, report, time.monotonic() - began)
    return 0 if report.is_good else 1


def _print(asked: argparse.Namespace, report: Report, seconds: float) -> None:
    in_process = report.statuses.total()
    good = sum(count for status, count in report.statuses.items() if status < 400)
    print(  # noqa: T201 - the result of the proof
        f"requests: {in_process + report.raw:,} ({in_process:,} in process, of which {good:,} were answered "
        f"and {in_process - good:,} refused; {report.raw:,} over raw sockets), seed {asked.seed}: "
        f"{len(report.wrong)} wrong answers, {report.pushed:,} ops pushed in between, "
        f"{len(report.lost)} lost; {seconds:.0f} s"
    )
    for case, said in report.wrong[:20]:
        again = f"--requests 1 --first {case} --seed {asked.seed}"
        print(f"{said}\n  again: uv run python -m tests.reliability.requests {again}")  # noqa: T201 - as above
    for said in report.lost[:20]:
        again = f"--requests {asked.requests} --first {asked.first} --seed {asked.seed}"
        print(f"{said}\n  again: uv run python -m tests.reliability.requests {again}")  # noqa: T201 - as above


if __name__ == "__main__":
    sys.exit(main())
