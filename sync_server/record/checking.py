"""Checks that a record is whole: every body, chain, state and projection, each finding as a sentence."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from checklists.journal.canonical import digest
from checklists.journal.chain import START, feed_hash, link_hash
from checklists.journal.op import Op
from checklists.records import finding, visit
from sync_server.errors import ServerError
from sync_server.record import schema
from sync_server.record.checking_states import ODD, check_states, rows_of
from sync_server.record.homes import options
from sync_server.record.server_key import noted_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import ColumnElement, Connection, Engine, Row, Table

    from sync_server.keys import Keys

_SAID: Final = ("op_id", "kind", "record", "device", "person", "stamp", "at")


class NotReadError(ServerError):
    """A damaged database gives no more; the text is a sentence."""


@contextmanager
def looking(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that reads one moment of a record which may be damaged.

    Unlike `reading` it makes no noise in the log: here damage is what is looked for.

    Raises:
        NotReadError: the database says that it can't go on.
    """
    try:
        with (
            engine.connect().execution_options(**options(engine, writes=False)) as connection,
            connection.begin(),
        ):
            yield connection
    except SQLAlchemyError as error:
        raise NotReadError(f"The database can't be read to the end: {_short(error)}.") from error


def check_record(connection: Connection, keys: Keys) -> Iterator[str]:
    """Yield a sentence for everything that is not as it was received; nothing for a record that is whole.

    Args:
        connection: reads one moment of the record.
        keys: of the server that countersigned its feed.
    """
    checks: dict[str, Callable[[], Iterable[str]]] = {
        "The database": lambda: _pages(connection),
        "The server's key": lambda: _key(connection, keys),
        "The journal": lambda: _ops(connection),
        "What was kept but not applied": lambda: _kept(connection),
        "The chains of the tablets": lambda: _chains(connection),
        "The feed": lambda: _feed(connection, keys),
        "The draft histories": lambda: _drafts(connection),
        "The records": lambda: check_states(connection),
        "The lists for the pages": lambda: _lists(connection),
        "The checklists": lambda: _checklists(connection),
    }
    for what, check in checks.items():
        try:
            yield from check()
        except ODD as error:
            yield f"{what} can't be read to the end: {_short(error)}."


def _pages(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.execute(text("PRAGMA integrity_check(1000)")):
        if said != "ok":
            yield f"The database file is damaged: {said}."
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"The database names something that is not there: row {row[1]} of “{row[0]}” in “{row[2]}”."


def _key(connection: Connection, keys: Keys) -> Iterator[str]:
    if noted_key(connection) not in {None, keys.fingerprint}:
        yield "The record is noted as countersigned with another key than the one beside it."


def _ops(connection: Connection) -> Iterator[str]:
    for row in rows_of(connection, select(schema.op)):
        where = f"Change {row.op_id} of {row.kind} {row.record}"
        if _digest(row.body) != row.body_hash:
            yield f"{where} is not as it was received: its text has another hash."
        elif row.refusal is None and not _says(row):
            yield f"{where} is stored under names that its text does not give."


def _says(row: Row[Any]) -> bool:
    try:
        op = Op.read(row.body)
    except ODD:
        return False
    return all(getattr(op, name) == getattr(row, name) for name in _SAID)


def _kept(connection: Connection) -> Iterator[str]:
    for row in rows_of(connection, select(schema.kept)):
        if _digest(row.body) != row.body_hash:
            yield (
                f"What tablet {row.device} sent as change {row.n} of its chain {row.incarnation}, and was "
                "kept but not applied, is not as it was received."
            )


def _chains(connection: Connection) -> Iterator[str]:
    link, op, kept = schema.link, schema.op, schema.kept
    here = (
        (kept.c.device == link.c.device) & (kept.c.incarnation == link.c.incarnation) & (kept.c.n == link.c.n)
    )
    query = (
        select(link, func.coalesce(kept.c.body_hash, op.c.body_hash).label("body_hash"))
        .outerjoin(kept, here)
        .outerjoin(op, op.c.op_id == link.c.op_id)
        .order_by(link.c.device, link.c.incarnation, link.c.n)
    )
    rows = rows_of(connection, query)
    for (device, incarnation), links in groupby(rows, key=lambda row: (row.device, row.incarnation)):
        yield from _chain(f"the chain {incarnation} of tablet {device}", links)


def _chain(name: str, links: Iterable[Row[Any]]) -> Iterator[str]:
    n, head = 0, START
    for row in links:
        if row.n != n + 1:
            yield f"In {name}, what lies between change {n} and change {row.n} is missing."
        elif row.prev != head:
            yield f"In {name}, change {row.n} does not follow from the one before it."
        if row.body_hash is None:
            yield f"In {name}, change {row.n} is missing: it names {row.op_id}, which is not in the journal."
        elif row.hash != link_hash(row.device, row.incarnation, row.n, row.prev, row.op_id, row.body_hash):
            yield f"In {name}, change {row.n} is not the one that was sent: its hash does not fit."
        n, head = row.n, row.hash


def _feed(connection: Connection, keys: Keys) -> Iterator[str]:
    feed, op = schema.feed, schema.op
    query = select(feed, op.c.body_hash).outerjoin(op, op.c.op_id == feed.c.op_id).order_by(feed.c.seq)
    seq, head = 0, START
    for row in rows_of(connection, query):
        if row.seq != seq + 1:
            yield f"In the feed, what lies between place {seq} and place {row.seq} is missing."
        elif row.body_hash is None:
            yield f"At place {row.seq} of the feed, change {row.op_id} is missing."
        elif row.hash != feed_hash(head, row.op_id, row.body_hash):
            yield f"Place {row.seq} of the feed does not follow from the one before it."
        if row.body_hash and row.countersign != keys.countersignature(row.op_id, row.body_hash):
            yield f"At place {row.seq} of the feed, the server's countersignature does not fit."
        seq, head = row.seq, row.hash
    counter = schema.counter
    found = connection.execute(
        select(counter.c.value, counter.c.head).where(counter.c.name == schema.FEED_COUNTER)
    ).one_or_none()
    if found is None or tuple(found) != (seq, head):
        yield f"The feed ends at place {seq}, and the record's own count says otherwise."


def _drafts(connection: Connection) -> Iterator[str]:
    history, op = schema.draft_history, schema.op
    query = select(history, op.c.record, op.c.body).outerjoin(op, op.c.op_id == history.c.op_id)
    for row in rows_of(connection, query):
        if not _is_marked(row):
            yield f"The draft history of visit {row.visit} is not the one that its seal {row.op_id} names."


def _is_marked(row: Row[Any]) -> bool:
    try:
        mark = Op.read(row.body).draft
    except ODD:
        return False
    return mark is not None and (mark.sha256, row.record) == (_digest(row.blob), row.visit)


def _lists(connection: Connection) -> Iterator[str]:
    for kind, table in ((visit.KIND, schema.visit), (finding.KIND, schema.finding)):
        record = schema.record
        is_it = (record.c.kind == kind) & (record.c.id == table.c.id)
        yield from _only_in_one(connection, kind, table, is_it)


def _only_in_one(
    connection: Connection, kind: str, table: Table, is_it: ColumnElement[bool]
) -> Iterator[str]:
    record = schema.record
    unlisted = select(record.c.id).where(record.c.kind == kind, ~select(table.c.id).where(is_it).exists())
    for row in rows_of(connection, unlisted):
        yield f"The pages' list leaves out {kind} {row.id}."
    unknown = select(table.c.id).where(~select(record.c.id).where(is_it).exists())
    for row in rows_of(connection, unknown):
        yield f"The pages' list names {kind} {row.id}, which is not in the record."


def _checklists(connection: Connection) -> Iterator[str]:
    for row in rows_of(connection, select(schema.checklist)):
        if _digest(row.document) != row.hash:
            yield f"Version {row.version} of the checklist “{row.id}” is not as it was published."


def _digest(data: object) -> str:
    # SQLite would also hold a text or a number where bytes belong.
    return digest(data) if isinstance(data, bytes) else "none"


def _short(error: BaseException) -> str:
    said = error.orig if isinstance(error, DBAPIError) else error
    return " ".join(str(said).split())[:300].rstrip(".") or type(error).__name__
