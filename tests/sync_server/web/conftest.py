"""A sample plant's server for every page test: loaded once, copied for each test that writes."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.sync_server.web.plant import Plant, load_plant, open_plant


@pytest.fixture(scope="session")
def loaded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A server's folder with people, places and earlier walks."""
    folder = tmp_path_factory.mktemp("plant")
    load_plant(folder, history=True)
    return folder


@pytest.fixture
def plant(loaded_folder: Path, tmp_path: Path) -> Iterator[Plant]:
    """A server of the test's own."""
    shutil.copytree(loaded_folder, tmp_path / "server")
    opened = open_plant(tmp_path / "server")
    yield opened
    opened.app.state.engine.dispose()


@pytest.fixture(scope="session")
def shared(loaded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    """A server that many tests look at and none writes to."""
    folder = tmp_path_factory.mktemp("shared") / "server"
    shutil.copytree(loaded_folder, folder)
    opened = open_plant(folder)
    yield opened
    opened.app.state.engine.dispose()


@pytest.fixture(scope="session")
def office(shared: Plant) -> TestClient:
    """A browser with the quality manager signed in, for looking only."""
    return shared.office()


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A server's folder with people and places."""
    folder = tmp_path_factory.mktemp("empty")
    load_plant(folder)
    return folder


@pytest.fixture
def empty_plant(empty_folder: Path, tmp_path: Path) -> Iterator[Plant]:
    """A server with people and places, and nothing recorded."""
    shutil.copytree(empty_folder, tmp_path / "server")
    opened = open_plant(tmp_path / "server")
    yield opened
    opened.app.state.engine.dispose()
