"""Whatever happens to tablets, messages and the server: nothing is lost, and all know the same in the end."""

from collections.abc import Iterator

import pytest

from tests.sync.simulator.history import run_history
from tests.sync.simulator.office import Plant, plant
from tests.sync.simulator.ways import WAYS
from tests.sync.simulator.world import World

# More of them by hand: `uv run python -m tests.sync.simulator --histories 10000`.
_DIRECT = range(60)

# The same with the real app in between: `--through app`.
_THROUGH_APP = range(10)


@pytest.fixture(scope="module")
def started() -> Iterator[Plant]:
    with plant() as one:
        yield one


@pytest.mark.parametrize("seed", _DIRECT)
def test_every_promise_holds_at_the_end_of_a_history(started: Plant, seed: int) -> None:
    run_history(started, seed)


@pytest.mark.parametrize("seed", _THROUGH_APP)
def test_every_promise_holds_through_the_app(started: Plant, seed: int) -> None:
    run_history(started, seed, "app")


def test_same_seed_gives_the_same_history(started: Plant) -> None:
    assert ops_of(started, 7) == ops_of(started, 7)


def ops_of(started: Plant, seed: int) -> dict[str, bytes]:
    world = World(started, seed, WAYS["direct"])
    world.run()
    world.close()
    return world.said
