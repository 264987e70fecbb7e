"""A real database file in a temporary folder, with a clock the test moves."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mobile.store import reference
from mobile.store.database import Store
from tests.support.tablet_samples import Clock, a_reference


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_store(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Store]]:
    opened: list[Store] = []

    def open_one(name: str = "tablet.db") -> Store:
        store = Store.open(tmp_path / name, now=clock)
        opened.append(store)
        return store

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[..., Store]) -> Store:
    store = open_store()
    reference.replace(store, a_reference(), "first")
    return store
