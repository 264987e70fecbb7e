"""What came from the server's feed and how far this tablet has read it."""

import json
from dataclasses import dataclass

from checklists.journal.chain import START
from checklists.journal.op import Op
from checklists.protocol.messages import Cursor, Entry, Page
from mobile.store import journal, photos
from mobile.store.database import Store
from mobile.store.identity import this_tablet

# Enough to find a common place with a server restored from last night; beyond that the feed is read
# from its beginning, which costs time and loses nothing.
CHECKPOINTS_KEPT = 200

_BEGINNING = Cursor(seq=0, hash=START)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a page brought.

    Attributes:
        news: how many ops were not known here.
        unread: how many could not be read; they are kept for a newer version of the app.
    """

    news: int
    unread: int


def cursor(store: Store) -> Cursor:
    """Return how far the feed has been read."""
    row = store.row("select seq, hash from checkpoint order by seq desc limit 1")
    return Cursor(seq=row["seq"], hash=row["hash"]) if row else _BEGINNING


def take(store: Store, page: Page) -> Taken:
    """Take in a page and move the cursor, in one transaction; an op that can't be read blocks no other."""
    read = [(entry, _read(entry)) for entry in page.entries]
    with store.transaction():
        news = 0
        for entry, op in read:
            _keep(store, entry, op)
            news += op is not None and _receive(store, op)
        _move_to(store, page.cursor)
    return Taken(news, sum(op is None for _, op in read))


def step_back(store: Store, places: int = 1) -> Cursor:
    """Go back some checkpoints, because the server does not know the cursor; return where that leads."""
    store.execute(
        "delete from checkpoint where seq in (select seq from checkpoint order by seq desc limit ?)",
        (places,),
    )
    return cursor(store)


def reread(store: Store) -> int:
    """Take in what an older version of the app could not read; say how many ops that brought."""
    with store.transaction():
        news = 0
        for row in store.rows("select seq, hash, unread from entry where unread is not null order by seq"):
            op = _op(row["unread"])
            if op is not None:
                news += _receive(store, op)
                store.execute(
                    "update entry set op_id = ?, unread = null where seq = ? and hash = ?",
                    (op.op_id, row["seq"], row["hash"]),
                )
        return news


def _receive(store: Store, op: Op) -> bool:
    news = journal.receive(store, op)
    if news and op.device == this_tablet(store).device:
        photos.announce_again(store, op)
    return news


def _read(entry: Entry) -> Op | None:
    return _op(json.dumps(entry.op).encode())


def _op(body: bytes) -> Op | None:
    try:
        op = journal.read_op(body)
        # What has no canonical form could not be kept.
        op.body()
    except (ValueError, RecursionError):
        return None
    return op


def _keep(store: Store, entry: Entry, op: Op | None) -> None:
    unread = None if op else json.dumps(entry.op).encode()
    store.execute(
        "insert or ignore into entry(seq, hash, op_id, countersign, unread) values (?, ?, ?, ?, ?)",
        (entry.seq, entry.hash, op.op_id if op else None, entry.countersign, unread),
    )


def _move_to(store: Store, place: Cursor) -> None:
    if place.seq == 0:
        return
    store.execute(
        "insert or replace into checkpoint(seq, hash, at) values (?, ?, ?)",
        (place.seq, place.hash, store.moment()),
    )
    store.execute(
        """delete from checkpoint where seq not in
            (select seq from checkpoint order by seq desc limit ?)""",
        (CHECKPOINTS_KEPT,),
    )
