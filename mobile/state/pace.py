"""How long the rest of a walk takes: by the checklist's own estimate, and by the pace of who walks it."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

# After so many answers the walker's own pace counts as much as the checklist's estimate.
_WEIGHT_OF_ESTIMATE: Final = 6

# Seconds between two answers that say something of the pace: a longer gap is a talk or a break, and a
# shorter one is catching up with what was seen before.
_SHORTEST, _LONGEST = 5.0, 600.0


def minutes_left(estimate: int, total: int, left: int, answered_at: Iterable[str]) -> int:
    """Return about how many minutes the questions that are left take, 0 where none is left.

    Args:
        estimate: minutes for a walk that asks as much as the checklist may ask.
        total: how many questions that is.
        left: those without an answer.
        answered_at: the moments at which this person answered, in any order.
    """
    if not left:
        return 0
    moments = sorted(datetime.fromisoformat(one) for one in answered_at)
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    own = [gap for gap in gaps if _SHORTEST <= gap <= _LONGEST]
    minutes = estimate / total * _WEIGHT_OF_ESTIMATE + sum(own) / 60
    return max(1, round(minutes / (_WEIGHT_OF_ESTIMATE + len(own)) * left))
