"""The server's record in this process: fresh for each history; it can die, be saved and be set back."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

from sqlalchemy import Engine, event, insert, update
from structlog.testing import capture_logs

from checklists.journal import draft_history
from checklists.journal.canonical import as_bytes
from checklists.journal.op import Op
from checklists.protocol.messages import Reference
from checklists.records.person import Person, Role
from checklists.records.place import Area, Department
from checklists.records.vocabulary import VOCABULARIES
from mobile.store import ops, reference
from mobile.store.database import Store
from sync_server.config import config_for
from sync_server.keys import Keys, open_keys
from sync_server.objects.store import ObjectStore
from sync_server.record import database, schema, start
from sync_server.record.checklists import current_checklists
from sync_server.record.database import reading, writing
from sync_server.record.devices import token_hash
from sync_server.record.homes import make_engine
from sync_server.record.start import start_record

T = TypeVar("T")

AREAS = [
    Area(id="line-1", name="Line 1", department="assembly"),
    Area(id="line-2", name="Line 2", department="assembly"),
]

# Name → role; those who audit, one who only goes and sees, one who leaves on the way.
PEOPLE = {
    "a" * 32: Role.AUDITOR,
    "b" * 32: Role.LEADER,
    "c" * 32: Role.QUALITY_MANAGER,
    "d" * 32: Role.AUDITOR,
}
AUDITOR = "a" * 32
LEAVES = "d" * 32
STRANGER = "e" * 32

# Of this an older version of the server knows nothing.
NEW_KIND = "addendum"


class Died(BaseException):
    """The server's process ended in the middle of a request; nothing of ours may catch it."""


class Cut(Exception):  # noqa: N818 - it says what happened
    """No answer came."""


@dataclass
class Plant:
    """What all histories begin with.

    Attributes:
        folder: where histories keep their data.
        server: the server's data at the beginning: people, places, checklists.
        tablet: a tablet's database at the beginning, with the office's lists.
        engine: of the server's record, which for every history is in the same place.
    """

    folder: Path
    server: Path
    tablet: Path
    engine: Engine

    @property
    def office(self) -> Path:
        """Where a history's server has its data."""
        return self.folder / "office"


@contextmanager
def plant() -> Iterator[Plant]:
    """Set everything up that takes long, once for many histories."""
    memory = Path("/dev/shm")  # noqa: S108 - no power is cut here, so a disk would only be slower
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        folder = Path(name)
        engine = start_record(config_for(folder / "server").database_url, open_keys(folder / "server"))
        departments = [Department(id="assembly", name="Assembly")]
        with writing(engine) as connection:
            connection.execute(insert(schema.department), [one.model_dump() for one in departments])
            connection.execute(insert(schema.area), [one.model_dump() for one in AREAS])
            connection.execute(insert(schema.person), [_person(one, role) for one, role in PEOPLE.items()])
        with reading(engine) as connection:
            checklists = current_checklists(connection)
        engine.dispose()
        people = [
            Person(id=one, name=one[:4], role=role, department=None, pin=None) for one, role in PEOPLE.items()
        ]
        lists = Reference(
            people=people, departments=departments, areas=AREAS, planned=[], checklists=checklists
        )
        store = Store.open(folder / "tablet.db")
        reference.replace(store, lists, "")
        store.close()
        engine = make_engine(config_for(folder / "office").database_url)
        with ExitStack() as stack:
            # Neither changes in any history, and reading all of it at every start would take longest: the
            # checklists that are published, the form of the tables.
            stack.enter_context(patch.object(start, "_publish_shipped", lambda *_: None))
            stack.enter_context(patch.object(database, "upgrade", lambda *_: None))
            # One engine that is opened anew keeps the SQL it has put together.
            stack.enter_context(patch.object(database, "make_engine", lambda _url: engine))
            yield Plant(folder, folder / "server", folder / "tablet.db", engine)
        engine.dispose()


def _person(person: str, role: Role) -> dict[str, object]:
    nothing = dict.fromkeys(("pin_salt", "pin_hash", "password_hash"))
    said = {"id": person, "name": person[:4], "role": str(role), "department": None, "active": True}
    return {**said, **nothing}


class Office:
    """One history's server.

    Attributes:
        folder: its data.
        objects: its photos.
        keys: what it signs with.
        acknowledged: ops of which a tablet was told that they are received.
        up_to_date: whether it knows every kind of record; an older version does not.
        started: called each time its process has started.
    """

    def __init__(self, plant: Plant, now: Callable[[], datetime]) -> None:
        self.folder = plant.office
        self.engine = plant.engine
        self.acknowledged: set[str] = set()
        self.up_to_date = True
        self.started: Callable[[], None] = lambda: None
        self._now = now
        self._statements_left = 0
        self._saved: Path | None = None
        self._left: set[str] = set()
        shutil.copytree(plant.server, self.folder, dirs_exist_ok=True)
        self.keys: Keys = open_keys(self.folder)
        self.objects: ObjectStore
        event.listen(self.engine, "before_cursor_execute", self._statement)
        event.listen(self.engine, "commit", self._statement)
        self._start()

    @property
    def now(self) -> datetime:
        """The server's clock, which is right."""
        return self._now()

    def answer(self, work: Callable[[], T]) -> T:
        """Do what answers a message, as the version of the server that is running.

        Raises:
            Cut: the process ended meanwhile.
        """
        try:
            with self._version(), capture_logs():
                return work()
        except Died:
            self.start_again()
            raise Cut from None

    def answer_and_die(self, work: Callable[[], object], statements: int) -> None:
        """Begin to answer, and die at the given statement in the database, or after the answer."""
        self._statements_left = statements
        try:
            self.answer(work)
        except Cut:
            return
        except BaseException:
            self.start_again()
            raise
        self.start_again()

    def start_again(self) -> None:
        """Start the process again after it ended."""
        self._statements_left = 0
        self.engine.dispose()
        self._start()

    def save(self) -> None:
        """Copy the database as a backup does."""
        self._saved = self.folder / "record.saved"
        self._saved.unlink(missing_ok=True)
        with closing(sqlite3.connect(self._path)) as connection:
            connection.execute("VACUUM INTO ?", (str(self._saved),))

    def set_back(self) -> bool:
        """Put the older copy in the database's place, if there is one; photos stay. Say whether there was."""
        if self._saved is None:
            return False
        self.engine.dispose()
        for end in ("", "-wal", "-shm"):
            Path(f"{self._path}{end}").unlink(missing_ok=True)
        shutil.copy(self._saved, self._path)
        self._start()
        # Whoever left does not come back with the database.
        for person in sorted(self._left):
            self.leaves(person)
        return True

    def is_updated(self) -> None:
        """Start a version that knows every kind."""
        self.up_to_date = True
        self.start_again()

    def enrol(self, device: str, token: str) -> None:
        """Let a tablet in under an id the history has chosen."""
        moment = "2026-03-03T10:42:00.000Z"
        said = {"id": device, "token_hash": token_hash(token), "name": device[:4], "enrolled_at": moment}
        with writing(self.engine) as connection:
            connection.execute(insert(schema.device), {**said, "app_version": ""})

    def leaves(self, person: str) -> None:
        """Let somebody leave the plant: what they write from now on is kept and not applied."""
        self._left.add(person)
        with writing(self.engine) as connection:
            connection.execute(update(schema.person).where(schema.person.c.id == person).values(active=False))

    def rows(self, query: str) -> list[sqlite3.Row]:
        """Ask the record's file."""
        with closing(sqlite3.connect(self._path)) as connection:
            connection.row_factory = sqlite3.Row
            return connection.execute(query).fetchall()

    def holds(self) -> set[str]:
        """Return every op that is here: applied or not, or in a draft history."""
        here = {row["op_id"] for row in self.rows("select op_id from op union select op_id from kept")}
        return here.union(*({one.op_id for one in history} for history in self.histories().values()))

    def histories(self) -> dict[str, list[Op]]:
        """Return the ops in each draft history, by the seal that stands in for them."""
        rows = self.rows("select op_id, blob from draft_history")
        return {
            row["op_id"]: [ops.read(as_bytes(body)) for body in draft_history.unpack(row["blob"])]
            for row in rows
        }

    def close(self) -> None:
        """End the process and delete what it has kept."""
        event.remove(self.engine, "before_cursor_execute", self._statement)
        event.remove(self.engine, "commit", self._statement)
        self.engine.dispose()
        shutil.rmtree(self.folder)

    @property
    def _path(self) -> Path:
        return self.folder / "record.db"

    def _start(self) -> None:
        with self._version(), capture_logs():
            start_record(config_for(self.folder).database_url, self.keys)
        self.objects = ObjectStore(self.folder)
        self.started()

    @contextmanager
    def _version(self) -> Iterator[None]:
        if self.up_to_date:
            yield
            return
        # Tablets look at the same table; they are not running while the server answers.
        with patch.dict(VOCABULARIES):
            del VOCABULARIES[NEW_KIND]
            yield

    def _statement(self, *_: object) -> None:
        if self._statements_left:
            self._statements_left -= 1
            if not self._statements_left:
                raise Died
