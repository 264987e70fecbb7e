"""A server with the sample plant, made anew for each test from one that was prepared once."""

from __future__ import annotations

import shutil
import signal
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
import structlog
from sqlalchemy import func, select

from sync_server.cli import main
from sync_server.record.database import reading
from tests.support.postgresql import Restored, running_postgresql
from tests.support.sending import Tablet
from tests.support.server import app_client, code_in, load_sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fastapi import FastAPI
    from sqlalchemy import Select, Table
    from starlette.testclient import TestClient

    from tests.support.postgresql import PostgreSQL


@pytest.fixture(autouse=True)
def _log_as_it_starts() -> None:
    """Another test may have pointed the log at a stream that is closed by now."""
    structlog.reset_defaults()


@dataclass(frozen=True, slots=True)
class Central:
    """The server inside the test."""

    app: FastAPI
    client: TestClient
    folder: Path

    def tablet(self, name: str = "Tablet") -> Tablet:
        """Enrol a new tablet."""
        return Tablet.enrolled(self.client, self.code(), name)

    def code(self) -> str:
        """Make an enrolment code."""
        return code_in(self.app.state.engine)

    def rows(self, query: Select[Any]) -> list[Any]:
        """Read from the record."""
        with reading(self.app.state.engine) as connection:
            return list(connection.execute(query))

    def count(self, table: Table) -> int:
        """Return how many rows a table has."""
        return int(self.rows(select(func.count()).select_from(table))[0][0])


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a server with the sample plant; copy it, don't change it."""
    folder: Path = tmp_path_factory.mktemp("sample") / "data"
    load_sample(folder)
    return folder


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL for the whole run."""
    with running_postgresql() as running:
        yield running


@pytest.fixture(scope="session")
def sample_database(postgresql: PostgreSQL, sample_folder: Path) -> Iterator[Restored]:
    """A database with the sample plant; restore it before it is used."""
    address = postgresql.new_database()
    load_sample(sample_folder, database_url=address)
    database = Restored(address)
    yield database
    database.close()


HOMES = ("sqlite", "postgresql")


@pytest.fixture(params=HOMES)
def home(request: pytest.FixtureRequest) -> str:
    """Where the record is; a module whose tests are not about the record gives one of its own."""
    return str(request.param)


@pytest.fixture
def central(
    home: str, request: pytest.FixtureRequest, sample_folder: Path, tmp_path: Path
) -> Iterator[Central]:
    """A server with the sample plant, its record in either home."""
    folder = tmp_path / "data"
    shutil.copytree(sample_folder, folder)
    settings = {} if home == "sqlite" else {"database_url": _like_the_sample(request)}
    with app_client(folder, sample=False, **settings) as (app, client):
        yield Central(app, client, folder)


def _like_the_sample(request: pytest.FixtureRequest) -> str:
    # Asked for only here: a run of tests that need no PostgreSQL starts none.
    database: Restored = request.getfixturevalue("sample_database")
    database.restore()
    return database.address


@pytest.fixture
def new_address(home: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a record that nobody has opened yet, in either home."""
    if home == "sqlite":
        return f"sqlite:///{tmp_path / 'record.db'}"
    postgresql: PostgreSQL = request.getfixturevalue("postgresql")
    return postgresql.new_database()


@dataclass(frozen=True, slots=True)
class Done:
    """What a run of the command left."""

    returncode: object
    stdout: str
    stderr: str

    def assert_refused(self, said: str) -> None:
        """Check that something could not be used, and that people were told so in a sentence."""
        assert self.returncode == 2, self
        assert said in self.stderr
        assert "Traceback" not in self.stderr + self.stdout


Run: TypeAlias = "Callable[..., Done]"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run the command with a folder of its own, inside this process: starting another takes a second."""
    on_end = signal.getsignal(signal.SIGTERM)

    def run(*arguments: str, **environment: str) -> Done:
        for name, value in {"FLOORWALK_DATA": str(tmp_path / "data"), **environment}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["floorwalk", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        for name in environment:
            monkeypatch.delenv(name)
        return Done(ended.value.code, *capsys.readouterr())

    yield run
    signal.signal(signal.SIGTERM, on_end)
