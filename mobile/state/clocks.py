"""What is known of clocks that were off, for showing times; nothing is decided by it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mobile.store.clock import offset_ms, offsets
from mobile.store.identity import this_tablet
from mobile.text import moments

if TYPE_CHECKING:
    from checklists.journal.siblings import Sibling
    from mobile.store.database import Store


def told(store: Store, kind: str, record: str, said: Sibling | None, moment: str = "") -> str:
    """Return in words when something was said, put right and marked where the clock it was said by was off.

    Args:
        store: the tablet's database.
        kind: of the record it is about.
        record: its id.
        said: who said what when; None where nobody did.
        moment: one that is part of what was said, such as when it was raised, by the same clock.
    """
    if said is None:
        return ""
    off = offsets(store, kind, record).get(said.op_id, 0)
    now = store.now()
    if off or said.device != this_tablet(store).device:
        # By the server's clock, and so is "today".
        now += timedelta(milliseconds=offset_ms(store))
    return moments.told(moment or said.at, now, off)
