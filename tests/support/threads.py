"""Runs things at the same time, and raises what any of them raised."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_T = TypeVar("_T")

_LONGEST_SECONDS = 60.0


def in_threads(works: Sequence[Callable[[], _T]], seconds: float = _LONGEST_SECONDS) -> list[_T]:
    """Do all works at once, each in a thread of its own, and return what each gave within some seconds."""
    with ThreadPoolExecutor(len(works)) as pool:
        running = [pool.submit(work) for work in works]
        return [one.result(seconds) for one in running]
