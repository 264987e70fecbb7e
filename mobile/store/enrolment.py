"""Becoming a tablet the server knows: its identity, and what to do with changes made under another one."""

from checklists.journal.op import Op
from checklists.protocol.messages import EnrolReply
from mobile.store import chain, journal
from mobile.store.database import Store
from mobile.store.identity import this_tablet


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


def moved(store: Store, server_url: str) -> None:
    """Note where this tablet's server is reached now; who the tablet is there stays as it is."""
    store.execute("update identity set server_url = ?", (server_url,))


def _unsent(store: Store, incarnation: str) -> list[Op]:
    rows = store.rows(
        """select op.body from link join op using (op_id)
            where link.incarnation = ? and link.received_at is null order by link.n""",
        (incarnation,),
    )
    return [journal.read_op(row["body"]) for row in rows]


def _say_again(store: Store, unsent: list[Op], device: str) -> None:
    """Put a new op in the place of each, which replaces it wherever it may have arrived after all."""
    again = {op.op_id: store.new_id() for op in unsent}
    for op in unsent:
        for table in ("link", "refusal", "op"):
            store.execute(f"delete from {table} where op_id = ?", (op.op_id,))  # noqa: S608 - ours
    for op in unsent:
        changes = {
            field: (value, sorted({op.op_id, *replaces, *(again[one] for one in replaces if one in again)}))
            for field, (value, replaces) in op.set.items()
        }
        said = op.model_copy(update={"op_id": again[op.op_id], "device": device, "set": changes})
        journal.keep(store, said)
        chain.append(store, said.op_id, said.body_hash())
    for kind, record in sorted({(op.kind, op.record) for op in unsent}):
        journal.rebuild(store, kind, record)
