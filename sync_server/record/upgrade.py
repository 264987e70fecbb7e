"""Brings the tables of a database up to this version, one numbered migration after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from sync_server.errors import CannotGoOn

if TYPE_CHECKING:
    from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Apply the migrations the database has not seen yet, inside the caller's transaction.

    Raises:
        CannotGoOn: the database was written by a newer version.
    """
    config = _config(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in known:
        raise CannotGoOn(
            "This database was written by a newer version of Floorwalk. Nothing in it was changed. "
            "Start the newer version, or put back a backup from before the update."
        )
    command.upgrade(config, "head")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", "sync_server.record:migrations")
    config.attributes["connection"] = connection
    return config
