"""A killed server has everything it has acknowledged."""

from tests.reliability import server_kills
from tests.reliability.cases import run_cases


def test_everything_acknowledged_survives_every_kill() -> None:
    # More of them by hand: `uv run python -m tests.reliability.server_kills --runs 200`.
    _, broken = run_cases("tests.reliability.server_kills", server_kills.run, runs=3, at_once=3, first=0)
    assert broken == []
