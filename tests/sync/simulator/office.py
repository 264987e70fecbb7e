"""The real server app inside this process: a fresh record for each history, and a way to let it die."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
from sqlalchemy import Engine, event, insert, select, update
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from checklists.protocol import routes
from checklists.records.person import Role
from checklists.records.place import Area
from sync_server.api import photos
from sync_server.app import create_app
from sync_server.config import config_for
from sync_server.objects.store import ObjectStore
from sync_server.record import schema
from sync_server.record.database import open_record, reading, writing
from sync_server.record.devices import token_hash
from tests.sync.simulator.broken import Broken

AREA = Area(id="line-1", name="Line 1", department="assembly")

# Name → role; those who audit, one who only goes and sees, one who leaves on the way.
PEOPLE = {
    "a" * 32: Role.AUDITOR,
    "b" * 32: Role.LEADER,
    "c" * 32: Role.QUALITY_MANAGER,
    "d" * 32: Role.AUDITOR,
}
LEAVES = "d" * 32
STRANGER = "e" * 32

_SERVER_ERRORS = 500


class Died(Exception):  # noqa: N818 - it says what happened
    """The server's process ended in the middle of a request."""


@dataclass
class Plant:
    """What all histories begin with: the app, and a folder with people, a place and checklists.

    Attributes:
        app: the server; each history gives it a record of its own.
        transport: carries requests to it.
        template: its data at the beginning.
        folder: where histories keep theirs.
    """

    app: Any
    transport: httpx.BaseTransport
    template: Path
    folder: Path


@contextmanager
def plant() -> Iterator[Plant]:
    """Set everything up that takes long, once for many histories."""
    memory = Path("/dev/shm")  # noqa: S108 - no power is cut here, so a disk would only be slower
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        template = Path(folder) / "template"
        app = create_app(config_for(template))
        with writing(app.state.engine) as connection:
            connection.execute(insert(schema.department), {"id": "assembly", "name": "Assembly"})
            connection.execute(insert(schema.area), AREA.model_dump())
            connection.execute(insert(schema.person), [_person(one, role) for one, role in PEOPLE.items()])
        app.state.engine.dispose()
        # A picture for a thumbnail takes a process of its own; here a photo is its own thumbnail.
        small = patch.object(photos, "thumbnail", lambda store, sha: store.photo(sha))
        with small, TestClient(app) as client:
            yield Plant(app, client._transport, template, Path(folder))


def _person(person: str, role: Role) -> dict[str, object]:
    nothing = dict.fromkeys(("pin_salt", "pin_hash", "password_hash"))
    return {
        "id": person,
        "name": person[:4],
        "role": str(role),
        "department": None,
        "active": True,
        **nothing,
    }


class Office:
    """One history's server.

    Attributes:
        engine: its central record.
        acknowledged: ops of which a tablet was told that they are received.
    """

    def __init__(self, plant: Plant, folder: Path) -> None:
        self._plant = plant
        self._folder = folder
        self._statements_left = 0
        self.acknowledged: set[str] = set()
        shutil.copytree(plant.template, folder)
        self.engine = self._start()

    @property
    def objects(self) -> ObjectStore:
        store: ObjectStore = self._plant.app.state.objects
        return store

    @property
    def keys(self) -> Any:
        return self._plant.app.state.keys

    def enrol(self, device: str, token: str) -> None:
        """Let a tablet in under an id the history has chosen."""
        moment = "2026-03-03T10:42:00.000Z"
        said = {"id": device, "token_hash": token_hash(token), "name": device[:4], "enrolled_at": moment}
        with writing(self.engine) as connection:
            connection.execute(insert(schema.device), {**said, "app_version": ""})

    def leaves(self, person: str) -> None:
        """Let somebody leave the plant: what they write from now on is kept and not applied."""
        with writing(self.engine) as connection:
            connection.execute(update(schema.person).where(schema.person.c.id == person).values(active=False))

    def rows(self, table: Any) -> list[Any]:
        """Return a whole table of the record, in the order of its key."""
        with reading(self.engine) as connection:
            return list(connection.execute(select(table).order_by(*table.primary_key)))

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer as the server does."""
        try:
            with capture_logs():
                response = self._plant.transport.handle_request(request)
                response.read()
        except Died:
            self._restart()
            raise httpx.ReadError("the server is gone", request=request) from None
        if response.status_code >= _SERVER_ERRORS:
            raise Broken(f"{request.method} {request.url.path} → {response.status_code} {response.text}")
        return response

    def answer_and_die(self, request: httpx.Request, statements: int) -> httpx.Response:
        """Begin to answer, and die at the given statement in the database, or after the answer."""
        self._statements_left = statements
        try:
            self.answer(request)
        finally:
            self._statements_left = 0
        self._restart()
        raise httpx.ReadError("the server is gone", request=request)

    def close(self) -> None:
        self.engine.dispose()

    def _restart(self) -> None:
        self.engine.dispose()
        self.engine = self._start()

    def _start(self) -> Engine:
        engine = open_record(config_for(self._folder).database_url)
        event.listen(engine, "before_cursor_execute", self._statement)
        event.listen(engine, "commit", self._statement)
        self._plant.app.state.engine = engine
        self._plant.app.state.objects = ObjectStore(self._folder)
        return engine

    def _statement(self, *_: object) -> None:
        if self._statements_left:
            self._statements_left -= 1
            if not self._statements_left:
                raise Died


def is_push(request: httpx.Request) -> bool:
    return request.url.path == routes.PUSH
