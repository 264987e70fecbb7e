"""Runs one history from its seed to its checks; a promise that does not hold names the seed."""

from collections import Counter

from tests.sync.simulator.broken import Broken
from tests.sync.simulator.checks import check
from tests.sync.simulator.office import Plant
from tests.sync.simulator.ways import WAYS
from tests.sync.simulator.world import World


def run_history(plant: Plant, seed: int, through: str = "direct") -> Counter[str]:
    """Return how often what happened in the history of a seed.

    Raises:
        Broken: a promise did not hold; the sentence ends with the command that repeats it.
    """
    world = World(plant, seed, WAYS[through])
    try:
        world.run()
        world.settle()
        check(world)
    except Exception as error:
        command = f"uv run python -m tests.sync.simulator --seed {seed}"
        through_app = "" if through == "direct" else f" --through {through}"
        raise Broken(f"{type(error).__name__}: {error}\n{command}{through_app}") from error
    finally:
        world.close()
    world.events["ops"] = len(world.said)
    return world.events
