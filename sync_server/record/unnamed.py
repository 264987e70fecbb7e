"""What is raised without a name: written so that nothing in the record says who, on which tablet, or when.

Of the time the day is kept, and the place among all changes, which lies between two others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from checklists.journal.stamp import FIRST, next_stamp
from checklists.moments import day_of, read_moment
from checklists.records import finding
from checklists.records.unnamed import NOBODY, change_of, record_of
from sync_server.record import schema
from sync_server.record.database import reading, write
from sync_server.record.own_writing import WITHOUT_A_NAME, Said, write_own
from sync_server.record.received import mark_received

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pydantic import JsonValue
    from sqlalchemy import Connection, Engine

    from checklists.protocol.messages import Unnamed
    from sync_server.keys import Keys


def received_on(engine: Engine, key: str) -> str | None:
    """Return the day on which what has this key was received, None if it never was."""
    with reading(engine) as connection:
        return _received_on(connection, key)


def take(engine: Engine, keys: Keys, raised: Unnamed, photos: Mapping[str, JsonValue], now: datetime) -> str:
    """Take something raised without a name into the record, once; return the day on which it was received.

    Args:
        engine: the central record.
        keys: to countersign with.
        raised: what somebody wrote; its own photos are not looked at.
        photos: names of photos that are in the store, with what the record says of each.
        now: the moment, of which the day is kept.
    """
    today = day_of(now)

    def store(connection: Connection) -> str:
        before = _received_on(connection, raised.key)
        if before is None:
            write_own(connection, keys, WITHOUT_A_NAME, _said(connection, raised, photos, today))
            mark_received(connection, photos, read_moment(today))
        return before or today

    return write(engine, store)


def _received_on(connection: Connection, key: str) -> str | None:
    c = schema.op.c
    found = connection.execute(select(c.received_at).where(c.op_id == change_of(key))).scalar_one_or_none()
    # A restored server may have it from a tablet, at a moment that says nothing of when it was raised.
    return day_of(read_moment(found)) if found else None


def _said(connection: Connection, raised: Unnamed, photos: Mapping[str, JsonValue], today: str) -> Said:
    c = schema.area.c
    department = connection.execute(select(c.department).where(c.id == raised.area)).scalar_one_or_none()
    values: dict[str, JsonValue] = {
        "kind": str(raised.kind),
        "statement": raised.statement,
        "area": raised.area,
        "department": department,
        "raised_by": NOBODY,
        "raised_at": today,
    }
    return Said(
        op_id=change_of(raised.key),
        person=NOBODY,
        kind=finding.KIND,
        record=record_of(raised.key),
        at=today,
        stamp=next_stamp(FIRST, int(read_moment(today).timestamp() * 1000)),
        values={**values, **{f"photo/{sha}": ref for sha, ref in sorted(photos.items())}},
    )
