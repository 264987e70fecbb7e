"""How far this tablet's clock is off, for showing times; nothing is ever decided by it."""

from datetime import datetime, timedelta

from checklists.moments import read_moment
from checklists.protocol.limits import CLOCK_MS
from mobile.store import memory
from mobile.store.database import Store

_OFFSET = "clock offset"


def offset_ms(store: Store) -> int:
    """Return what to add to this tablet's time to get the server's; 0 below two minutes."""
    kept = memory.recall(store, _OFFSET)
    return int(kept) if kept else 0


def compare(store: Store, server_time: str) -> None:
    """Take in the server's time, as it has just come."""
    off = round((read_moment(server_time) - store.now()) / timedelta(milliseconds=1))
    noticed = off if abs(off) >= CLOCK_MS else 0
    if noticed != offset_ms(store):
        memory.remember(store, _OFFSET, str(noticed))


def now(store: Store) -> datetime:
    """Return the time as the server would tell it, as far as this tablet knows."""
    return store.now() + timedelta(milliseconds=offset_ms(store))


def offsets(store: Store, kind: str, record: str) -> dict[str, int]:
    """Return op id → what to add to its moments, in milliseconds, where its tablet's clock was off."""
    rows = store.rows(
        """select op_id, clock_ms from op where clock_ms <> 0 and (kind = :kind and record = :record
            or op_id in (select op_id from part where kind = :kind and record = :record))""",
        {"kind": kind, "record": record},
    )
    return {row["op_id"]: row["clock_ms"] for row in rows}
