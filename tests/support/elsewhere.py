"""What somebody said on another tablet, arriving on this one: beside what is here, or in its place."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from checklists.ids import new_id
from checklists.journal.op import OP_VERSION, Op
from mobile.store import journal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import JsonValue

    from checklists.records.person import Person
    from mobile.store.database import Store

DEVICE = "d" * 32

# Each newer than the one before and than whatever a test's own tablet writes; and one that is older.
_LATER = (f"009999999999999:{number:06}" for number in count())
EARLIER = "000000000000001:000000"


def said_elsewhere(
    store: Store,
    person: Person,
    kind: str,
    record: str,
    values: Mapping[str, JsonValue],
    *,
    at: str = "2026-03-03T11:07:00.000Z",
    stamp: str = "",
    knowing: bool = False,
) -> Op:
    """Let an op arrive from another tablet; `knowing` of what is here, or written while it was apart."""
    here = journal.state(store, kind, record)
    replaces = here.replaces(values) if knowing else {name: [] for name in values}
    op = Op(
        op_id=new_id(),
        device=DEVICE,
        person=person.id,
        stamp=stamp or next(_LATER),
        at=at,
        record=record,
        kind=kind,
        version=OP_VERSION,
        set={name: (value, replaces[name]) for name, value in values.items()},
    )
    journal.receive(store, op)
    return op
