"""A connection of the standard library's form over apsw, whose files a test can watch and break.

The product opens its databases with `sqlite3`, which has no virtual file systems. This gives it apsw's SQLite
with one, behind the methods that the product and sqlite-utils call.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Self
from unittest import mock

import apsw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


class Row(tuple[Any, ...]):
    """A row by column name or place, as `sqlite3.Row`."""

    __slots__ = ()
    names: tuple[str, ...] = ()

    def keys(self) -> list[str]:
        """Return the names of the columns."""
        return list(self.names)

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(self.names.index(key) if isinstance(key, str) else key)


def _row_of(names: tuple[str, ...]) -> type[Row]:
    return type("Row", (Row,), {"__slots__": (), "names": names})


class Cursor:
    """What a statement gave; it is run to its end at once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.row_factory: object = connection.row_factory
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.description: list[tuple[Any, ...]] | None = None
        self._rows: list[Any] = []

    def execute(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> Self:
        """Run a statement.

        Raises:
            sqlite3.Error: as the standard library would, with SQLite's code.
        """
        database = self._connection.database
        with _as_the_standard_library():
            cursor = database.cursor()
            before = database.total_changes()
            names: tuple[str, ...] = ()

            def about_to(running: apsw.Cursor, _sql: str, _values: object) -> bool:
                # Later it is there only where there are rows.
                nonlocal names
                names = tuple(column[0] for column in running.get_description())
                return True

            cursor.exec_trace = about_to
            cursor.execute(sql, parameters or None)
            self._rows = [tuple(row) for row in cursor]
        self.lastrowid = database.last_insert_rowid()
        self.rowcount = database.total_changes() - before if not names else -1
        self.description = [(name, None, None, None, None, None, None) for name in names] or None
        if self.row_factory is sqlite3.Row:
            kind = _row_of(names)
            self._rows = [kind(row) for row in self._rows]
        return self

    def executemany(self, sql: str, parameters: Iterable[Any]) -> Self:
        """Run a statement for each row."""
        for one in parameters:
            self.execute(sql, one)
        return self

    def fetchone(self) -> Any:
        """Return the next row, None after the last."""
        return self._rows.pop(0) if self._rows else None

    def fetchall(self) -> list[Any]:
        """Return the rows left."""
        rows, self._rows = self._rows, []
        return rows

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetchall())

    def close(self) -> None:
        """Forget the rows."""
        self._rows = []


class Connection:
    """A connection on a virtual file system, in autocommit as the product opens them.

    Attributes:
        database: apsw's own.
        on_commit: called after each commit of something that was changed.
    """

    def __init__(
        self, path: object, *, timeout: float = 5.0, vfs: str | None = None, on_commit: Callable[[], None]
    ) -> None:
        self.row_factory: object = None
        self.on_commit = on_commit
        with _as_the_standard_library():
            self.database = apsw.Connection(str(path), vfs=vfs)
            self.database.set_busy_timeout(int(timeout * 1000))

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self.database.in_transaction

    def cursor(self) -> Cursor:
        """Return a new cursor."""
        return Cursor(self)

    def execute(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> Cursor:
        """Run a statement."""
        before, inside = self.database.total_changes(), self.in_transaction
        done = self.cursor().execute(sql, parameters)
        if not self.in_transaction and (inside or self.database.total_changes() != before):
            self.on_commit()
        return done

    def executemany(self, sql: str, parameters: Iterable[Any]) -> Cursor:
        """Run a statement for each row."""
        return self.cursor().executemany(sql, parameters)

    def commit(self) -> None:
        """Commit what is open."""
        if self.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        """Undo what is open."""
        if self.in_transaction:
            self.execute("ROLLBACK")

    def set_progress_handler(self, handler: Callable[[], Any] | None, steps: int) -> None:
        """Call back while a statement runs."""
        self.database.set_progress_handler((lambda: bool(handler())) if handler else None, max(steps, 1))

    def close(self) -> None:
        """Close it; what is open is undone."""
        # SQLite's own close says nothing of a disk that fails as it tidies up, and neither does the standard
        # library.
        with suppress(apsw.Error):
            self.database.close()


@contextmanager
def in_place_of_sqlite3(vfs: str, on_commit: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Let every database that is opened meanwhile be opened on a virtual file system."""

    def connect(path: object, timeout: float = 5.0, **_others: object) -> Connection:
        return Connection(path, timeout=timeout, vfs=vfs, on_commit=on_commit)

    with mock.patch("sqlite3.connect", connect):
        yield


@contextmanager
def _as_the_standard_library() -> Iterator[None]:
    try:
        yield
    except apsw.Error as error:
        code = getattr(error, "extendedresult", 0) or getattr(error, "result", 0)
        kind = {
            apsw.SQLITE_CONSTRAINT: sqlite3.IntegrityError,
            apsw.SQLITE_CORRUPT: sqlite3.DatabaseError,
            apsw.SQLITE_NOTADB: sqlite3.DatabaseError,
        }.get(code & 0xFF, sqlite3.OperationalError)
        told = kind(str(error))
        told.sqlite_errorcode = code
        raise told from error
