"""A real server process and real tablets: database files, photo folders and HTTP, without screens."""

import io
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from PIL import Image

from checklists.records.person import Person, Role
from checklists.records.place import Area
from checklists.records.values import PhotoRef, Signature
from checklists.records.visit import SignedBy, Visit
from mobile.photos.prepare import prepare
from mobile.photos.vault import Vault
from mobile.store import checklists, people, places, visits
from mobile.store.database import Store
from mobile.sync.client import ServerClient
from mobile.sync.schedule import Sync
from tests.support.server import RunningServer, start_server

if TYPE_CHECKING:
    from collections.abc import Callable


class Wire(httpx.BaseTransport):
    """The real network, with a place to interfere: `before` sees each request, `after` its answer too."""

    def __init__(self) -> None:
        self._network = httpx.HTTPTransport()
        self.before: Callable[[httpx.Request], None] = lambda _request: None
        self.after: Callable[[httpx.Request, httpx.Response], None] = lambda _request, _response: None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.before(request)
        response = self._network.handle_request(request)
        response.read()
        self.after(request, response)
        return response

    def close(self) -> None:
        self._network.close()


@dataclass
class Tablet:
    """One tablet: what an app process holds, without its screens."""

    store: Store
    vault: Vault
    sync: Sync
    wire: Wire

    def somebody(self, role: Role) -> Person:
        """Return the first person with a role."""
        return next(one for one in people.people(self.store) if one.role is role)

    def somewhere(self) -> Area:
        """Return the first area."""
        return places.areas(self.store)[0]

    def start_visit(self, person: Person, checklist: str = "purchasing") -> Visit:
        """Start a visit somewhere."""
        chosen = next(one for one in checklists.checklists(self.store) if one.id == checklist)
        return visits.start(self.store, person=person, checklist=chosen, area=self.somewhere())

    def take_photo(self, pixels: int = 300) -> tuple[str, PhotoRef]:
        """Put a photo nobody has seen before into the vault; 1,500 pixels make some 2 MB."""
        noise = Image.frombytes("RGB", (pixels, pixels), os.urandom(pixels * pixels * 3))
        file = io.BytesIO()
        noise.save(file, "PNG")
        photo = prepare(file.getvalue())
        self.vault.keep(photo)
        ref = PhotoRef(
            bytes=len(photo.jpeg), width=photo.width, height=photo.height, taken_at=self.store.moment()
        )
        return photo.sha256, ref

    def complete(self, person: Person, visit: Visit) -> Visit:
        """Let both sign, and seal."""
        drawn = Signature(name="Somebody", signed_at=self.store.moment(), strokes=[[(10, 20), (30, 40)]])
        for who in SignedBy:
            visits.sign(self.store, person.id, visit.id, who, drawn)
        return visits.seal(self.store, person.id, visit.id)

    def op_ids(self) -> set[str]:
        """Return the ids of all changes known here."""
        return {row["op_id"] for row in self.store.rows("select op_id from op")}

    def close(self) -> None:
        """End the app."""
        self.sync.stop()
        self.store.close()


class Office:
    """The server and what a test does to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: RunningServer = start_server(folder, sample=False)

    def kill(self) -> None:
        """End the server as a power cut does."""
        self.running.kill()

    def come_back(self) -> None:
        """Start the server again at the same address."""
        self.running = start_server(self.folder, port=self.running.port, sample=False)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Ask the central record's database."""
        with closing(sqlite3.connect(self.folder / "record.db")) as connection:
            return connection.execute(query).fetchall()

    def revoke_all(self) -> None:
        """End the access of every tablet; the server is not running."""
        with closing(sqlite3.connect(self.folder / "record.db")) as connection, connection:
            connection.execute("update device set revoked_at = '2026-03-03T10:42:00.000Z'")

    def op_ids(self) -> set[object]:
        """Return the ids of all changes in the central record."""
        return {row[0] for row in self.rows("select op_id from op")}


def open_tablet(folder: Path) -> Tablet:
    """Open the tablet whose data is in a folder, a new one if there is none."""
    folder.mkdir(exist_ok=True)
    wire = Wire()
    store = Store.open(folder / "floorwalk.db")
    vault = Vault(folder / "photos")
    sync = Sync(store, vault, connect=lambda address, token: ServerClient(address, token, transport=wire))
    return Tablet(store, vault, sync, wire)
