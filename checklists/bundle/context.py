"""What came of a visit, beside what is sealed: actions and thanks as they stood, and what shows that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.journal.canonical import canonical, digest
from checklists.journal.chain import feed_hash
from checklists.journal.fold import fold
from checklists.journal.op import Op
from checklists.records import action, thanks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from checklists.bundle.form import VisitFile

# What may follow from a visit and is no part of it.
KINDS = frozenset({action.KIND, thanks.KIND})


def check_context(said: VisitFile, countersignature: Callable[[str, str], str] | None) -> Iterator[str]:
    """Yield a sentence for each thing in a bundle's context that is not right.

    Args:
        said: the bundle's visit.
        countersignature: as for `check`.
    """
    context = said.context
    bodies = {one.op_id: one.body.encode("utf-8", "surrogatepass") for one in context.ops}
    try:
        ops = [Op.read(body) for body in bodies.values()]
    except ValueError:
        yield "A change of what came of the visit is damaged: it can't be read."
        return
    if [op.op_id for op in ops] != [one.op_id for one in context.ops]:
        yield "A change of what came of the visit is in it twice, or under another's name."
    states = fold(ops)
    stated = {(one.kind, one.record): canonical(one.state) for one in context.records}
    if stated != {key: state.to_json() for key, state in states.items()}:
        yield "What came of the visit is stated otherwise than its changes add up to."
    for (kind, record), state in states.items():
        if kind not in KINDS or state.value("visit") != said.visit:
            yield f"{kind.capitalize()} {record} did not come of this visit."
    received = {entry.op_id for entry in context.entries}
    if received != bodies.keys():
        yield "A change of what came of the visit has no place in the server's feed."
    for entry in context.entries:
        body_hash = digest(bodies.get(entry.op_id, b""))
        if entry.hash != feed_hash(entry.prev, entry.op_id, body_hash):
            yield f"Place {entry.seq} of the server's feed is not that of change {entry.op_id} as it is here."
        elif countersignature and entry.countersign != countersignature(entry.op_id, body_hash):
            yield f"This server did not countersign change {entry.op_id} as it is here."


def shows_context(said: VisitFile) -> Iterator[str]:
    """Yield what the context shows, nothing where nothing came of the visit."""
    kinds = [one.kind for one in said.context.records]
    agreed, given = kinds.count(action.KIND), kinds.count(thanks.KIND)
    if kinds:
        actions = f"{agreed} {'action' if agreed == 1 else 'actions'}"
        yield (
            f"Beside it, what came of the visit as it stood at the export: {actions}, and thanks given "
            f"{given} {'time' if given == 1 else 'times'}. The seal does not cover them."
        )
