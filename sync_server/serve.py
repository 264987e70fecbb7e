"""Runs the server until it is told to stop."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import gc
import signal
import socket
import sys
from typing import TYPE_CHECKING

import structlog
import uvicorn

from sync_server.app import create_app
from sync_server.config import address_host
from sync_server.connections import BoundedConnection
from sync_server.errors import CannotGoOn
from sync_server.lock import only_server
from sync_server.record.serving import show_that_it_serves

if TYPE_CHECKING:
    from types import FrameType

    from sync_server.config import Config

log = structlog.get_logger()

# A push that is under way is finished; a tablet that only waits is let go.
_STOP_SECONDS = 10

# Each tablet that waits holds an open file; many systems allow a program 1,024 unless it asks for more.
_OPEN_FILES = 65_536
# Objects made before Python looks for rings among them; it would be 700.
_GC_THRESHOLDS = (50_000, 20, 20)


def serve(config: Config) -> None:
    """Listen and answer until SIGINT or SIGTERM.

    Prints one line with the address once tablets can reach it.

    Raises:
        CannotGoOn: the port is taken, the data can't be used, another server has it, or a backup is just
            being restored into it.
    """
    _allow_open_files()
    with listen(config.host, config.port) as listening, only_server(config.database_file):
        config = dataclasses.replace(config, port=listening.getsockname()[1])
        app = create_app(config)
        show_that_it_serves(app.state.engine)
        settings = uvicorn.Config(
            app,
            http=BoundedConnection,
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_STOP_SECONDS,
        )
        _settle_memory()
        server = _Server(settings, f"Floorwalk is running at {config.address}")
        # Once the server has ended in order, the signal is raised again: that is the end asked for, not a
        # mishap. Before it runs, nothing has to be put in order and both end it at once.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _end)
        server.run(sockets=[listening])


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _allow_open_files() -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        # What is not given is not needed by most.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _settle_memory() -> None:
    # A push makes some ten thousand objects and lets go of all of them: looking for rings among them, and
    # among what was loaded at the start, again and again took a fifth of the time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GC_THRESHOLDS)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        CannotGoOn: it can't; the sentence says why and what to do.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotGoOn(
                f"Port {port} is taken by another program, perhaps by a Floorwalk that is already running at "
                f"http://{address_host(host)}:{port}. Stop that one, or give another port with --port."
            ) from error
        reason = error.strerror or str(error)
        raise CannotGoOn(
            f"The server can't listen at {host}, port {port}: {reason}. Give another --host or --port."
        ) from error


class _Server(uvicorn.Server):
    """Says where it is once it listens."""

    def __init__(self, config: uvicorn.Config, greeting: str) -> None:
        super().__init__(config)
        self._greeting = greeting

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(self._greeting, flush=True)  # noqa: T201 - for the person, or program, that started it
