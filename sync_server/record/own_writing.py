"""What the server itself writes into the record: a change in a chain of its own, for the feed like any other.

Its chains are no tablet's: one for what was raised without a name, one for what people write in the office.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checklists.journal.canonical import digest
from checklists.journal.chain import make_link
from checklists.journal.op import OP_VERSION, Op
from sync_server.record import schema
from sync_server.record.audience import Audience
from sync_server.record.chains import Source, last_link
from sync_server.record.feed import enter
from sync_server.record.projections import Projections
from sync_server.record.records import Records
from sync_server.record.rows import insert_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import JsonValue
    from sqlalchemy import Connection

    from checklists.journal.stamp import Stamp
    from sync_server.keys import Keys


def _own(name: str) -> Source:
    device, incarnation = (digest(f"{part}/{name}".encode())[:32] for part in ("server", "chain"))
    return Source(device, incarnation)


WITHOUT_A_NAME: Final = _own("without-a-name")
OFFICE: Final = _own("office")


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be written.

    Attributes:
        op_id: of the change; one that is written twice raises what the database raises.
        person: who says it.
        kind: of the record it is about.
        record: its id.
        at: the moment that is kept of it, everywhere.
        stamp: its place among changes.
        values: field to value.
    """

    op_id: str
    person: str
    kind: str
    record: str
    at: str
    stamp: Stamp
    values: Mapping[str, JsonValue]


def write_own(connection: Connection, keys: Keys, source: Source, said: Said) -> None:
    """Write a change of the server's own, as the last step of a writing transaction.

    Who may say it, and that every value is one its field takes, the caller has looked at.
    """
    records = Records(connection)
    records.load([(said.kind, said.record)])
    op = _op(source, said, records)
    body = op.body()
    body_hash = digest(body)
    link = make_link(source.device, source.incarnation, last_link(connection, source), op.op_id, body_hash)
    place = {"device": source.device, "incarnation": source.incarnation}
    insert_rows(
        connection,
        schema.op,
        [
            {
                **op.model_dump(include={"op_id", "kind", "record", "device", "person", "stamp", "at"}),
                "body": body,
                "body_hash": body_hash,
                "received_at": said.at,
                "refusal": None,
                "clock_ms": 0,
            }
        ],
    )
    insert_rows(connection, schema.link, [{**place, **link.model_dump()}])
    records.fold(op)
    entries = Audience(connection, records, {op.op_id: 0}).entries([(op, body_hash)])
    Projections(connection, said.at).write(records.changed())
    records.write(said.at)
    enter(connection, keys, entries)


def _op(source: Source, said: Said, records: Records) -> Op:
    before = records.state(said.kind, said.record)
    replaced = {name: sorted(before.field(name).siblings) for name in said.values} if before else {}
    return Op(
        op_id=said.op_id,
        device=source.device,
        person=said.person,
        stamp=said.stamp,
        at=said.at,
        record=said.record,
        kind=said.kind,
        version=OP_VERSION,
        set={name: (value, replaced.get(name, [])) for name, value in said.values.items()},
    )
