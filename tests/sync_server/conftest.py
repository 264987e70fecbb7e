"""A server with the sample plant, made anew for each test from one that was prepared once."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from sqlalchemy import func, select

from sync_server.record.database import reading
from tests.support.sending import Tablet
from tests.support.server import app_client, load_sample, new_code

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi import FastAPI
    from sqlalchemy import Select, Table
    from starlette.testclient import TestClient


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
        return Tablet.enrolled(self.client, new_code(self.folder), name)

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


@pytest.fixture
def central(sample_folder: Path, tmp_path: Path) -> Iterator[Central]:
    """A server with the sample plant."""
    folder = tmp_path / "data"
    shutil.copytree(sample_folder, folder)
    with app_client(folder, sample=False) as (app, client):
        yield Central(app, client, folder)
