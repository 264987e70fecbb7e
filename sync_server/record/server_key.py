"""Which key a record is countersigned with: its fingerprint is noted, and another key is not taken.

With two keys on one record no server would know what the other has countersigned, and people signed in on one
would be strangers to the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import insert, select

from checklists.moments import write_moment
from sync_server.errors import CannotGoOn
from sync_server.keys import KEY_FILE
from sync_server.record import schema
from sync_server.record.homes import shown

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from sync_server.keys import Keys

_LAST_ENTRY: Final = (
    select(schema.feed.c.op_id, schema.feed.c.countersign, schema.op.c.body_hash)
    .join(schema.op, schema.op.c.op_id == schema.feed.c.op_id)
    .order_by(schema.feed.c.seq.desc())
    .limit(1)
)


def require_own_key(connection: Connection, keys: Keys, now: datetime) -> None:
    """See that a record is countersigned with this server's key; a record that knows none notes it.

    Args:
        connection: a writing transaction.
        keys: of the server that starts.
        now: the moment to note.

    Raises:
        CannotGoOn: the record belongs to servers with another key.
    """
    known = noted_key(connection)
    if known == keys.fingerprint:
        return
    if known is not None or not _has_countersigned(connection, keys):
        raise CannotGoOn(
            f"The record at {shown(connection.engine)} is countersigned with another {KEY_FILE} than the one "
            f"in this server's data folder. Nothing was changed. Copy {KEY_FILE} from the data folder of the "
            "server that uses this record, or from its newest backup, into this one's; then start again."
        )
    # Of two servers that start at once with different keys one finds the other's row here, and looks again.
    noted = {"name": schema.FEED_KEY, "fingerprint": keys.fingerprint, "noted_at": write_moment(now)}
    connection.execute(insert(schema.server_key), noted)


def noted_key(connection: Connection) -> str | None:
    """Return the fingerprint that a record knows, None before the first start."""
    return connection.execute(select(schema.server_key.c.fingerprint)).scalars().first()


def _has_countersigned(connection: Connection, keys: Keys) -> bool:
    """Say whether a record of an older version is this key's, going by the end of its feed."""
    last = connection.execute(_LAST_ENTRY).one_or_none()
    return last is None or keys.is_countersigned(last.op_id, last.body_hash, last.countersign)
