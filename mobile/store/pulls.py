"""What came from the two streams of the server's feed, and how far this tablet has read each."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from checklists.journal.canonical import as_bytes
from checklists.journal.chain import START
from checklists.journal.op import Op
from checklists.protocol.messages import Cursor, Page, Stream
from mobile.store import chain, identity, journal, memory, ops, photos, whole
from mobile.store.database import Store
from mobile.store.whole import Sealed

STREAMS: tuple[Stream, ...] = ("own", "shared")
"""In the order in which they are read: what is this tablet's own is little and comes first."""

# The newest are kept one by one, the older ones ever further apart: some near any moment of the last weeks,
# to find a common place with a server restored from a backup. Beyond that the feed is read from its
# beginning, which costs time and loses nothing.
CHECKPOINTS_KEPT = 200

_BEGINNING = Cursor(seq=0, hash=START)

# Under this key stands how far giving back has come: given, then read to the end once since.
_GIVING_BACK = "giving back"
_GIVEN, _READ_ONCE = "given", "read once"
_READ_AFTER = {_GIVEN: _READ_ONCE}


@dataclass(frozen=True, slots=True)
class Taken:
    """What some pages brought.

    Attributes:
        news: how many ops were not known here.
        unread: how many could not be read; they are kept for a newer version of the app.
    """

    news: int
    unread: int


@dataclass(frozen=True, slots=True)
class _Came:
    """A body that came, read as a seal or as an op; neither for what can't be read.

    Attributes:
        body: its bytes.
        sealed: a seal as far as lists need it.
        op: any other op.
    """

    body: bytes
    sealed: Sealed | None
    op: Op | None

    @classmethod
    def of(cls, body: bytes) -> Self:
        """Read a body."""
        sealed = whole.read(body)
        return cls(body, sealed, None if sealed else _op(body))

    @property
    def op_id(self) -> str | None:
        """The op's id, None for what can't be read."""
        return self.sealed.op_id if self.sealed else self.op.op_id if self.op else None


def cursor(store: Store, stream: Stream) -> Cursor:
    """Return how far a stream has been read."""
    return next(iter(places(store, stream, limit=1)), _BEGINNING)


def places(store: Store, stream: Stream, limit: int = -1) -> list[Cursor]:
    """Return the places in a stream this tablet has been at and may go back to, the newest first."""
    rows = store.rows(
        "select seq, hash from checkpoint where stream = ? order by seq desc limit ?", (stream, limit)
    )
    return [Cursor(seq=row["seq"], hash=row["hash"]) for row in rows]


def take(store: Store, *pages: Page) -> Taken:
    """Take in pages and move the cursor, in one transaction; an op that can't be read blocks no other."""
    # Read before anything is locked: whoever taps meanwhile does not wait for it.
    read = [(page, [_Came.of(as_bytes(entry.body)) for entry in page.entries]) for page in pages]
    news = unread = 0
    with store.transaction():
        for page, came in read:
            more, unreadable = _receive(store, came)
            _keep(store, page, [_Came(one.body, None, None) if one in unreadable else one for one in came])
            _move_to(store, page.stream, page.cursor)
            news, unread = news + more, unread + len(unreadable)
    return Taken(news, unread)


def read_for(store: Store, stream: Stream, what: str) -> None:
    """Note what a stream is asked for; where that has changed, it is read from the beginning.

    Args:
        store: the tablet's database.
        stream: which one.
        what: the scope, or the people.
    """
    key = f"{stream} read for"
    with store.transaction():
        before = memory.recall(store, key)
        if before != what:
            memory.remember(store, key, what)
            if before is not None:
                begin_again(store, stream)


def begin_again(store: Store, stream: Stream) -> None:
    """Read a stream from its beginning; what is known already changes nothing when it comes again."""
    with store.transaction():
        _leave(store, stream)
        store.execute("delete from checkpoint where stream = ?", (stream,))
        store.execute(
            "update entry set standing = 'leaving' where stream = ? and standing = 'held'", (stream,)
        )


def left_at(store: Store, stream: Stream) -> list[Cursor]:
    """Return the places from which a stream was begun again since it was last read to its end.

    A server that knows them all has everything this tablet held then.
    """
    return [Cursor.model_validate(one) for one in json.loads(memory.recall(store, _left_key(stream)) or "[]")]


def arrived(store: Store, stream: Stream) -> None:
    """Note that a stream was read to its end, and that what did not come again was seen to."""
    memory.remember(store, _left_key(stream), "[]")


def is_leaving(store: Store, stream: Stream) -> bool:
    """Say whether something has not come again since a stream was begun again."""
    query = "select 1 from entry where standing <> 'held' and standing = 'leaving' and stream = ? limit 1"
    return store.row(query, (stream,)) is not None


def lose(store: Store, stream: Stream) -> None:
    """Mark what has not come again as lost on the server: it stays, and is offered back."""
    with store.transaction():
        store.execute(
            "update entry set standing = 'lost' where stream = ? and standing = 'leaving'", (stream,)
        )
        _note_lost(store)


def go_back(store: Store, common: Mapping[Stream, int]) -> None:
    """Go back to places the server knows; what this tablet holds beyond them stays, marked as lost there.

    Args:
        store: the tablet's database.
        common: the number of the last entry of each stream that both know.
    """
    with store.transaction():
        for beyond in common.items():
            store.execute("delete from checkpoint where stream = ? and seq > ?", beyond)
            store.execute("update entry set standing = 'lost' where stream = ? and seq > ?", beyond)
        _note_lost(store)


def is_giving_back(store: Store) -> bool:
    """Say whether a server that is restored once more may have forgotten what was given back to it.

    It may where nothing has been read since from which that would be seen.
    """
    return memory.recall(store, _GIVING_BACK) is not None


def read_to_the_end(store: Store) -> None:
    """Note that both streams were read; what is given back is given once more in the exchange after."""
    left = _READ_AFTER.get(memory.recall(store, _GIVING_BACK) or "")
    if left:
        memory.remember(store, _GIVING_BACK, left)
    else:
        memory.forget(store, _GIVING_BACK)


def held(store: Store, stream: Stream) -> int:
    """Return how many entries of a stream this tablet holds up to its cursor."""
    row = store.row(
        "select count(*) as held from entry where stream = ? and standing = 'held' and seq <= ?",
        (stream, cursor(store, stream).seq),
    )
    return row["held"] if row else 0


def reread(store: Store) -> int:
    """Take in what an older version of the app could not read; say how many ops that brought."""
    with store.transaction():
        news = 0
        for row in store.rows("select * from entry where unread is not null order by seq"):
            came = _Came.of(row["unread"])
            more, unread = _receive(store, [came])
            if not unread:
                news += more
                store.execute(
                    "update entry set op_id = ?, unread = null where stream = ? and seq = ? and hash = ?",
                    (came.op_id, row["stream"], row["seq"], row["hash"]),
                )
        return news


def _note_lost(store: Store) -> None:
    if store.row("select 1 from entry where standing <> 'held' and standing = 'lost' limit 1"):
        memory.remember(store, _GIVING_BACK, _GIVEN)


def _left_key(stream: Stream) -> str:
    return f"{stream} left at"


def _leave(store: Store, stream: Stream) -> None:
    place = cursor(store, stream)
    known = left_at(store, stream)
    if place.seq and place not in known:
        memory.remember(store, _left_key(stream), json.dumps([one.model_dump() for one in (*known, place)]))


def _receive(store: Store, came: Sequence[_Came]) -> tuple[int, list[_Came]]:
    """Take in ops; sealed visits of others at once, the rest one by one.

    Returns how many were news, and those that can't be read.
    """
    known = _known(store, [one.op_id for one in came if one.op_id])
    device = identity.this_tablet(store).device
    sealed = _new_sealed(store, [one.sealed for one in came if one.sealed], known, device)
    whole.hold(store, sealed)
    identity.saw_all(store, (one.stamp for one in sealed))
    chain.note_offered(store, known)
    done = known - _refused(store, known) | {one.op_id for one in sealed}
    news, unread = len(sealed), []
    for one in came:
        if one.op_id in done:
            continue
        # A seal that is not held whole is read with all its fields.
        op = one.op or _op(one.body)
        if op is None:
            unread.append(one)
        elif journal.receive(store, op, one.body):
            news += 1
            if op.device == device:
                photos.announce_again(store, op)
    return news, unread


def _new_sealed(store: Store, sealed: Sequence[Sealed], known: set[str], device: str) -> list[Sealed]:
    """Return the sealed visits of others of whose records nothing is known here."""
    candidates = [one for one in sealed if one.op_id not in known and one.device != device]
    if not candidates:
        return []
    taken = whole.known(store, (key for one in candidates for key in one.keys))
    found = []
    for one in candidates:
        # Of two ops about one visit in one page, the second goes the way of all ops.
        if taken.isdisjoint(one.keys):
            found.append(one)
        taken |= one.keys
    return found


def _known(store: Store, op_ids: Sequence[str]) -> set[str]:
    query = "select op_id from op where op_id in (select value from json_each(?))"
    return {row["op_id"] for row in store.rows(query, (json.dumps(op_ids),))}


def _refused(store: Store, op_ids: Iterable[str]) -> set[str]:
    query = "select op_id from refusal where op_id in (select value from json_each(?))"
    return {row["op_id"] for row in store.rows(query, (json.dumps([*op_ids]),))}


def _op(body: bytes) -> Op | None:
    try:
        return ops.read(body)
    except (ValueError, RecursionError):
        return None


def _keep(store: Store, page: Page, came: Sequence[_Came]) -> None:
    if store.row("select 1 from entry where standing <> 'held' limit 1"):
        # It has a place in the feed again.
        store.execute_many(
            "delete from entry where op_id = ? and standing <> 'held'", [(one.op_id,) for one in came]
        )
    both = list(zip(page.entries, came, strict=True))
    store.execute_many(
        """insert into entry(stream, seq, hash, op_id, countersign, unread, standing)
            values (?, ?, ?, ?, ?, ?, 'held') on conflict do update set standing = 'held'""",
        (
            (
                page.stream,
                entry.seq,
                entry.hash,
                one.op_id,
                entry.countersign,
                None if one.op_id else one.body,
            )
            for entry, one in both
        ),
    )
    store.execute_many(
        "update op set clock_ms = ? where op_id = ?",
        [(entry.clock_ms, one.op_id) for entry, one in both if entry.clock_ms],
    )


def _move_to(store: Store, stream: Stream, place: Cursor) -> None:
    if place.seq == 0:
        return
    store.execute(
        "insert or replace into checkpoint(stream, seq, hash, at) values (?, ?, ?, ?)",
        (stream, place.seq, place.hash, store.moment()),
    )
    known = places(store, stream)
    if len(known) > CHECKPOINTS_KEPT:
        # Every second of the older half, the oldest stays.
        thinned = known[-2 : CHECKPOINTS_KEPT // 2 - 1 : -2]
        store.execute_many(
            "delete from checkpoint where stream = ? and seq = ?", ((stream, one.seq) for one in thinned)
        )
