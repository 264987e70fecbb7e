"""Ctrl-C while there is nothing yet to put in order."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def ended_at_once() -> Iterator[None]:
    """Let Ctrl-C end the program at once and without a word, as a program does that was never Python.

    Loading takes a second, in which Python would show where it was in its own code. A record that is open is
    as safe as in a power cut.
    """
    before = signal.getsignal(signal.SIGINT)
    # Somebody who started the program with Ctrl-C ignored wants it so.
    if before != signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
