"""A tablet with a real database file, enrolled at a small server in memory."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mobile.store.database import Store
from mobile.store.identity import this_tablet
from mobile.sync.client import ServerClient
from mobile.sync.enrolment import enrol
from tests.support.fake_server import FakeServer
from tests.support.memory_vault import MemoryVault
from tests.support.tablet_samples import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()


@pytest.fixture
def open_tablet(tmp_path: Path, clock: Clock, server: FakeServer) -> Iterator[Callable[[str], Store]]:
    opened: list[Store] = []

    def open_one(name: str) -> Store:
        store = Store.open(tmp_path / f"{name}.db", now=clock)
        opened.append(store)
        if not this_tablet(store).enrolled:
            enrol(store, "http://works", server.code, name, connect=server.connect)
        return store

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(open_tablet: Callable[[str], Store]) -> Store:
    return open_tablet("dock")


@pytest.fixture
def connect(server: FakeServer) -> Iterator[Callable[[Store], ServerClient]]:
    clients: list[ServerClient] = []

    def connect_one(store: Store) -> ServerClient:
        me = this_tablet(store)
        clients.append(server.connect(me.server_url, me.token))
        return clients[-1]

    yield connect_one
    for client in clients:
        client.close()


@pytest.fixture
def client(connect: Callable[[Store], ServerClient], store: Store) -> ServerClient:
    return connect(store)
