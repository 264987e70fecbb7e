"""When to try again: soon while all is well, ever more patiently while the server can't be reached."""

from random import Random

# All is well: what others share is here within this time.
POLL_SECONDS = 15.0

FIRST_WAIT_SECONDS = 2.0
LONGEST_WAIT_SECONDS = 60.0


def when_asked(seconds: float, random: Random) -> float:
    """Return how many seconds to wait where the server asked for some: no less, and not all tablets alike."""
    return max(FIRST_WAIT_SECONDS, seconds * random.uniform(1.0, 1.25))


def back_off(tries: int, random: Random) -> float:
    """Return how many seconds to wait after some tries in a row without an answer.

    Half of each wait is random, so that tablets that lost the same server don't all return at once.
    """
    longest = min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2.0 ** min(tries, 10))
    return max(FIRST_WAIT_SECONDS, random.uniform(longest / 2, longest))
