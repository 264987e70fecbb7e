"""Which sealed visits of others come to this tablet: those of some areas, from some month on."""

import json
from collections.abc import Sequence

from checklists.protocol.messages import Scope
from mobile.store import clock, memory, places
from mobile.store.database import Store

# A year: what one looks up on the floor; the rest is in the central record.
DEFAULT_MONTHS = 12

_KEY = "scope"
_QUARTER = 3
_YEAR = 12


def read(store: Store) -> Scope:
    """Return the scope in force; the default is every area and the last `DEFAULT_MONTHS` months."""
    areas, months = chosen(store)
    return Scope(areas=areas, since=_first_month(store, months) if months is not None else None)


def chosen(store: Store) -> tuple[list[str] | None, int | None]:
    """Return what was chosen: the areas, None for all, and for how many months back, None for always."""
    kept = memory.recall(store, _KEY)
    if kept is None:
        return None, DEFAULT_MONTHS
    said = json.loads(kept)
    return said["areas"], said["months"]


def choose(store: Store, *, areas: Sequence[str] | None = None, months: int | None = DEFAULT_MONTHS) -> None:
    """Choose what comes here from the next exchange on; what falls out is let go of once that was read.

    Args:
        store: the tablet's database.
        areas: their ids; None for all of them. Ids the office does not list are left out.
        months: for how many months back, at least one; None for everything there is.
    """
    listed = {one.id for one in places.areas(store)}
    wanted = None if areas is None else sorted({one for one in areas if one in listed})
    back = None if months is None else max(1, months)
    memory.remember(store, _KEY, json.dumps({"areas": wanted, "months": back}))


def _first_month(store: Store, months: int) -> str:
    """Return the month to begin with, moved on once a quarter.

    All tablets with the same choice so ask for the same pages, and read them anew four times a year only.
    """
    now = clock.now(store)
    first = now.year * _YEAR + now.month - 1 - months
    first -= first % _QUARTER
    return f"{max(first, _YEAR) // _YEAR:04d}-{max(first, _YEAR) % _YEAR + 1:02d}"
