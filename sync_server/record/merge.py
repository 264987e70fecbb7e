"""Applies what a tablet pushes: all of a batch in one transaction, each op decided on its own.

Pushing the same batch again changes nothing and gives the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BindParameter, Connection, Engine, bindparam, select, update

from checklists.ids import is_id
from checklists.journal.canonical import as_text
from checklists.journal.chain import START
from checklists.moments import write_moment
from checklists.protocol import refusals
from checklists.protocol.messages import PushReply, RefusedOp, RelayReply
from checklists.records import visit
from checklists.records.person import Role
from checklists.records.vocabulary import VOCABULARIES
from sync_server.errors import Refused
from sync_server.record import schema
from sync_server.record.arrival import Arrival, Heard, hear, new_arrivals, photos_named
from sync_server.record.asked import Asked
from sync_server.record.audience import Audience
from sync_server.record.chains import Source, known_links, last_link
from sync_server.record.database import write
from sync_server.record.feed import enter
from sync_server.record.permissions import refusal_for, refusal_of_form
from sync_server.record.projections import Projections
from sync_server.record.received import mark_here
from sync_server.record.records import Records
from sync_server.record.refused import refused_among, with_words
from sync_server.record.rows import Row, in_parts, insert_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from checklists.journal.op import Op
    from checklists.protocol.refusals import Refusal
    from sync_server.keys import Keys
    from sync_server.record.states import Key


_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)

# Made once: to put them together takes longer than to ask them.
_STORED: Final = Asked(
    select(schema.op.c.op_id, schema.op.c.body_hash, schema.op.c.refusal).where(schema.op.c.op_id.in_(_IDS))
)
_DEVICE: Final = Asked(
    select(schema.device.c.revoked_at).where(schema.device.c.id == bindparam("device")).with_for_update()
)
_ROLES: Final = Asked(
    select(schema.person.c.id, schema.person.c.role).where(
        schema.person.c.active, schema.person.c.id.in_(_IDS)
    )
)


def push(  # noqa: PLR0913, PLR0917 - the record, who, what, and when by either clock
    engine: Engine,
    keys: Keys,
    source: Source,
    sent: Sequence[Arrival],
    now: datetime,
    clock_ms: int = 0,
    *,
    is_here: Callable[[str], bool],
) -> PushReply:
    """Store and apply a batch, and note the photos it names whose bytes are here already.

    Args:
        engine: the central record.
        keys: to countersign with.
        source: whose batch it is.
        sent: in chain order.
        now: the moment it was received.
        clock_ms: the server's clock minus the tablet's.
        is_here: says whether the photo of a name is in the store; asked inside the transaction.

    Raises:
        Refused: the tablet's access was ended, or the batch forks from what is stored or does not follow from
            it; nothing of it was stored.
    """

    def store(connection: Connection) -> PushReply:
        reply = _Merge(connection, keys, write_moment(now), clock_ms).push(source, sent)
        mark_here(connection, photos_named([one.heard for one in sent]), is_here, now)
        return reply

    return write(engine, store)


def relay(
    engine: Engine, keys: Keys, relayed: Sequence[Relayed], now: datetime, *, is_here: Callable[[str], bool]
) -> RelayReply:
    """Take back what this server had applied before it was restored from a backup.

    Args:
        engine: the central record.
        keys: whose countersignature is believed.
        relayed: in feed order, from a tablet that holds them, whoever wrote them.
        now: the moment they were received.
        is_here: as for `push`.
    """

    def take_back(connection: Connection) -> RelayReply:
        reply = _Merge(connection, keys, write_moment(now), 0).relay(relayed)
        mark_here(connection, photos_named([one.heard for one in relayed]), is_here, now)
        return reply

    return write(engine, take_back)


def apply_known_kinds(engine: Engine, keys: Keys, now: datetime) -> int:
    """Apply ops that an older version kept because it did not know their kind; return how many there were."""
    c = schema.op.c
    # Locked, so that of two servers that start at once only one applies them.
    query = (
        select(c.kind, c.body, c.clock_ms)
        .where(c.refusal == refusals.UNKNOWN_KIND.number)
        .order_by(c.stamp, c.op_id)
        .with_for_update()
    )

    def apply(connection: Connection) -> int:
        ops = [(hear(as_text(row.body)), row.clock_ms) for row in connection.execute(query)]
        known = [(heard, clock_ms) for heard, clock_ms in ops if heard.op and _is_known(heard.op)]
        for heard, clock_ms in known:
            _Merge(connection, keys, write_moment(now), clock_ms).again(heard)
        return len(known)

    return write(engine, apply)


def share_sealed(engine: Engine, keys: Keys, now: datetime) -> int:
    """Share the visits that were sealed when completed visits stayed with their tablets; return how many."""
    record, line = schema.record, schema.visit
    own = (record.c.kind == visit.KIND) & (record.c.audience == schema.OWN) & line.c.sealed_at.is_not(None)
    query = select(record.c.id).join(line, line.c.id == record.c.id).where(own).order_by(record.c.id)

    def share(connection: Connection) -> int:
        visits = connection.execute(query.with_for_update(of=record)).scalars().all()
        for one in visits:
            _Merge(connection, keys, write_moment(now), 0).share((visit.KIND, one))
        return len(visits)

    return write(engine, share)


@dataclass(frozen=True, slots=True)
class Relayed:
    """One entry of the feed as a tablet holds it.

    Attributes:
        heard: the op.
        mark: the countersignature that came with it.
        clock_ms: what its tablet's clock was wrong by.
    """

    heard: Heard
    mark: str
    clock_ms: int


@dataclass(slots=True)
class _Decided:
    """What is to be written: rows as they go in, and the ops that were folded, in their order."""

    ops: list[Row] = field(default_factory=list)
    kept: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    histories: list[Row] = field(default_factory=list)
    folded: list[tuple[Op, str]] = field(default_factory=list)


class _Merge:
    """One batch in one transaction: load, decide, write."""

    def __init__(self, connection: Connection, keys: Keys, moment: str, clock_ms: int) -> None:
        self._connection = connection
        self._keys = keys
        self._moment = moment
        self._clock_ms = clock_ms
        self._records = Records(connection)
        self._decided = _Decided()
        self._roles: dict[str, Role] = {}
        # Body hashes of ops that are stored, and the refusals of those not applied, by op id.
        self._stored: dict[str, str] = {}
        self._refused: dict[str, int] = {}

    def push(self, source: Source, sent: Sequence[Arrival]) -> PushReply:
        self._require_access(source)
        last = last_link(self._connection, source)
        places = (one.link.n for one in sent if last and one.link.n <= last.n)
        known = known_links(self._connection, source, places)
        new = new_arrivals(source.device, source.incarnation, last, known, sent)
        self._load_stored([one.link.op_id for one in new])
        self._load_around([one.op for one in new if one.op is not None])
        for one in new:
            self._decide(source, one)
        self._write()
        end = new[-1].link if new else last
        return PushReply(
            n=end.n if end else 0,
            hash=end.hash if end else START,
            received_at=self._moment,
            refused=self._told(source, sent, {one.link.n for one in new}),
        )

    def relay(self, relayed: Sequence[Relayed]) -> RelayReply:
        ops = [one.heard.op for one in relayed if one.heard.op is not None]
        self._load_stored([op.op_id for op in ops])
        self._load_around(ops)
        counts = {"taken": 0, "known": 0, "refused": 0}
        for one in relayed:
            counts[self._take_back(one)] += 1
        self._write()
        return RelayReply(**counts)

    def again(self, heard: Heard) -> None:
        """Decide once more about an op that is stored but was refused."""
        op = heard.op
        if op is None:
            return
        self._load_around([op])
        refusal = refusal_for(op, self._roles.get(op.person), self._records, fits=heard.fits)
        if refusal is None:
            self._fold(op, heard.body_hash)
        self._set_refusal(op.op_id, refusal)
        self._write()

    def share(self, key: Key) -> None:
        """Give a stored record the audience it would have if it came now."""
        self._records.held(key).changed = True
        self._write()

    def _told(self, source: Source, sent: Sequence[Arrival], new: set[int]) -> list[RefusedOp]:
        """Return those of a batch that were not applied, now or when they were pushed before."""
        before = refused_among(self._connection, source, [one.link for one in sent if one.link.n not in new])
        kept = {row["n"]: row["refusal"] for row in self._decided.kept}
        numbers = {**self._refused, **{row["op_id"]: row["refusal"] for row in self._decided.ops}}
        now = [
            (one.link.op_id, kept.get(one.link.n, numbers.get(one.link.op_id)))
            for one in sent
            if one.link.n in new
        ]
        return [*before, *(with_words(op_id, number) for op_id, number in now if number is not None)]

    def _take_back(self, one: Relayed) -> str:
        op, heard = one.heard.op, one.heard
        # Only what this server has applied before comes back without being asked who may do what.
        if op is None or not self._keys.is_countersigned(op.op_id, heard.body_hash, one.mark):
            return "refused"
        stored = self._stored.get(op.op_id)
        if stored is not None and stored == heard.body_hash:
            self._add_history(op, heard)
        if stored is not None and (stored != heard.body_hash or op.op_id not in self._refused):
            return "known" if stored == heard.body_hash else "refused"
        refusal = refusal_of_form(op, fits=heard.fits)
        if stored is None:
            self._store(op, heard, refusal, one.clock_ms)
        elif refusal is None:
            # It came in its tablet's chain before what it leans on had come back.
            self._set_refusal(op.op_id, None)
            del self._refused[op.op_id]
        if refusal is None:
            self._fold(op, heard.body_hash)
        return "taken" if refusal is None else "refused"

    def _require_access(self, source: Source) -> None:
        # Two pushes of one tablet wait here for each other where the database lets two writers in at once.
        found = _DEVICE.rows(self._connection, device=source.device)
        if any(revoked_at is not None for (revoked_at,) in found):
            raise Refused(refusals.REVOKED)

    def _load_stored(self, op_ids: Sequence[str]) -> None:
        for part in in_parts(op_ids):
            for op_id, body_hash, refusal in _STORED.rows(self._connection, ids=part):
                self._stored[op_id] = body_hash
                if refusal is not None:
                    self._refused[op_id] = refusal

    def _load_around(self, ops: Sequence[Op]) -> None:
        people = sorted({op.person for op in ops})
        self._roles = {
            person: Role(role)
            for part in in_parts(people)
            for person, role in _ROLES.rows(self._connection, ids=part)
        }
        self._records.load(_keys(ops))

    def _decide(self, source: Source, one: Arrival) -> None:
        place = {"device": source.device, "incarnation": source.incarnation, "n": one.link.n}
        self._decided.links.append(
            {**place, "op_id": one.link.op_id, "prev": one.link.prev, "hash": one.link.hash}
        )
        op, heard = one.op, one.heard
        aside = self._aside(source, op, heard)
        if aside is not None:
            kept = {"op_id": one.link.op_id, "body": heard.body, "body_hash": heard.body_hash}
            self._decided.kept.append({**place, **kept, "received_at": self._moment, "refusal": aside.number})
        elif op is not None and op.op_id not in self._stored:
            refusal = self._refusal(op, heard)
            self._store(op, heard, refusal, self._clock_ms)
            if refusal is None:
                self._fold(op, heard.body_hash)
        elif op is not None:
            self._add_history(op, heard)

    def _aside(self, source: Source, op: Op | None, heard: Heard) -> Refusal | None:
        # Nobody can read it, here or anywhere.
        if op is None:
            return refusals.NOT_UNDERSTOOD
        # One tablet does not speak for another; kept apart, it can't stand in the way of the true one.
        if op.device != source.device:
            return refusals.OTHER_DEVICE
        # The id belongs to another op already.
        is_other = self._stored.get(op.op_id, heard.body_hash) != heard.body_hash
        return refusals.NOT_UNDERSTOOD if is_other else None

    def _refusal(self, op: Op, heard: Heard) -> Refusal | None:
        # The tablet still has it whole; taken so, what led to the seal would be lost.
        if heard.damaged:
            return refusals.HISTORY_NOT_READ
        return refusal_for(op, self._roles.get(op.person), self._records, fits=heard.fits)

    def _store(self, op: Op, heard: Heard, refusal: Refusal | None, clock_ms: int) -> None:
        self._stored[op.op_id] = heard.body_hash
        self._decided.ops.append(
            {
                "op_id": op.op_id,
                "kind": op.kind,
                "record": op.record,
                "device": op.device,
                "person": op.person,
                "stamp": op.stamp,
                "at": op.at,
                "body": heard.body,
                "body_hash": heard.body_hash,
                "received_at": self._moment,
                "refusal": refusal.number if refusal else None,
                "clock_ms": clock_ms,
            }
        )
        if heard.packed is not None:
            self._decided.histories.append({"op_id": op.op_id, "visit": op.record, "blob": heard.packed})

    def _add_history(self, op: Op, heard: Heard) -> None:
        """Keep the draft history of a seal that somebody else has given back without it."""
        c = schema.draft_history.c
        coming = {row["op_id"] for row in self._decided.histories}
        if heard.packed is None or op.op_id in coming:
            return
        if self._connection.execute(select(c.op_id).where(c.op_id == op.op_id)).one_or_none() is None:
            self._decided.histories.append({"op_id": op.op_id, "visit": op.record, "blob": heard.packed})

    def _set_refusal(self, op_id: str, refusal: Refusal | None) -> None:
        table = schema.op
        number = refusal.number if refusal else None
        self._connection.execute(update(table).where(table.c.op_id == op_id).values(refusal=number))

    def _fold(self, op: Op, body_hash: str) -> None:
        self._records.fold(op)
        self._decided.folded.append((op, body_hash))

    def _write(self) -> None:
        insert_rows(self._connection, schema.op, self._decided.ops)
        insert_rows(self._connection, schema.draft_history, self._decided.histories)
        insert_rows(self._connection, schema.kept, self._decided.kept)
        insert_rows(self._connection, schema.link, self._decided.links)
        clocks = {row["op_id"]: row["clock_ms"] for row in self._decided.ops}
        entries = Audience(self._connection, self._records, clocks).entries(self._decided.folded)
        Projections(self._connection, self._moment).write(self._records.changed())
        self._records.write(self._moment)
        enter(self._connection, self._keys, entries)


def _is_known(op: Op) -> bool:
    return all(kind in VOCABULARIES for kind, _, _ in op.parts())


def _keys(ops: Iterable[Op]) -> Iterable[Key]:
    """The records the ops are about, and the visits they name."""
    for op in ops:
        for kind, record, changes in op.parts():
            yield kind, record
            named = changes.get("visit")
            if named and isinstance(named[0], str) and is_id(named[0]):
                yield visit.KIND, named[0]
