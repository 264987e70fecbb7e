"""Becoming a tablet the server knows: its identity, and what to do with changes made under another one."""

from checklists.journal.op import Op
from checklists.protocol.messages import EnrolReply
from mobile.store import chain, journal, ops, pulls
from mobile.store.database import Store
from mobile.store.identity import this_tablet
from mobile.store.said_again import said_again


def enrolled(store: Store, reply: EnrolReply, *, server_url: str, name: str) -> None:
    """Take on the identity the server gave, and a new chain, in one transaction.

    What the server has not received yet was said under the identity before, and it would not take
    that from this one: each such change is said again.
    """
    with store.transaction():
        before = this_tablet(store)
        unsent = _unsent(store, before.incarnation)
        store.execute(
            """update identity set device = ?, incarnation = ?, token = ?, server_url = ?, server_name = ?,
                name = ?, enrolled_at = ?""",
            (reply.device, store.new_id(), reply.token, server_url, reply.server_name, name, store.moment()),
        )
        _say_again(store, unsent, reply.device)
        for stream in pulls.STREAMS:
            pulls.begin_again(store, stream)


def moved(store: Store, server_url: str) -> None:
    """Note where this tablet's server is reached now; who the tablet is there stays as it is."""
    store.execute("update identity set server_url = ?", (server_url,))


def _unsent(store: Store, incarnation: str) -> list[Op]:
    rows = store.rows(_UNSENT, (incarnation,))
    return [ops.read(row["body"]) for row in rows]


_UNSENT = """
    select body from (
        select op.body, 0 as later, link.n as place from link join op using (op_id)
            where link.incarnation = ? and link.received_at is null
        union all
        select op.body, 1, unlinked.place from unlinked join op using (op_id))
    order by later, place
"""


def _say_again(store: Store, unsent: list[Op], device: str) -> None:
    """Put a new op in the place of each, which replaces it wherever it may have arrived after all."""
    for op, said in zip(unsent, said_again(store, unsent, device), strict=True):
        ops.keep(store, said)
        chain.await_link(store, said.op_id)
        # A seal takes the history of its draft along.
        store.execute("update draft_history set op_id = ? where op_id = ?", (said.op_id, op.op_id))
        store.execute("delete from link where op_id = ?", (op.op_id,))
        parts = [(part.kind, part.record, op.op_id) for part in op.also]
        store.execute_many("delete from part where kind = ? and record = ? and op_id = ?", parts)
        ops.forget(store, [op.op_id])
    journal.rebuild_all(store, *unsent)
