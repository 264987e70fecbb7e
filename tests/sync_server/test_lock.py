"""One record in a file has one server; a lock ends with whoever holds it."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from sync_server import lock
from sync_server.errors import CannotGoOn
from tests.support.server import start_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.server import RunningServer
    from tests.sync_server.conftest import Run


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """A server on the folder that `run` gives its commands."""
    server = start_server(tmp_path / "data", sample=False)
    yield server
    server.kill()


def test_second_server_on_the_same_folder_is_told_so(
    server: RunningServer, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE_SECONDS", 0.3)
    done = run("serve", "--port", "0")
    done.assert_refused(f"A Floorwalk server is already running on the data in {server.folder}.")
    assert "Nothing was changed" in done.stderr


def test_commands_use_the_record_of_a_running_server(server: RunningServer, run: Run) -> None:
    assert server.process.poll() is None
    assert run("code").returncode == 0


def test_server_killed_at_once_leaves_its_folder_to_the_next(server: RunningServer) -> None:
    server.process.send_signal(signal.SIGKILL)
    server.process.wait(20)
    start_server(server.folder, sample=False).stop()


def test_server_waits_for_one_that_is_ending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, looked = tmp_path / "record.lock", []
    ending = path.open("ab")
    assert lock.lock(ending)

    def end(_seconds: float) -> None:
        looked.append(True)
        ending.close()

    monkeypatch.setattr("sync_server.lock.time.sleep", end)
    with lock.only_server(tmp_path / "record.db"), path.open("ab") as other:
        assert looked == [True]
        assert not lock.lock(other)
    with path.open("ab") as other:
        assert lock.lock(other)


def test_database_server_takes_several_servers() -> None:
    with lock.only_server(None), lock.only_server(None):
        pass


def test_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(CannotGoOn, match="can't keep its data"),
        lock.only_server(tmp_path / "file" / "record.db"),
    ):
        pass
