"""The log says what happened, nothing that is secret, and never stands in the way of an answer."""

from __future__ import annotations

import errno
import io
import sys

import pytest
import structlog

from sync_server.errors import Refused
from sync_server.logs import set_up_logs
from sync_server.record.database import writing
from sync_server.record.homes import make_engine


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


def trouble_in(monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what is logged when the database can't be written."""
    said = io.StringIO()
    monkeypatch.setattr(sys, "stderr", said)
    set_up_logs()
    engine = make_engine("sqlite://")
    with pytest.raises(Refused, match="no such table: nowhere"), writing(engine) as connection:
        connection.exec_driver_sql("delete from nowhere")
    engine.dispose()
    return said.getvalue()


def test_trouble_with_the_database_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    said = trouble_in(monkeypatch)
    assert said.count("\n") == 1
    assert "database trouble" in said
    assert "no such table: nowhere" in said


def test_where_a_trouble_was_met_is_written_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOORWALK_LOG", "debug")
    assert "Traceback" in trouble_in(monkeypatch)
