"""Runs migrations on the connection `upgrade` gives; Alembic loads this file by its name."""

from __future__ import annotations

from alembic import context

from sync_server.record.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite changes a column by building its table again.
    render_as_batch=True,
    # The caller's transaction holds all steps: a database is at one version or at another, never between.
    transactional_ddl=False,
)
context.run_migrations()
