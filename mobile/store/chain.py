"""This tablet's chain: each op's link follows from the one before, in the incarnation that is current."""

import sqlite3

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


def append(store: Store, op_id: str, body_hash: str) -> None:
    """Put an op at the end of the chain, in the transaction that keeps the op."""
    me = this_tablet(store)
    link = make_link(me.device, me.incarnation, head(store), op_id, body_hash)
    store.execute(
        "insert into link(incarnation, n, op_id, prev, hash) values (?, ?, ?, ?, ?)",
        (me.incarnation, link.n, link.op_id, link.prev, link.hash),
    )


def begin_anew(store: Store) -> None:
    """Start a new incarnation that carries every op of the current one, after a copy or a restored backup.

    All of it is sent again: what of it the server has can't be told from here. The ops keep their ids,
    so nothing counts twice, whoever sends it.
    """
    with store.transaction():
        before = this_tablet(store).incarnation
        carried = store.rows(
            """select op.op_id, op.body_hash from link join op using (op_id)
                where link.incarnation = ? order by link.n""",
            (before,),
        )
        store.execute("update identity set incarnation = ?", (store.new_id(),))
        for row in carried:
            append(store, row["op_id"], row["body_hash"])


def _link(row: sqlite3.Row) -> Link:
    return Link(n=row["n"], op_id=row["op_id"], prev=row["prev"], hash=row["hash"])
