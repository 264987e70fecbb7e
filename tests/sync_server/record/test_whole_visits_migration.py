"""A record written before visits arrived whole keeps its feed and its audiences through the update."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import command
from sqlalchemy import select, text

from sync_server.record import schema
from sync_server.record.database import open_record, reading, writing
from sync_server.record.homes import make_engine
from sync_server.record.upgrade import _config

if TYPE_CHECKING:
    from sqlalchemy import Connection

DEVICE, OWNER = "d" * 32, "e" * 32


def fill(connection: Connection) -> None:
    """Write what the first version wrote: a draft of one tablet, and a good practice."""
    said = (("1" * 32, "visit", "a" * 32, False), ("2" * 32, "finding", "b" * 32, True))
    for op_id, kind, record, shared in said:
        connection.execute(
            text(
                "INSERT INTO op (op_id, kind, record, device, person, stamp, at, body, body_hash,"
                " received_at) VALUES (:op_id, :kind, :record, :device, :owner, 's', 'a', :body, 'h', 'r')"
            ),
            {"op_id": op_id, "kind": kind, "record": record, "device": DEVICE, "owner": OWNER, "body": b"{}"},
        )
        connection.execute(
            text(
                "INSERT INTO record (kind, id, state, owner, shared, updated_at)"
                " VALUES (:kind, :record, :state, :owner, :shared, 'u')"
            ),
            {"kind": kind, "record": record, "state": b"{}", "owner": OWNER, "shared": shared},
        )
        connection.execute(
            text(
                "INSERT INTO feed (seq, op_id, hash, countersign, audience)"
                " VALUES (:seq, :op_id, 'h', 'c', :audience)"
            ),
            {"seq": int(op_id[0]), "op_id": op_id, "audience": "all" if shared else DEVICE},
        )


def test_entries_and_records_keep_who_they_are_for(new_address: str) -> None:
    engine = make_engine(new_address)
    with writing(engine) as connection:
        command.upgrade(_config(connection), "0001")
        fill(connection)
    engine.dispose()
    engine = open_record(new_address)
    feed, record = schema.feed.c, schema.record.c
    with reading(engine) as connection:
        entries = connection.execute(select(feed.audience, feed.device, feed.owner).order_by(feed.seq)).all()
        audiences = connection.execute(select(record.kind, record.audience, record.state)).all()
    engine.dispose()
    assert entries == [("own", DEVICE, OWNER), ("all", None, None)]
    assert sorted((row.kind, row.audience) for row in audiences) == [("finding", "all"), ("visit", "own")]
    assert {bytes(row.state) for row in audiences} == {b"{}"}
