"""Sets up the log: calm lines on standard error, for people who run a server."""

from __future__ import annotations

import logging
import sys

import structlog


def set_up_logs() -> None:
    """Write log lines to standard error; of what the web server says only what needs attention."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False),
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(
        stream=sys.stderr, format="%(asctime)s [%(levelname)s] %(message)s", level=logging.WARNING
    )
