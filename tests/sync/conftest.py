"""The works as fixtures: a server process for each test, and tablets that are opened and closed."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.server import load_sample
from tests.sync import works
from tests.sync.works import Office, Tablet


@pytest.fixture(scope="session")
def sample_plant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the sample plant once: hashing its passwords takes seconds."""
    folder = tmp_path_factory.mktemp("plant")
    load_sample(folder)
    return folder


@pytest.fixture
def office(tmp_path: Path, sample_plant: Path) -> Iterator[Office]:
    shutil.copytree(sample_plant, tmp_path / "server")
    office = Office(tmp_path / "server")
    yield office
    office.running.stop()


@pytest.fixture
def open_tablet(tmp_path: Path, office: Office) -> Iterator[Callable[[str], Tablet]]:
    opened: list[Tablet] = []

    def open_one(name: str, *, enrol: bool = True) -> Tablet:
        new = not (tmp_path / name).exists()
        tablet = works.open_tablet(tmp_path / name)
        opened.append(tablet)
        if new and enrol:
            tablet.sync.enrol(office.running.url, office.running.code(), name)
            tablet.sync.sync_now()
        return tablet

    yield open_one
    for tablet in opened:
        tablet.close()
