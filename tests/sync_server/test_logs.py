"""The log says what happened, nothing that is secret, and never stands in the way of an answer."""

from __future__ import annotations

import errno
import io
import sys
from typing import TYPE_CHECKING

import structlog

from sync_server.logs import set_up_logs

if TYPE_CHECKING:
    import pytest


class FullDisk(io.StringIO):
    def write(self, _text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_log_on_a_full_disk_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", FullDisk())
    set_up_logs()
    structlog.get_logger().error("disk full", path="/api/v1/push")


def test_log_of_an_error_shows_no_values(monkeypatch: pytest.MonkeyPatch) -> None:
    said = io.StringIO()
    monkeypatch.setattr(sys, "stderr", said)
    set_up_logs()
    token = "a" * 20 + "secret"
    try:
        int(token[:1])
    except ValueError:
        structlog.get_logger().exception("trouble")
    assert "ValueError" in said.getvalue()
    assert token not in said.getvalue()
