"""The tablet's database file: opened with care, written in whole transactions, its troubles in sentences.

Everything else in this folder reads and writes through `Store`. Writing goes inside
`with store.transaction():`, which takes the write lock at once, so that nothing read inside it can
change before it is written.
"""

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from sqlite_utils import Database

from checklists.ids import new_id
from checklists.moments import write_moment
from mobile.errors import StoreBusy, StoreDamaged, StoreError, StoreFull, StoreTooNew, StoreUnreachable
from mobile.store import carrying
from mobile.store.damage import suspected
from mobile.store.migrations import MIGRATIONS, NAMES

# The screens and the sync write to the same file; each waits this long for the other.
BUSY_SECONDS = 5.0

# Longer nobody waits to see that a file is sound which nothing vouches for.
CHECK_SECONDS = 3.0

# Below this much free space an unexplained trouble with the disk is the full disk.
FULL_BELOW_BYTES = 1_000_000

Clock = Callable[[], datetime]
"""Returns an aware moment."""

Parameters = Sequence[object] | Mapping[str, object]


def utc_now() -> datetime:
    """Return the moment by this machine's clock."""
    return datetime.now(UTC)


class Store:
    """One connection to the tablet's database; any thread may use it, one at a time.

    Attributes:
        path: the database file, for a second connection to it.
        new_id: gives new identifiers.
        make_room: called when the disk is full; gives up the tablet's reserve and says whether there was one.
        closed: called once everything is closed.
    """

    def __init__(self, path: Path, database: Database, now: Clock, new_id: Callable[[], str]) -> None:
        self.path = path
        self.new_id = new_id
        self.make_room: Callable[[], bool] = lambda: False
        self.closed: Callable[[], object] = lambda: None
        self._database = database
        self._now = now
        self._lock = threading.RLock()
        self._carrying: threading.Thread | None = None

    @classmethod
    def open(
        cls, path: Path, *, now: Clock = utc_now, new_id: Callable[[], str] = new_id, vouched: bool = False
    ) -> Self:
        """Open the database, creating it or bringing it up to date first.

        Args:
            path: the file.
            now: the tablet's clock.
            new_id: gives new identifiers.
            vouched: whether the file is known to be sound, so that nobody has to wait for a look at all of
                it.

        Raises:
            StoreTooNew: a newer version of the app wrote it.
            StoreDamaged: it can't be read; the file is left in place.
            StoreFull: there is no space for what a new version needs.
            StoreUnreachable: the file or its folder can't be opened.
        """
        with _in_plain_words(path):
            connection = _connect(path, BUSY_SECONDS)
            try:
                store = cls(path, Database(connection, execute_plugins=False), now, new_id)
                store._prepare(vouched=vouched)
            except BaseException:
                connection.close()
                raise
            return store

    def another(self) -> Self:
        """Open a second connection to the same file, for another thread that writes at its own pace."""
        return type(self).open(self.path, now=self._now, new_id=self.new_id, vouched=True)

    def close(self) -> None:
        """Close the connection; everything committed is on disk already."""
        if self._carrying is not None:
            self._carrying.join()
        with self._lock:
            # SQLite would do it as the last connection closes, and tell nobody what it wrote.
            self.carry_over()
            self._database.close()
        self.closed()

    def carry_over(self) -> bool:
        """Carry the log over into the file, see carrying.py; say whether that was done."""
        return carrying.carry_over(self.path, lambda: _connect(self.path, 0))

    def now(self) -> datetime:
        """Return the tablet's time."""
        return self._now()

    def moment(self) -> str:
        """Return the tablet's time as records hold it."""
        return write_moment(self._now())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything written inside is saved together or not at all; a transaction inside another joins it.

        Raises:
            StoreFull: no space; nothing of the transaction is saved.
            StoreBusy: somebody else has been writing for longer than `BUSY_SECONDS`.
        """
        with self._lock, self._in_plain_words():
            if self._database.conn.in_transaction:
                with self._database.atomic():
                    yield
                return
            self._database.conn.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.conn.execute("COMMIT")
            except BaseException:
                self._database.rollback()
                raise
        self._carry_over_when_due()

    @contextmanager
    def leaving_nothing(self) -> Iterator[None]:
        """A transaction of its own after which nothing of what it deleted is left in the file or its log."""
        try:
            with self._lock:
                self.rows("PRAGMA secure_delete = ON")
                with self.transaction():
                    yield
        finally:
            self.rows("PRAGMA secure_delete = FAST")
        self.carry_over()
        # The next write begins the log anew; this one changes nothing.
        self.execute("update _sqlite_migrations set name = name")

    def execute(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one statement and return how many rows it changed."""
        with self._lock, self._in_plain_words():
            changed = self._database.conn.execute(sql, parameters).rowcount
            inside = self._database.conn.in_transaction
        if not inside:
            self._carry_over_when_due()
        return changed

    def execute_many(self, sql: str, parameters: Iterable[Parameters]) -> None:
        """Run one statement for each of many rows, in the transaction that holds them together."""
        with self._lock, self._in_plain_words():
            self._database.conn.executemany(sql, parameters)

    def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Return what a query finds, each row by column name."""
        with self._lock, self._in_plain_words():
            cursor = self._database.conn.cursor()
            cursor.row_factory = sqlite3.Row
            return cursor.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Parameters = ()) -> sqlite3.Row | None:
        """Return the first row a query finds, None if there is none."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    @contextmanager
    def _in_plain_words(self) -> Iterator[None]:
        try:
            with _in_plain_words(self.path):
                yield
        except StoreFull as full:
            # Told already inside; the reserve is given up once.
            if not full.made_room and self.make_room():
                raise StoreFull(made_room=True) from full
            raise
        except StoreDamaged:
            suspected(self.path)
            raise

    def _carry_over_when_due(self) -> None:
        if self._carrying is not None and self._carrying.is_alive():
            return
        if carrying.is_due(self.path):
            # Beside the work: whoever taps does not wait for it.
            self._carrying = threading.Thread(target=self.carry_over, name="carrying over", daemon=True)
            self._carrying.start()

    def _prepare(self, *, vouched: bool) -> None:
        connection = self._database.conn
        self._refuse_what_cannot_be_read(vouched=vouched)
        _switch_to_wal(connection)
        for pragma in PRAGMAS:
            connection.execute(pragma)
        if MIGRATIONS.pending(self._database):
            # One write lock around them: two connections that open a new file don't migrate it twice.
            with self.transaction():
                MIGRATIONS.apply(self._database)

    def _refuse_what_cannot_be_read(self, *, vouched: bool) -> None:
        # Reads only, so that a damaged or newer file is left exactly as it was found.
        if not vouched and not _is_sound(self._database.conn):
            raise StoreDamaged(self.path)
        if not {one.name for one in MIGRATIONS.applied(self._database)} <= NAMES:
            raise StoreTooNew


PRAGMAS = (
    # FULL: NORMAL loses acknowledged saves when the power goes.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # In units of -1,024 bytes: a page of the feed, so that none of it is written before it is complete.
    "PRAGMA cache_size = -16000",
    # So that its length says how much is in it.
    "PRAGMA journal_size_limit = 0",
    # What is deleted or changed does not stay in a page that is written anyway.
    "PRAGMA secure_delete = FAST",
)
"""What a connection is set to, beside the write-ahead log."""


def _connect(path: Path, wait_seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=wait_seconds, check_same_thread=False, isolation_level=None)
    # Only `carry_over` writes to the file itself.
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    return connection


def _is_sound(connection: sqlite3.Connection) -> bool:
    deadline = time.monotonic() + CHECK_SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > deadline, 100_000)
    try:
        damage = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_INTERRUPT:
            raise
        # What it had seen by then was sound.
        return True
    finally:
        connection.set_progress_handler(None, 0)
    return damage is None or damage[0] == "ok"


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    # A new file is switched by whoever has it alone for a moment; SQLite does not wait for that by itself.
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


@contextmanager
def _in_plain_words(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        told = _told(error, path)
        if told is None:
            raise
        raise told from error


def _told(error: sqlite3.Error, path: Path) -> StoreError | None:
    # The low byte of SQLite's result code names the family of the trouble.
    family = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if str(error).startswith("Could not decode to UTF-8"):
        # Every text was written whole.
        family = sqlite3.SQLITE_CORRUPT
    match family:
        case sqlite3.SQLITE_FULL:
            return StoreFull()
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return StoreDamaged(path)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreBusy()
        case sqlite3.SQLITE_IOERR if _free_bytes(path) < FULL_BELOW_BYTES:
            # On a full disk SQLite may stumble over its shared-memory file before it can say "full".
            return StoreFull()
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return StoreUnreachable(path)
    return None


def _free_bytes(path: Path) -> int:
    try:
        return shutil.disk_usage(path.parent).free
    except OSError:
        return FULL_BELOW_BYTES
