"""Applies what a tablet pushes: all of a batch in one transaction, each op decided on its own.

Pushing the same batch again changes nothing and gives the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, select, update

from checklists.ids import is_id
from checklists.journal.chain import START
from checklists.journal.op import Op
from checklists.moments import write_moment
from checklists.protocol import refusals
from checklists.protocol.messages import PushReply
from checklists.records import visit
from checklists.records.person import Role
from checklists.records.vocabulary import VOCABULARIES
from sync_server.record import schema
from sync_server.record.arrival import Arrival, new_arrivals
from sync_server.record.chains import Source, known_links, last_link
from sync_server.record.database import write
from sync_server.record.feed import NewEntry, enter
from sync_server.record.permissions import refusal_for
from sync_server.record.projections import Projections
from sync_server.record.records import Key, Records
from sync_server.record.refused import refused_among
from sync_server.record.rows import Row, in_parts, insert_rows
from sync_server.record.schema import EVERYBODY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from checklists.protocol.refusals import Refusal
    from sync_server.keys import Keys


def push(engine: Engine, keys: Keys, source: Source, sent: Sequence[Arrival], now: datetime) -> PushReply:
    """Store and apply a batch.

    Args:
        engine: the central record.
        keys: to countersign with.
        source: whose batch it is.
        sent: in chain order.
        now: the moment it was received.

    Raises:
        Refused: the batch forks from what is stored or does not follow from it; nothing of it was stored.
    """
    moment = write_moment(now)
    return write(engine, lambda connection: _Merge(connection, keys, source, moment).run(sent))


def apply_known_kinds(engine: Engine, keys: Keys, now: datetime) -> int:
    """Apply ops that an older version kept because it did not know their kind; return how many there were."""
    table = schema.op
    waiting = (table.c.refusal == refusals.UNKNOWN_KIND.number) & table.c.kind.in_(VOCABULARIES)
    # Locked, so that of two servers that start at once only one applies them.
    query = select(table.c.body).where(waiting).order_by(table.c.stamp, table.c.op_id).with_for_update()

    def apply(connection: Connection) -> int:
        ops = [Op.read(body) for body in connection.execute(query).scalars()]
        for op in ops:
            _Merge(connection, keys, Source(op.device, ""), write_moment(now)).again(op)
        return len(ops)

    return write(engine, apply)


@dataclass(slots=True)
class _Decided:
    """What is to be written: rows as they go in, and the ops that were folded, in their order."""

    ops: list[Row] = field(default_factory=list)
    kept: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    folded: list[tuple[Op, str]] = field(default_factory=list)


class _Merge:
    """One batch in one transaction: load, decide, write."""

    def __init__(self, connection: Connection, keys: Keys, source: Source, moment: str) -> None:
        self._connection = connection
        self._keys = keys
        self._source = source
        self._moment = moment
        self._records = Records(connection)
        self._decided = _Decided()
        self._roles: dict[str, Role] = {}
        # Body hashes of ops that are stored, by op id.
        self._stored: dict[str, str] = {}

    def run(self, sent: Sequence[Arrival]) -> PushReply:
        self._lock_device()
        last = last_link(self._connection, self._source)
        places = (one.link.n for one in sent if last and one.link.n <= last.n)
        known = known_links(self._connection, self._source, places)
        new = new_arrivals(self._source.device, self._source.incarnation, last, known, sent)
        self._load(new)
        for one in new:
            self._decide(one)
        self._write()
        end = new[-1].link if new else last
        return PushReply(
            n=end.n if end else 0,
            hash=end.hash if end else START,
            received_at=self._moment,
            refused=refused_among(self._connection, self._source, [one.link for one in sent]),
        )

    def again(self, op: Op) -> None:
        """Decide once more about an op that is stored but was refused."""
        self._load_around([op])
        refusal = refusal_for(op, self._roles.get(op.person), self._records)
        if refusal is None:
            self._fold(op, op.body_hash())
        table = schema.op
        number = refusal.number if refusal else None
        self._connection.execute(update(table).where(table.c.op_id == op.op_id).values(refusal=number))
        self._write()

    def _lock_device(self) -> None:
        # Two pushes of one tablet wait for each other, also where the database lets two writers in at once.
        table = schema.device
        self._connection.execute(
            select(table.c.id).where(table.c.id == self._source.device).with_for_update()
        )

    def _load(self, new: Sequence[Arrival]) -> None:
        table = schema.op
        for part in in_parts([one.link.op_id for one in new]):
            query = select(table.c.op_id, table.c.body_hash).where(table.c.op_id.in_(part))
            self._stored.update((row.op_id, row.body_hash) for row in self._connection.execute(query))
        self._load_around([one.op for one in new if one.op is not None])

    def _load_around(self, ops: Sequence[Op]) -> None:
        table = schema.person
        query = select(table.c.id, table.c.role).where(
            table.c.active, table.c.id.in_({op.person for op in ops})
        )
        self._roles = {row.id: Role(row.role) for row in self._connection.execute(query)}
        self._records.load(_keys(ops))

    def _decide(self, one: Arrival) -> None:
        place = {"device": self._source.device, "incarnation": self._source.incarnation, "n": one.link.n}
        self._decided.links.append(
            {**place, "op_id": one.link.op_id, "prev": one.link.prev, "hash": one.link.hash}
        )
        aside = self._aside(one)
        if aside is not None:
            self._decided.kept.append({**place, **self._kept(one), "refusal": aside.number})
        elif one.op is not None and one.op.op_id not in self._stored:
            self._decide_op(one, one.op)

    def _aside(self, one: Arrival) -> Refusal | None:
        # Nobody can read it, here or anywhere.
        if one.op is None:
            return refusals.NOT_UNDERSTOOD
        # One tablet does not speak for another; kept apart, it can't stand in the way of the true one.
        if one.op.device != self._source.device:
            return refusals.OTHER_DEVICE
        # The id belongs to another op already.
        is_other = self._stored.get(one.op.op_id, one.body_hash) != one.body_hash
        return refusals.NOT_UNDERSTOOD if is_other else None

    def _decide_op(self, one: Arrival, op: Op) -> None:
        refusal = refusal_for(op, self._roles.get(op.person), self._records)
        self._stored[op.op_id] = one.body_hash
        said = {name: getattr(op, name) for name in ("kind", "record", "device", "person", "stamp", "at")}
        number = refusal.number if refusal else None
        self._decided.ops.append({**self._kept(one), **said, "refusal": number})
        if refusal is None:
            self._fold(op, one.body_hash)

    def _kept(self, one: Arrival) -> Row:
        return {
            "op_id": one.link.op_id,
            "body": one.body,
            "body_hash": one.body_hash,
            "received_at": self._moment,
        }

    def _fold(self, op: Op, body_hash: str) -> None:
        self._records.fold(op)
        self._decided.folded.append((op, body_hash))

    def _write(self) -> None:
        insert_rows(self._connection, schema.op, self._decided.ops)
        insert_rows(self._connection, schema.kept, self._decided.kept)
        insert_rows(self._connection, schema.link, self._decided.links)
        newly_shared = self._records.share_good_practices()
        Projections(self._connection, self._moment).write(self._records.changed())
        self._records.write(self._moment)
        enter(self._connection, self._keys, [*self._earlier(newly_shared), *self._entries()])

    def _entries(self) -> Iterable[NewEntry]:
        for op, body_hash in self._decided.folded:
            shared = self._records.held((op.kind, op.record)).shared
            yield NewEntry(op.op_id, body_hash, EVERYBODY if shared else op.device)

    def _earlier(self, newly_shared: Sequence[Key]) -> Iterable[NewEntry]:
        """What was said of a finding before it was a good practice: everybody needs it from the beginning."""
        table = schema.op
        now = {op.op_id for op, _ in self._decided.folded}
        for kind, record in newly_shared:
            wanted = (table.c.kind == kind) & (table.c.record == record) & table.c.refusal.is_(None)
            query = (
                select(table.c.op_id, table.c.body_hash).where(wanted).order_by(table.c.stamp, table.c.op_id)
            )
            for row in self._connection.execute(query):
                if row.op_id not in now:
                    yield NewEntry(row.op_id, row.body_hash, EVERYBODY)


def _keys(ops: Iterable[Op]) -> Iterable[Key]:
    """The records the ops are about, and the visits they name."""
    for op in ops:
        yield op.kind, op.record
        named = op.set.get("visit")
        if named and isinstance(named[0], str) and is_id(named[0]):
            yield visit.KIND, named[0]
