"""This tablet's chain: each op's link follows from the one before, in the incarnation that is current.

An op gets its link when it is first offered to the server, not when it is written: until then it is in
`unlinked`, and the seal of its visit may stand in for it.
"""

import sqlite3
from collections.abc import Iterable

from checklists.journal.chain import Link, make_link
from mobile.store.database import Store
from mobile.store.identity import this_tablet


def head(store: Store) -> Link | None:
    """Return the newest link, None while there is none."""
    row = store.row(
        "select * from link where incarnation = ? order by n desc limit 1", (this_tablet(store).incarnation,)
    )
    return _link(row) if row else None


def link_at(store: Store, n: int) -> Link | None:
    """Return the link with this number in the current incarnation."""
    row = store.row("select * from link where incarnation = ? and n = ?", (this_tablet(store).incarnation, n))
    return _link(row) if row else None


def confirmed(store: Store) -> int:
    """Return the number of the last link the server has confirmed, 0 for none."""
    row = store.row(
        "select max(n) as n from link where incarnation = ? and received_at is not null",
        (this_tablet(store).incarnation,),
    )
    return (row["n"] if row else None) or 0


def unlinked(store: Store) -> int:
    """Return how many changes made here were never offered to the server."""
    row = store.row("select count(*) as waiting from unlinked")
    return row["waiting"] if row else 0


def await_link(store: Store, op_id: str) -> None:
    """Put an op behind all others that wait for a link, in the transaction that keeps the op."""
    store.execute("insert into unlinked(op_id) values (?)", (op_id,))


def link_next(store: Store, *, ops: int, size: int) -> None:
    """Link what waits, in order, in the transaction that returns what to send.

    Args:
        store: the tablet's database.
        ops: at most so many.
        size: at most so many bytes of bodies; an op that is larger is linked alone.
    """
    waiting = store.rows(_NEXT, (ops,))
    me, last = this_tablet(store), head(store)
    made: list[Link] = []
    for row in waiting:
        size -= row["bytes"]
        if made and size < 0:
            break
        last = make_link(me.device, me.incarnation, last, row["op_id"], row["body_hash"])
        made.append(last)
    store.execute_many(
        "insert into link(incarnation, n, op_id, prev, hash) values (?, ?, ?, ?, ?)",
        ((me.incarnation, one.n, one.op_id, one.prev, one.hash) for one in made),
    )
    store.execute_many("delete from unlinked where op_id = ?", ((one.op_id,) for one in made))


def begin_anew(store: Store) -> None:
    """Start a new incarnation that carries every op of the current one, after a copy or a restored backup.

    All of it is sent again: what of it the server has can't be told from here. The ops keep their ids,
    so nothing counts twice, whoever sends it.
    """
    with store.transaction():
        before = this_tablet(store).incarnation
        waiting = store.rows("select op_id, offered from unlinked order by place")
        store.execute("update identity set incarnation = ?", (store.new_id(),))
        store.execute("delete from unlinked")
        store.execute(
            "insert into unlinked(op_id, offered) select op_id, 1 from link where incarnation = ? order by n",
            (before,),
        )
        store.execute_many("insert into unlinked(op_id, offered) values (?, ?)", map(tuple, waiting))


def note_offered(store: Store, op_ids: Iterable[str]) -> None:
    """Note that ops without a link are with the server all the same, sent from a copy of this tablet."""
    store.execute_many("update unlinked set offered = 1 where op_id = ?", ((one,) for one in op_ids))


_NEXT = """
    select op_id, body_hash, length(body) + coalesce(length(packed), 0) * 4 / 3 as bytes
    from unlinked join op using (op_id) left join draft_history using (op_id)
    order by unlinked.place limit ?
"""


def _link(row: sqlite3.Row) -> Link:
    return Link(n=row["n"], op_id=row["op_id"], prev=row["prev"], hash=row["hash"])
