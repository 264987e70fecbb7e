"""A light load on a server: requests over connections that stay open, some at a time, and their times."""

from __future__ import annotations

import http.client
import os
import queue
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

J = TypeVar("J")

CONCURRENCY = 8
_PATIENCE_SECONDS = 300


class Line:
    """One connection to a server."""

    def __init__(self, address: str) -> None:
        """Take an address such as `http://127.0.0.1:8400`."""
        self._connection = http.client.HTTPConnection(address.partition("//")[2], timeout=_PATIENCE_SECONDS)
        self.received = 0

    def send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        """Send a request and return the answer's body, as it came over the line.

        Raises:
            AssertionError: the server did not take it.
        """
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        data = answer.read()
        self.received += len(data)
        assert answer.status in {200, 201, 204}, f"{method} {path}: {answer.status} {data[:300]!r}"
        return data

    def close(self) -> None:
        """End it."""
        self._connection.close()


@dataclass(slots=True)
class Measured:
    """What one load came to.

    Attributes:
        seconds: from the first request to the last answer.
        times: milliseconds of each job, sorted.
        received: bytes of the answers' bodies, on the line.
    """

    seconds: float
    times: list[float] = field(default_factory=list)
    received: int = 0

    @property
    def p50(self) -> float:
        """The median of the jobs, in milliseconds."""
        return self.times[len(self.times) // 2]

    @property
    def p99(self) -> float:
        """The 99th percentile of the jobs, in milliseconds."""
        return self.times[int(len(self.times) * 0.99)]


def processor_seconds(pid: int) -> float:
    """Return the processor time a process has used; 0 where the system does not tell."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0.0
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def parallel(
    address: str, jobs: Sequence[J], work: Callable[[Line, J], object], *, threads: int = CONCURRENCY
) -> Measured:
    """Do every job on one of some connections; the first trouble ends the run and is raised here."""
    waiting: queue.SimpleQueue[J] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    measured = Measured(0)
    gate = threading.Barrier(threads + 1)
    trouble: list[Exception] = []

    def crew() -> None:
        line = Line(address)
        gate.wait()
        try:
            while not trouble:
                job = waiting.get_nowait()
                start = time.perf_counter()
                work(line, job)
                measured.times.append((time.perf_counter() - start) * 1000)
        except queue.Empty:
            measured.received += line.received
        except Exception as one:  # noqa: BLE001 - raised again in the thread that waits
            trouble.append(one)
        finally:
            line.close()

    lines = [threading.Thread(target=crew) for _ in range(threads)]
    for one in lines:
        one.start()
    gate.wait()
    start = time.perf_counter()
    for one in lines:
        one.join()
    measured.seconds = time.perf_counter() - start
    if trouble:
        raise trouble[0]
    measured.times.sort()
    return measured
