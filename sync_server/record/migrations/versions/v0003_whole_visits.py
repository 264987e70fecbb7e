"""Visits that arrive whole, and a feed that says whom each entry is for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Until now an entry was for everybody or for the tablet it names.
_WHOSE = """
    UPDATE feed SET device = audience, audience = 'own', owner = (
        SELECT record.owner FROM op JOIN record ON record.kind = op.kind AND record.id = op.record
        WHERE op.op_id = feed.op_id)
    WHERE audience <> 'all'
"""


def upgrade() -> None:
    """Add what is new to the journal and the feed; what is there keeps its place and its meaning."""
    op.create_table(
        "draft_history",
        sa.Column("op_id", sa.String(), nullable=False),
        sa.Column("visit", sa.String(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["op_id"], ["op.op_id"], name="fk_draft_history_op_id"),
        sa.PrimaryKeyConstraint("op_id", name="pk_draft_history"),
    )
    op.create_index("ix_draft_history_visit", "draft_history", ["visit"], unique=False)
    op.add_column("op", sa.Column("clock_ms", _NUMBER, nullable=False, server_default="0"))
    for name in ("device", "owner", "area", "month"):
        op.add_column("feed", sa.Column(name, sa.String(), nullable=True))
    _widen_records()
    op.execute(sa.text(_WHOSE))
    op.drop_index("ix_feed_audience_seq", "feed")
    own = sa.text("audience = 'own'")
    for name in ("device", "owner"):
        op.create_index(
            f"ix_feed_{name}_seq", "feed", [name, "seq"], unique=False, sqlite_where=own, postgresql_where=own
        )


def _widen_records() -> None:
    op.add_column("record", sa.Column("audience", sa.String(), nullable=False, server_default="own"))
    op.execute(sa.text("UPDATE record SET audience = 'all' WHERE shared"))
    with op.batch_alter_table("record") as record:
        record.alter_column("state", existing_type=sa.LargeBinary(), nullable=True)
        record.drop_column("shared")
