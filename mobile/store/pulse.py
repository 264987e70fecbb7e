"""What auditees said of the visits, as counts for each month; no visit, no name and no day is kept.

It stays on this tablet: whatever is sent carries the person and the tablet it was said on.
"""

import json
from enum import StrEnum

from mobile.store import memory
from mobile.store.database import Store


class Asked(StrEnum):
    """What the auditee is asked."""

    USEFUL = "useful"
    SAFE = "safe"


class Felt(StrEnum):
    """What one may answer with one tap."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


def count(store: Store, asked: Asked, felt: Felt) -> None:
    """Count one answer to the month it is."""
    with store.transaction():
        key = _key(store.moment()[:7])
        counts = _read(store, key)
        name = f"{asked}/{felt}"
        counts[name] = counts.get(name, 0) + 1
        memory.remember(store, key, json.dumps(counts, sort_keys=True))


def counts(store: Store, month: str) -> dict[tuple[Asked, Felt], int]:
    """Return how often each answer was given in a month such as `2026-03`."""
    found = _read(store, _key(month))
    return {(asked, felt): found.get(f"{asked}/{felt}", 0) for asked in Asked for felt in Felt}


def was_offered(store: Store, visit_id: str) -> bool:
    """Say whether the auditee of a visit was asked already, whatever they answered or did not."""
    return memory.recall(store, f"pulse offered/{visit_id}") is not None


def note_offered(store: Store, visit_id: str) -> None:
    """Note that the auditee of a visit was asked, and nothing of what they said."""
    memory.remember(store, f"pulse offered/{visit_id}", "")


def _key(month: str) -> str:
    return f"pulse/{month}"


def _read(store: Store, key: str) -> dict[str, int]:
    kept = memory.recall(store, key)
    found = json.loads(kept) if kept else {}
    return {name: number for name, number in found.items() if isinstance(number, int)}
