"""The seal as one op: it holds the whole visit as it was signed and stands in for the draft's own changes."""

from collections.abc import Sequence

from pydantic import JsonValue

from checklists.journal import draft_history
from checklists.journal.fold import RecordState
from checklists.journal.gather import Gathered, gather
from checklists.journal.op import OP_BYTES_LIMIT, OP_VERSION, Op
from mobile.store import chain, drafts, entries, identity, journal, ops
from mobile.store.database import Store


def write(store: Store, person: str, states: Sequence[RecordState], seal: JsonValue) -> None:
    """Seal a visit; part of the transaction that has read it.

    A visit too large for one op is sealed by an op of the seal alone; its changes stay as they are.

    Args:
        store: the tablet's database.
        person: who completes it.
        states: the visit and all its findings, as they are before the seal.
        seal: the value of the visit's field `seal`.
    """
    unsent, at = drafts.unsent(store, states), store.moment()
    gathered = gather(states, unsent, person, at)
    packed = draft_history.pack(drafts.bodies(store, gathered.folded)) if gathered.folded else b""
    op = _op(store, person, at, states[0], gathered, packed, seal) if packed is not None else None
    if op is None or packed is None or len(op.body()) > OP_BYTES_LIMIT:
        journal.write(
            store, person=person, kind=states[0].kind, record=states[0].record, values={"seal": seal}
        )
        return
    entries.check(op)
    ops.keep(store, op)
    if packed:
        drafts.put_away(store, op, packed, gathered.folded)
    chain.await_link(store, op.op_id)
    journal.rebuild_all(store, op, *unsent)


def _op(  # noqa: PLR0913, PLR0917 - everything an op is made of
    store: Store,
    person: str,
    at: str,
    visit: RecordState,
    gathered: Gathered,
    packed: bytes,
    seal: JsonValue,
) -> Op:
    before = gathered.set["seal"][1] if "seal" in gathered.set else []
    return Op(
        op_id=store.new_id(),
        device=identity.this_tablet(store).device,
        person=person,
        stamp=identity.tick(store),
        at=at,
        record=visit.record,
        kind=visit.kind,
        version=OP_VERSION,
        set={**gathered.set, "seal": (seal, before)},
        # Left out where there is nothing: the model takes no empty list.
        **({"also": gathered.also} if gathered.also else {}),
        draft=draft_history.mark(packed, len(gathered.folded)) if packed else None,
    )
