"""Ends the demo's parts if the demo itself is killed: waits for its standard input to close.

It runs as a process of its own, by its path and with the standard library only, so that it starts at once.
The demo writes the ids of its parts, one in each line, and the word `done` when it has ended them itself.
"""

import contextlib
import os
import signal
import sys


def main() -> None:
    """Read until the demo is gone, then end what it left behind."""
    # Ctrl-C is for the demo; this one goes when the demo does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    said = sys.stdin.read().split()
    if "done" in said:
        return
    for pid in said:
        with contextlib.suppress(OSError, ValueError):
            os.kill(int(pid), signal.SIGTERM)


if __name__ == "__main__":
    main()
