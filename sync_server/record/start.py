"""What happens to the central record each time the server starts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from checklists.files.catalog import shipped
from sync_server.errors import CannotGoOn
from sync_server.record.checklists import publish
from sync_server.record.database import open_record, write
from sync_server.record.merge import apply_known_kinds, share_sealed
from sync_server.record.server_key import require_own_key

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from checklists.form.checklist import Checklist
    from sync_server.keys import Keys

log = structlog.get_logger()


def start_record(url: str, keys: Keys) -> Engine:
    """Open the central record, publish the shipped checklists, apply and share what an older version left.

    A shipped checklist whose version is published with other content is left out, and said so in the log: the
    walks made with the published one go on.

    Args:
        url: the address of the database.
        keys: to countersign with.

    Raises:
        CannotGoOn: the database can't be used, or it belongs to servers with another key.
    """
    engine = open_record(url)
    now = datetime.now(UTC)
    try:
        write(engine, lambda connection: require_own_key(connection, keys, now))
    except CannotGoOn:
        engine.dispose()
        raise
    write(engine, lambda connection: _publish_shipped(connection, now))
    apply_known_kinds(engine, keys, now)
    share_sealed(engine, keys, now)
    return engine


def _publish_shipped(connection: Connection, now: datetime) -> None:
    for one in shipped():
        _publish(connection, one, now)


def _publish(connection: Connection, one: Checklist, now: datetime) -> None:
    try:
        publish(connection, one, now)
    except CannotGoOn as error:
        log.warning("checklist not published", reason=str(error))
