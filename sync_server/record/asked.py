"""Statements that are put together once and then asked often.

SQLAlchemy spends longer on a statement than SQLite does. There the text goes to the driver as it is; any
other database is asked through SQLAlchemy, which knows how each of them wants it.
"""

from __future__ import annotations

import sqlite3
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, Dialect
    from sqlalchemy.sql import Executable
    from sqlalchemy.sql.compiler import SQLCompiler

_T = TypeVar("_T")

_NOTHING: Final[list[Any]] = []

# One text for each number of values that a list had.
_TEXTS: Final = 500


class Asked:
    """A statement whose values are all parameters: single ones, and at most one list (`expanding`)."""

    def __init__(self, statement: Executable) -> None:
        """Take the statement.

        Args:
            statement: reads or writes columns whose values drivers take and give as they are: texts, bytes
                and whole numbers.
        """
        self._statement = statement
        self._text = lru_cache(_TEXTS)(self._put_together)

    def rows(self, connection: Connection, **values: Any) -> Sequence[tuple[Any, ...]]:  # noqa: ANN401 - as columns are
        """Return the rows it finds."""
        driver = _driver_of(connection)
        if driver is None:
            return [tuple(row) for row in connection.execute(self._statement, values)]
        return _through(connection, lambda: self._ask(connection.dialect, driver, values).fetchall())

    def do(self, connection: Connection, **values: Any) -> None:  # noqa: ANN401 - as columns are
        """Let it change what it changes."""
        driver = _driver_of(connection)
        if driver is None:
            connection.execute(self._statement, values)
        else:
            _through(connection, lambda: self._ask(connection.dialect, driver, values))

    def _ask(self, dialect: Dialect, driver: sqlite3.Connection, values: dict[str, Any]) -> sqlite3.Cursor:
        listed = next((value for value in values.values() if isinstance(value, list)), _NOTHING)
        text, places = self._text(dialect, len(listed))
        rest = iter(listed)
        return driver.execute(
            text, [values[name] if name in values else next(rest, said) for name, said in places]
        )

    def _put_together(self, dialect: Dialect, count: int) -> tuple[str, Sequence[tuple[str, Any]]]:
        """Return the text, and for each of its parameters the name with the value that is always the same."""
        compiled: SQLCompiler = self._statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        values = {
            name: [*range(count)] if one.expanding else one.value for name, one in compiled.binds.items()
        }
        state = compiled.construct_expanded_state(values)
        return state.statement, [(name, state.parameters[name]) for name in state.positiontup or ()]


def say(connection: Connection, text: str) -> None:
    """Say something to the database in its driver's own words."""
    driver = _driver_of(connection)
    if driver is None:
        connection.exec_driver_sql(text)
    else:
        _through(connection, lambda: driver.execute(text))


def insert_through(connection: Connection, text: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows by a text in the driver's own words."""
    driver = _driver_of(connection)
    if driver is None:
        connection.exec_driver_sql(text, [*rows])
    else:
        _through(connection, lambda: driver.executemany(text, rows))


def _driver_of(connection: Connection) -> sqlite3.Connection | None:
    """Return SQLite's own connection, None for another database."""
    driver = connection.connection.driver_connection
    return driver if isinstance(driver, sqlite3.Connection) else None


def _through(connection: Connection, work: Callable[[], _T]) -> _T:
    """Do work on SQLite's own connection; its errors come as SQLAlchemy's would."""
    try:
        return work()
    except sqlite3.Error as error:
        raise DBAPIError.instance(None, None, error, sqlite3.Error, dialect=connection.dialect) from error
