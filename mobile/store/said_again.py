"""Ops said again under another identity: new ones that replace the old wherever those have arrived."""

from collections.abc import Mapping, Sequence

from checklists.journal.op import Change, Op
from mobile.store.database import Store


def said_again(store: Store, said: Sequence[Op], device: str) -> list[Op]:
    """Return a new op for each, in the same order; nothing is kept yet.

    An op is what its id names, so other words, also another tablet's name, need another id.

    Args:
        store: the tablet's database, which gives the ids.
        said: ops among which those that replace each other do so again.
        device: who says them now.
    """
    ids = {op.op_id: store.new_id() for op in said}
    return [_again(op, ids, device) for op in said]


def _again(op: Op, again: Mapping[str, str], device: str) -> Op:
    def changes(said: Mapping[str, Change]) -> dict[str, Change]:
        return {field: _change(change) for field, change in said.items()}

    def _change(change: Change) -> Change:
        replaces = change[1]
        more = {again[one] for one in replaces if one in again}
        return (change[0], sorted({op.op_id, *replaces, *more}), *change[2:])

    also = [part.model_copy(update={"set": changes(part.set)}) for part in op.also]
    said = {"op_id": again[op.op_id], "device": device, "set": changes(op.set), "also": also}
    return op.model_copy(update=said)
