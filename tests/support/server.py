"""The real server as a process of its own, on a free port, and the same app inside a test."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from starlette.testclient import TestClient

from sync_server.app import create_app
from sync_server.config import config_for
from sync_server.keys import open_keys
from sync_server.objects.store import ObjectStore
from sync_server.organisation import Organisation, read_organisation
from sync_server.record.database import open_record, writing
from sync_server.record.devices import mint_code
from sync_server.record.office_data import load
from sync_server.record.start import start_record
from sync_server.sample.history import load_history
from sync_server.sample.walks import sample_organisation_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from fastapi import FastAPI

    from sync_server.record.database import Engine

_GREETING = "Floorwalk is running at "
_END_SECONDS = 20.0


@dataclass(slots=True)
class RunningServer:
    """A server process.

    Attributes:
        folder: its data.
        url: its address, without a slash at the end.
        process: to look at; `stop` and `kill` end it.
    """

    folder: Path
    url: str
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        """The port; give it to `start_server` for a server that comes back at the same address."""
        return int(self.url.rpartition(":")[2])

    def code(self) -> str:
        """Return a new enrolment code, as the Tablets page shows it."""
        return new_code(self.folder)

    def stop(self) -> None:
        """End it as a person does, and wait until it has."""
        self._end(self.process.terminate)

    def kill(self) -> None:
        """End it as a power cut does."""
        self._end(self.process.kill)

    def _end(self, how: object) -> None:
        if self.process.poll() is None:
            how()  # type: ignore[operator]
            self.process.wait(_END_SECONDS)
        if self.process.stdout is not None:
            self.process.stdout.close()


def start_server(
    folder: Path,
    *,
    port: int = 0,
    sample: bool = True,
    history: bool = False,
    photos: str = "",
    **settings: str,
) -> RunningServer:
    """Start a server and wait until it answers; its log is `server.log` in the folder.

    Args:
        folder: its data; need not exist.
        port: 0 for a free one.
        sample: whether the sample plant is loaded first (people, PINs: see sample/organisation.toml).
        history: whether the sample plant's earlier walks are loaded as well.
        photos: where photos are kept, as `--photos` says it; the folder unless said otherwise.
        settings: of its environment, such as DATABASE_URL.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if sample:
        load_sample(folder, history=history)
    command = [sys.executable, "-m", "sync_server", "serve", "--folder", str(folder), "--port", str(port)]
    command += ["--photos", photos] if photos else []
    with (folder / "server.log").open("a") as log:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, env=_environment(settings)
        )
    # It says where it is when it listens; if it ends before, the pipe ends too.
    line = process.stdout.readline() if process.stdout else ""
    if not line.startswith(_GREETING):
        process.wait(_END_SECONDS)
        raise AssertionError(f"The server did not start:\n{(folder / 'server.log').read_text()}")
    return RunningServer(folder, line.removeprefix(_GREETING).strip(), process)


@contextlib.contextmanager
def app_client(
    folder: Path, *, sample: bool = True, history: bool = False, **settings: str
) -> Iterator[tuple[FastAPI, TestClient]]:
    """Give the app inside this process, and a client that raises what a real server would only log."""
    if sample:
        load_sample(folder, history=history, **settings)
    app = create_app(config_for(folder, **settings))
    with TestClient(app) as client:
        yield app, client


def sample_organisation() -> Organisation:
    """Return the sample plant, with PINs and passwords as written."""
    return read_organisation(sample_organisation_file(), "organisation.toml", datetime.now(UTC).date())


def load_sample(folder: Path, *, history: bool = False, **settings: str) -> None:
    """Load the sample plant into the record of a server with these settings."""
    config = config_for(folder, **settings)
    keys = open_keys(folder)
    engine = start_record(config.database_url, keys)
    load(engine, sample_organisation())
    if history:
        load_history(engine, keys, ObjectStore(folder), sample_organisation(), datetime.now(UTC))
    engine.dispose()


def new_code(folder: Path) -> str:
    """Make an enrolment code for the server whose data is in a folder, whether it is running or not."""
    engine = open_record(config_for(folder).database_url)
    code = code_in(engine)
    engine.dispose()
    return code


def code_in(engine: Engine) -> str:
    """Make an enrolment code in an open record."""
    with writing(engine) as connection:
        return mint_code(connection, None, datetime.now(UTC))


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    # What a developer has set for a server of their own is not meant for tests.
    own = {name: value for name, value in os.environ.items() if not name.startswith("FLOORWALK_")}
    own.pop("DATABASE_URL", None)
    return {**own, "PYTHONUNBUFFERED": "1", **settings}
