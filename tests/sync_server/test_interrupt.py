"""Ctrl-C at any moment ends the command without a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from sync_server.interrupt import ended_at_once
from tests.support.server import start_server

# A module that stops the command in the middle of loading it, wherever that is slow.
_SLOW: Final = """
import os, signal, sys, importlib.abc

class Slow(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["STOP_AT"]:
            os.kill(os.getpid(), signal.SIGINT)
        return None

sys.meta_path.insert(0, Slow())
"""


@pytest.mark.parametrize("module", ["sync_server.commands", "typer", "sqlalchemy", "fastapi", "uvicorn"])
def test_ctrl_c_while_the_command_loads_says_nothing(tmp_path: Path, module: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(_SLOW)
    done = subprocess.run(
        [sys.executable, "-m", "sync_server", "serve", "--folder", str(tmp_path / "data"), "--port", "0"],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{Path.cwd()}", "STOP_AT": module},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


def test_ctrl_c_ends_a_running_server_in_order(tmp_path: Path) -> None:
    server = start_server(tmp_path / "data", sample=False)
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(60) == 0
    assert "Traceback" not in (tmp_path / "data" / "server.log").read_text()
    server.stop()


def test_what_ctrl_c_did_before_it_does_again() -> None:
    before = signal.getsignal(signal.SIGINT)
    with ended_at_once():
        assert signal.getsignal(signal.SIGINT) == signal.SIG_DFL
    assert signal.getsignal(signal.SIGINT) == before
