"""Opens the central record and gives transactions to read and to write it."""

from __future__ import annotations

import time
from contextlib import contextmanager, nullcontext
from random import SystemRandom
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeVar
from weakref import WeakKeyDictionary

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from checklists.protocol import refusals
from sync_server.errors import CannotGoOn, Refused
from sync_server.record.homes import (
    WHAT_TO_DO,
    is_damage,
    make_engine,
    not_opened,
    one_line,
    options,
    prepare_upgrade,
    require_sound,
)
from sync_server.record.upgrade import upgrade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

log = structlog.get_logger()

_T = TypeVar("_T")

# `Engine` and `Connection` too: other parts of the server name their types and never import SQLAlchemy.
__all__ = ["Connection", "Engine", "open_record", "reading", "write", "writing"]

# PostgreSQL lets several writers in at once. Where two meet, it undoes one of them, and that one begins anew:
# a serialisation failure, a deadlock, a row that the other has just added.
_MET: Final = {"40001", "40P01", "23505"}
_TIMES: Final = 10
_PAUSE_SECONDS: Final = 0.01
_chance: Final = SystemRandom()

# Longer than SQLite itself waits.
_TURN_SECONDS: Final = 20.0
_turns: WeakKeyDictionary[Engine, Lock] = WeakKeyDictionary()


def open_record(url: str) -> Engine:
    """Open the central record at a database address and bring its tables up to date.

    Raises:
        CannotGoOn: the address or the database can't be used, it is damaged, or a newer version wrote it.
    """
    engine = make_engine(url)
    try:
        with _transaction(engine, writes=True) as connection:
            require_sound(connection)
            prepare_upgrade(connection)
            upgrade(connection)
    except DatabaseError as error:
        engine.dispose()
        raise CannotGoOn(not_opened(engine, error.orig)) from error
    except CannotGoOn:
        engine.dispose()
        raise
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that reads one consistent moment of the record.

    Raises:
        Refused: the database can't be read right now, or is damaged.
    """
    with _trouble_named(), _transaction(engine, writes=False) as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that may write; it is committed at the end, and undone if anything is raised.

    Raises:
        Refused: the database can't be written right now: its disk is full, or it is busy for too long.
    """
    with _trouble_named(), _transaction(engine, writes=True) as connection:
        yield connection


def write(engine: Engine, work: Callable[[Connection], _T]) -> _T:
    """Do work in a transaction that may write, and do it anew where another writer was in the way.

    Args:
        engine: the central record.
        work: reads what it goes by in its transaction, and changes nothing but the record.

    Raises:
        Refused: the database can't be written right now.
    """
    with _trouble_named():
        for tried in range(1, _TIMES):
            try:
                return _do(engine, work)
            except DBAPIError as error:
                if not _has_met(error):
                    raise
                log.info("writers met", tried=tried, reason=one_line(error.orig))
            # Not all at the same moment again.
            time.sleep(_chance.uniform(0, _PAUSE_SECONDS * tried))
        return _do(engine, work)


def _do(engine: Engine, work: Callable[[Connection], _T]) -> _T:
    with _transaction(engine, writes=True) as connection:
        return work(connection)


def _has_met(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in _MET


@contextmanager
def _transaction(engine: Engine, *, writes: bool) -> Iterator[Connection]:
    with (
        _turn(engine) if writes else nullcontext(),
        engine.connect().execution_options(**options(engine, writes=writes)) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def _turn(engine: Engine) -> Iterator[None]:
    """Let one thread write at a time where the database does so too.

    SQLite has a writer that finds the database busy sleep for longer and longer; here the next one is woken.
    """
    if engine.dialect.name != "sqlite":
        yield
        return
    turn = _turns.setdefault(engine, Lock())
    # Whoever waits in vain asks the database, which says what is the matter.
    has_it = turn.acquire(timeout=_TURN_SECONDS)
    try:
        yield
    finally:
        if has_it:
            turn.release()


@contextmanager
def _trouble_named() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        if is_damage(error.orig):
            # Not the driver's own words: they may quote what stands in the damaged place.
            log.critical("the central record is damaged", advice=WHAT_TO_DO)
            raise Refused(refusals.SERVER_TROUBLE, f"The central record is damaged. {WHAT_TO_DO}") from error
        if not isinstance(error, OperationalError):
            raise
        reason = _told(error, error.orig)
        raise Refused(refusals.SERVER_TROUBLE, f"The central record: {reason}.") from error
    except NoConnectionFree as error:
        _told(error, error)
        raise Refused(refusals.SERVER_TROUBLE, "The central record is busy.") from error


def _told(error: Exception, reason: object) -> str:
    """Log a trouble in one line, and return it."""
    said = one_line(reason)
    log.error("database trouble", reason=said)
    # A full disk or a database that is away comes with every request; where in the code tells nothing then.
    log.debug("database trouble", exc_info=error)
    return said
