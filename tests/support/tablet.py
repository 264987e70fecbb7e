"""The real tablet app as a process of its own, shown in a browser, on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_START_SECONDS = 120.0
_END_SECONDS = 20.0


@dataclass(slots=True)
class RunningTablet:
    """A tablet process.

    Attributes:
        folder: its data.
        url: its address.
        process: to look at; `stop` and `kill` end it.
    """

    folder: Path
    url: str
    process: subprocess.Popen[bytes]

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.url.rpartition(":")[2])

    def stop(self) -> None:
        """Close the app as the system does."""
        self._end(hard=False)

    def kill(self) -> None:
        """End it as a battery does that falls out."""
        self._end(hard=True)

    def start_again(self) -> None:
        """Switch it on again: the same data at the same address."""
        self.process = start_tablet(self.folder, port=self.port).process

    def _end(self, *, hard: bool) -> None:
        if self.process.poll() is None:
            if hard:
                self.process.kill()
            else:
                self.process.terminate()
            self.process.wait(_END_SECONDS)


def start_tablet(folder: Path, *, enrol: str = "", name: str = "Tablet 1", port: int = 0) -> RunningTablet:
    """Start a tablet and wait until it answers; its output is `process.log` in the folder.

    Args:
        folder: its data; need not exist.
        enrol: "<server address> <code>" to enrol by itself; empty to be enrolled by hand.
        name: what it is called.
        port: 0 for a free one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port = port or _free_port()
    # What a developer has set for a tablet of their own is not meant for tests.
    own = ("FLOORWALK_", "FLET_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    environment |= {
        "FLOORWALK_TABLET_DATA": str(folder),
        "FLOORWALK_TABLET_PORT": str(port),
        "FLOORWALK_TABLET_NAME": name,
        "FLOORWALK_TABLET_ENROL": enrol,
    }
    with (folder / "process.log").open("ab") as log:
        process = subprocess.Popen([sys.executable, "-m", "mobile"], stdout=log, stderr=log, env=environment)
    tablet = RunningTablet(folder, f"http://127.0.0.1:{port}", process)
    _wait_for_answer(tablet)
    return tablet


def _wait_for_answer(tablet: RunningTablet) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and tablet.process.poll() is None:
        try:
            with urllib.request.urlopen(tablet.url, timeout=5):  # noqa: S310 - our own loopback address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    tablet.kill()
    raise AssertionError(f"The tablet did not start:\n{(tablet.folder / 'process.log').read_text()}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
