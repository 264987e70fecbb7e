"""The demo's parts: processes with a log each, started, waited for and ended in order."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sync_server.errors import CannotGoOn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# A cold start on a slow laptop with a virus scanner; usually two seconds.
_START_SECONDS = 90.0

# Time to finish what is being written before it is ended the hard way.
_END_SECONDS = 15.0

_POLL_SECONDS = 0.1
_LOG_LINES = 15
_LOG_TAIL_BYTES = 8_000


@dataclass(frozen=True, slots=True)
class Part:
    """One process of the demo.

    Attributes:
        name: what people call it.
        process: the running process.
        log: the file with everything it says.
        may_end: whether the others go on without it.
    """

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    may_end: bool = False

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    def check(self) -> None:
        """Make sure that it is running.

        Raises:
            CannotGoOn: it has ended; the sentence shows the end of its log.
        """
        if not self.is_running:
            raise CannotGoOn(
                f"{self.name} has stopped (exit code {self.process.returncode}). What was entered is kept.\n"
                f"The end of its log, {self.log}:\n{_tail(self.log)}"
            )


class Parts:
    """All processes of the demo; those that were started are ended again, whatever happens."""

    def __init__(self) -> None:
        self._parts: list[Part] = []
        self._guard: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._guard = _new_guard()
        return self

    def __exit__(self, *_: object) -> None:
        for part in reversed(self._parts):
            _end(part.process)
        self._release_guard()

    def start(
        self,
        name: str,
        command: Sequence[str],
        log: Path,
        environment: Mapping[str, str],
        *,
        may_end: bool = False,
    ) -> Part:
        """Start a process.

        Args:
            name: what people call it.
            command: program and arguments.
            log: where everything it says goes.
            environment: set for it beside what is set for the demo.
            may_end: whether the others go on when it ends.
        """
        with log.open("ab") as file:
            process = subprocess.Popen(  # noqa: S603 - our own programs, or a test's
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
                # Ctrl-C goes to the demo alone, which ends its parts in order.
                start_new_session=True,
            )
        part = Part(name, process, log, may_end)
        self._parts.append(part)
        self._tell_guard(str(process.pid))
        return part

    def end(self, part: Part) -> None:
        """End a part, if it is still running, and forget it."""
        _end(part.process)
        self._parts.remove(part)
        # The system may give its process id to a stranger, whom no guard is to end.
        self._release_guard()
        self._guard = _new_guard()
        for one in self._parts:
            self._tell_guard(str(one.process.pid))

    def wait_until(self, part: Part, is_ready: Callable[[], bool]) -> None:
        """Wait until a part is ready.

        Raises:
            CannotGoOn: it has ended, or is not ready in time.
        """
        end = time.monotonic() + _START_SECONDS
        while not is_ready():
            part.check()
            if time.monotonic() > end:
                raise CannotGoOn(
                    f"{part.name} does not answer after {_START_SECONDS:.0f} seconds.\n"
                    f"The end of its log, {part.log}:\n{_tail(part.log)}"
                )
            time.sleep(_POLL_SECONDS)

    def watch(self, look: Callable[[], None]) -> None:
        """Look after the parts until one ends that may not, or somebody presses Ctrl-C.

        Args:
            look: called again and again, several times a second.

        Raises:
            CannotGoOn: a part has ended that may not.
        """
        while True:
            for part in self._parts:
                if not part.may_end:
                    part.check()
            look()
            time.sleep(_POLL_SECONDS)

    def _release_guard(self) -> None:
        self._tell_guard("done")
        if self._guard is not None and self._guard.stdin is not None:
            with contextlib.suppress(OSError):
                self._guard.stdin.close()
            self._guard.wait()

    def _tell_guard(self, word: str) -> None:
        if self._guard is not None and self._guard.stdin is not None:
            with contextlib.suppress(OSError):
                self._guard.stdin.write(f"{word}\n".encode())
                self._guard.stdin.flush()


def _new_guard() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own file
        [sys.executable, "-I", str(Path(__file__).with_name("guard.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _tail(log: Path) -> str:
    with contextlib.suppress(OSError), log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - _LOG_TAIL_BYTES))
        lines = file.read().decode("utf-8", "replace").splitlines()
        return "\n".join(f"  {line}" for line in lines[-_LOG_LINES:])
    return ""
