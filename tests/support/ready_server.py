"""The real server, to be started many times: a process that has imported everything forks for each start.

    python -m tests.support.ready_server FOLDER PHOTOS

starts one for each port it reads, when the one before has ended. Each is a process of its own.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.server import load_sample, new_code

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

_GREETING = "Floorwalk is running at "
_END_SECONDS = 20.0


class ReadyServer:
    """A server that comes back quickly; its log is `server.log` in the folder.

    Attributes:
        folder: its data.
        url: its address while it runs, without a slash at the end; the same after each start.
        pid: of the server's process, 0 while there is none.
    """

    def __init__(self, folder: Path, *, photos: str = "") -> None:
        """Prepare a server with the sample plant; `photos` is where they are kept, as `--photos` says it."""
        folder.mkdir(parents=True, exist_ok=True)
        load_sample(folder)
        self.folder = folder
        self.url = ""
        self.pid = 0
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FLOORWALK_")}
        environment.pop("DATABASE_URL", None)
        with (folder / "server.log").open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.ready_server", str(folder), photos],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**environment, "PYTHONUNBUFFERED": "1"},
            )

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.end(signal.SIGTERM)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(_END_SECONDS)
        self._process.stdout.close()

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2]) if self.url else 0

    def code(self) -> str:
        """Return a new enrolment code."""
        return new_code(self.folder)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        assert self._process.stdin is not None
        print(self.port, file=self._process.stdin, flush=True)
        self.pid = int(self._line())
        line = self._line()
        if not line.startswith(_GREETING):
            raise AssertionError(f"The server did not start:\n{(self.folder / 'server.log').read_text()}")
        self.url = line.removeprefix(_GREETING)

    def end(self, number: signal.Signals = signal.SIGKILL) -> None:
        """End it, as a power cut does unless said otherwise, and wait until it has."""
        if self.pid:
            os.kill(self.pid, number)
            while self._line() != "ended":
                pass
            self.pid = 0

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise AssertionError("What starts the server has ended.")
        return line.strip()


def _main(folder: Path, photos: str) -> None:
    from sync_server import serve as _imported  # noqa: F401, PLC0415 - each start has it then
    from sync_server.commands import serve  # noqa: PLC0415 - as above

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.close(0)
            print(os.getpid(), flush=True)  # noqa: T201 - for whoever asked
            serve(folder=folder, port=line.strip(), photos=photos or None)
            os._exit(0)
        os.waitpid(child, 0)
        print("ended", flush=True)  # noqa: T201 - for whoever asked


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2])
