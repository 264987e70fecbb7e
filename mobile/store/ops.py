"""Ops as rows: kept once, byte for byte as they were written, and read again."""

import json

from pydantic import ValidationError

from checklists.journal.canonical import digest
from checklists.journal.op import Op
from mobile.store.database import Store


def read(body: bytes) -> Op:
    """Return the op whose body is given, also one with half a character in a text.

    Raises:
        ValueError: the bytes are not an op.
    """
    try:
        return Op.read(body)
    except ValidationError:
        # Python's own reader takes half a character.
        return Op.model_validate(json.loads(body.decode("utf-8", "surrogatepass")))


def keep(store: Store, op: Op, body: bytes | None = None) -> bool:
    """Put an op into the journal without its effect; say whether it was not there yet.

    Args:
        store: the tablet's database.
        op: what it says.
        body: its bytes as they came from elsewhere; its canonical ones if left out.
    """
    body = op.body() if body is None else body
    kept = store.execute(
        """insert into op(op_id, kind, record, device, person, stamp, at, body, body_hash)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict(op_id) do nothing""",
        (op.op_id, op.kind, op.record, op.device, op.person, op.stamp, op.at, body, digest(body)),
    )
    if kept:
        keep_parts(store, op)
    return kept > 0


def keep_parts(store: Store, op: Op) -> None:
    """Note which records an op speaks of beside its own."""
    if op.also:
        store.execute_many(_PART, [(part.kind, part.record, op.op_id) for part in op.also])


def of_record(store: Store, kind: str, record: str) -> list[Op]:
    """Return the applied ops that speak of a record, in the order of their stamps."""
    return [read(row["body"]) for row in store.rows(_OF_RECORD, {"kind": kind, "record": record})]


def forget(store: Store, op_ids: list[str]) -> None:
    """Take ops out of the journal that something else stands in for, or that are none of this tablet's."""
    parameters = [(one,) for one in op_ids]
    for table in ("unlinked", "refusal", "draft_history", "op"):
        store.execute_many(f"delete from {table} where op_id = ?", parameters)  # noqa: S608 - ours


_PART = """
    insert into part(kind, record, op_id, whole, findings, person, since, planned, win, photos)
        select ?1, ?2, ?3, 0, 0, '', '', '', 0, '[]' where not exists (
            select 1 from part where kind = ?1 and record = ?2 and op_id = ?3)
"""

_OF_RECORD = """
    select body from op where op_id not in (select op_id from refusal)
        and (kind = :kind and record = :record
            or op_id in (select op_id from part where kind = :kind and record = :record))
    order by stamp, op_id
"""
