"""Sends what the server's own description calls valid, and what nearly is: `--requests 20000 --seed 1`.

Every answer is one that the description names for its route, in the form it gives, and none is trouble of the
server's own. Some requests are made to fit first (a push's chain, a known photo), so that they get further.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import hypothesis
import schemathesis
import structlog
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.python import asgi
from schemathesis.specs.openapi import checks as openapi

from sync_server.api import tus
from sync_server.api.description import DESCRIPTION, ROUTES
from tests.reliability.answers import Answer, complaint
from tests.reliability.examples import World, examples, make_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemathesis import Case

    from tests.reliability.example import Example

_CHECKS: Final = [
    not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_headers_conformance,
    openapi.response_schema_conformance,
]


@schemathesis.serializer(tus.PART_TYPE)
def _part(_context: Any, value: Any) -> bytes:
    """Write the bytes of a part, which are any."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


# A round of one route; then the next route has its turn.
_ROUND: Final = 120


@dataclass
class Report:
    """What a run found.

    Attributes:
        statuses: how often each was answered.
        wrong: by route and round, what was wrong with an answer.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: dict[tuple[str, int], str] = field(default_factory=dict)


def run(
    requests: int, seed: int, folder: Path, route: str = "", first: int = 0, examples_each: int = _ROUND
) -> Report:
    """Send requests to a server whose data is in a new folder.

    Args:
        requests: at least so many, some more to finish a round.
        seed: of all rounds.
        folder: holds nothing yet.
        route: the only one asked; empty for all.
        first: the number of the first round.
        examples_each: requests to one route in a round.
    """
    report, world = Report(), make_world(folder / "server")
    known = {one.route: one for one in examples(world)}
    schema = schemathesis.openapi.from_asgi(DESCRIPTION, world.app)
    turns = _turns(schema, route, first)
    app: Any = world.app
    with asgi.get_client(app) as client:
        while report.statuses.total() < requests:
            number, name, operation = next(turns)
            if (name, number) not in report.wrong:
                asking = _Asking(world, known[name], client, report)
                asking.round(operation, f"{seed} {number} {name}", number, examples_each)
    world.app.state.engine.dispose()
    return report


def _turns(schema: Any, route: str, first: int) -> Iterator[tuple[int, str, Any]]:
    operations = [result.ok() for result in schema.get_all_operations()]
    named = [(f"{one.method.upper()} {one.path}", one) for one in operations]
    number = first
    while True:
        yield from ((number, name, one) for name, one in named if name == (route or name))
        number += 1


@dataclass
class _Asking:
    """One route of one world."""

    world: World
    example: Example
    client: Any
    report: Report

    def ask(self, case: Case[Any], *, known: bool, tablet: bool) -> None:
        """Send one case and check what is answered."""
        if known:
            self._make_known(case)
        headers = self.world.tablet.headers if tablet else {}
        answer = case.call(session=self.client, headers=headers)
        self.report.statuses[answer.status_code] += 1
        case.validate_response(answer, checks=_CHECKS)
        said = {name: values[0] for name, values in answer.headers.items()}
        wrong = complaint(case.method, Answer(answer.status_code, said, answer.content))
        assert not wrong, f"{wrong}: {answer.content[:300]!r}"

    def _make_known(self, case: Case[Any]) -> None:
        """Give the case what no chance gives: the name of something that is there, a chain that fits."""
        places = zip(self.example.route.split(" ")[1].split("/"), self.example.path.split("/"), strict=True)
        for parameter in case.path_parameters:
            case.path_parameters[parameter] = dict(places)["{" + parameter + "}"]
        headers = self.example.headers.items()
        case.headers.update({name: value for name, value in headers if name.startswith("Upload-")})
        if self.example.made_to_fit is not None:
            try:
                case.body = self.example.made_to_fit(case.body)
            except (AttributeError, KeyError, TypeError, ValueError):
                return  # it is not nearly enough what it is meant to be

    def round(self, operation: Any, seed: str, number: int, size: int) -> None:
        """Ask what one seed gives of one route, and note what is wrong with the answers."""
        modes = [operation.as_strategy(generation_mode=GenerationMode.POSITIVE)]
        if operation.body or operation.headers:
            modes.append(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))

        @hypothesis.seed(seed)
        @hypothesis.settings(
            max_examples=size,
            database=None,
            deadline=None,
            derandomize=False,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=st.one_of(modes), known=st.booleans(), tablet=st.sampled_from((True, True, True, False)))
        def ask(case: Case[Any], known: bool, tablet: bool) -> None:  # noqa: FBT001 - drawn
            self.ask(case, known=known, tablet=tablet)

        try:
            ask()
        except Exception as error:  # noqa: BLE001 - whatever a check says
            said = f"{type(error).__name__}: {error}\n{_inside(error)}"
            self.report.wrong[self.example.route, number] = said


def _inside(error: BaseException) -> str:
    return "\n".join(str(one) for one in getattr(error, "exceptions", ()))


def main() -> int:
    """Run the proof and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--route", default="", help="the only route that is asked, such as “POST /api/v1/push”"
    )
    parser.add_argument("--first", type=int, default=0, help="the number of the first round")
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    warnings.simplefilter("ignore")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="floorwalk-schema-") as folder:
        report = run(asked.requests, asked.seed, Path(folder), asked.route, asked.first)
    good = sum(count for status, count in report.statuses.items() if status < 400)
    print(  # noqa: T201 - the result of the proof
        f"schema_requests: {report.statuses.total():,} over {len(ROUTES)} routes ({good:,} answered, "
        f"{report.statuses.total() - good:,} refused), seed {asked.seed}: {len(report.wrong)} rounds with "
        f"a wrong answer; {time.monotonic() - began:.0f} s"
    )
    for (route, number), said in report.wrong.items():
        again = f"--requests 1 --seed {asked.seed} --route '{route}' --first {number}"
        print(f"{route}: {said:.2000}\n  again: uv run python -m tests.reliability.schema_requests {again}")  # noqa: T201 - as above
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
