"""What is known of clocks that were off, for showing times; nothing is decided by it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mobile.store import memory
from mobile.store.identity import this_tablet
from mobile.text import moments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checklists.journal.siblings import Sibling
    from mobile.store.database import Store

_OFFSET = "clock offset"


def offset_ms(store: Store) -> int:
    """Return what to add to this tablet's time to get the server's; 0 below a difference of two minutes."""
    kept = memory.recall(store, _OFFSET)
    return int(kept) if kept else 0


def offsets(store: Store, kind: str, record: str) -> Mapping[str, int]:  # noqa: ARG001 - none are known yet
    """Return op id → what to add to its moments, in milliseconds, for a record's ops whose clock was off."""
    return {}


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
