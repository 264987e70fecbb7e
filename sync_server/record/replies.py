"""What the office says to somebody who raised something without their name: seen, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from checklists.ids import new_id
from checklists.journal.stamp import FIRST, next_stamp
from checklists.moments import write_moment
from checklists.records import action, finding
from checklists.records.action import ActionKind
from sync_server.record import schema
from sync_server.record.database import write
from sync_server.record.findings import read_finding
from sync_server.record.own_writing import OFFICE, Said, write_own

if TYPE_CHECKING:
    from datetime import date, datetime

    from pydantic import JsonValue
    from sqlalchemy import Connection, Engine

    from checklists.records.finding import Finding
    from sync_server.keys import Keys


def reply(  # noqa: PLR0913, PLR0917 - the record, what about, who, what, and when
    engine: Engine, keys: Keys, record: str, person: str, words: str, now: datetime
) -> bool:
    """Note that somebody in the office has seen what was raised without a name, and their reply.

    Args:
        engine: the central record.
        keys: to countersign with.
        record: the finding.
        person: who has seen it.
        words: of the reply; empty to say only that it was seen, and then a reply given before stays.
        now: the moment.

    Returns:
        Whether there is such a finding.
    """

    def store(connection: Connection) -> bool:
        found = _unnamed(connection, record)
        values = {**_seen(found, person, now), **({"reply": words} if words else {})} if found else {}
        if found and values:
            write_own(connection, keys, OFFICE, _said(found, person, now, values))
        return found is not None

    return write(engine, store)


def agree(  # noqa: PLR0913, PLR0917 - as above, and who does it until when
    engine: Engine,
    keys: Keys,
    record: str,
    person: str,
    words: str,
    now: datetime,
    owner: str,
    due: date,
) -> bool:
    """Note what is to be done about something raised without a name, by whom and until when; see `reply`.

    Returns:
        Whether there is such a finding and such an owner.
    """

    def store(connection: Connection) -> bool:
        found = _unnamed(connection, record)
        if found is None or owner not in dict(owners(connection)):
            return False
        seen = _seen(found, person, now)
        if seen:
            write_own(connection, keys, OFFICE, _said(found, person, now, seen))
        values: dict[str, JsonValue] = {
            "text": words or found.text("statement"),
            "kind": str(ActionKind.CORRECTIVE_ACTION),
            "owner": owner,
            "due": due.isoformat(),
            "finding": found.id,
            "area": found.text("area") or None,
            "department": found.text("department") or None,
            "proposed_by": person,
            "proposed_at": write_moment(now),
        }
        write_own(connection, keys, OFFICE, _new(action.KIND, new_id(), person, now, values))
        return True

    return write(engine, store)


def owners(connection: Connection) -> list[tuple[str, str]]:
    """Return who may be asked to do something, by name: (id, name)."""
    c = schema.person.c
    rows = connection.execute(select(c.id, c.name).where(c.active).order_by(c.name, c.id))
    return [(row.id, row.name) for row in rows]


def _unnamed(connection: Connection, record: str) -> Finding | None:
    found = read_finding(connection, record)
    return found if found and found.unnamed else None


def _seen(found: Finding, person: str, now: datetime) -> dict[str, JsonValue]:
    return {} if found.text("seen_at") else {"seen_at": write_moment(now), "seen_by": person}


def _said(found: Finding, person: str, now: datetime, values: dict[str, JsonValue]) -> Said:
    stamps = [one.stamp for name in found.state.names for one in found.state.field(name).siblings.values()]
    return _new(finding.KIND, found.id, person, now, values, max(stamps, default=FIRST))


def _new(  # noqa: PLR0913, PLR0917 - as above
    kind: str, record: str, person: str, now: datetime, values: dict[str, JsonValue], after: str = FIRST
) -> Said:
    stamp = next_stamp(after, int(now.timestamp() * 1000))
    return Said(new_id(), person, kind, record, write_moment(now), stamp, values)
