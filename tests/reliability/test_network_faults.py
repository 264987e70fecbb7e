"""Whatever the network does, every exchange ends and everything arrives."""

from tests.reliability import network_faults
from tests.reliability.cases import run_cases


def test_everything_arrives_through_a_bad_network() -> None:
    # More of them by hand: `uv run python -m tests.reliability.network_faults --runs 300`.
    counted, broken = run_cases(
        "tests.reliability.network_faults", network_faults.run, runs=8, at_once=8, first=0
    )
    assert broken == []
    assert counted["photos"] > 0
