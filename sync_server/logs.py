"""Sets up the log: calm lines on standard error, for people who run a server."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from typing import TextIO


def set_up_logs() -> None:
    """Write log lines to standard error; of what the web server says only what needs attention.

    FLOORWALK_LOG=debug also writes where in the code a trouble was met.
    """
    level = logging.DEBUG if os.environ.get("FLOORWALK_LOG", "").strip() == "debug" else logging.INFO
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False),
            # Anything prettier shows what variables held, tokens among them, and takes a second for each
            # error, in which the server answers nobody.
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(_Unfailing(sys.stderr)),  # type: ignore[arg-type]  # all a log needs
    )
    logging.basicConfig(
        stream=sys.stderr, format="%(asctime)s [%(levelname)s] %(message)s", level=logging.WARNING
    )


class _Unfailing(io.TextIOBase):
    """Writes what there is room for: a log on a full disk must not take the answer with it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            self._stream.flush()
