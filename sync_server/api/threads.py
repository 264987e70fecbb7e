"""Threads for what waits on a disk: those for photos apart, so that a slow photo store holds up no change."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_P = ParamSpec("_P")
_T = TypeVar("_T")

# Most of what they do is waiting for the disk or the store.
AT_ONCE: Final = 16

# One changes the record while others read what came; more of them would only take turns.
CHANGES_AT_ONCE: Final = 4

_threads: Final = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="photos")
_changes: Final = ThreadPoolExecutor(CHANGES_AT_ONCE, thread_name_prefix="changes")


async def in_thread(work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Do work that waits for a disk or for the photo store, and return what it returns.

    Who is cancelled meanwhile hears so when the work has ended: two must not change one file.
    """
    return await _done(_threads.submit(partial(work, *args, **kwargs)))


async def in_turn(work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Do work that changes the record, and return what it returns; as `in_thread`."""
    return await _done(_changes.submit(partial(work, *args, **kwargs)))


async def _done(future: Future[_T]) -> _T:
    try:
        return await asyncio.wrap_future(future)
    except asyncio.CancelledError:
        await _ended(future)
        raise


async def _ended(future: Future[_T]) -> None:
    if not future.cancel():
        await asyncio.wait([asyncio.wrap_future(future)])
