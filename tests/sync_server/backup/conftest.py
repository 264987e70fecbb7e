"""A server's folder with walks in it, made once and copied, and a folder for backups."""

from __future__ import annotations

import shutil
from random import Random
from typing import TYPE_CHECKING

import pytest

from sync_server.backup.places import BackupFolder
from tests.support.kept_plant import KeptPlant, kept_plant
from tests.sync_server.web.plant import open_plant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def walked_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A server's folder with two walks; copy it, don't change it."""
    folder: Path = tmp_path_factory.mktemp("walked") / "data"
    kept = kept_plant(folder, Random(1), walks=2)  # noqa: S311 - the same photos every time
    kept.plant.app.state.engine.dispose()
    return folder


@pytest.fixture
def kept(walked_folder: Path, tmp_path: Path) -> Iterator[KeptPlant]:
    """A server of the test's own."""
    folder = tmp_path / "data"
    shutil.copytree(walked_folder, folder)
    opened = KeptPlant(folder, open_plant(folder), Random(2))  # noqa: S311 - and others
    yield opened
    opened.plant.app.state.engine.dispose()


@pytest.fixture
def to(tmp_path: Path) -> BackupFolder:
    """An empty folder for backups."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return BackupFolder(folder)
