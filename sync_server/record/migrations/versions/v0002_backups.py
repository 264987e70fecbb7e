"""Backups that were verified, and what of the record is inside one of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of backups, and the moment from which a photo is inside one."""
    op.create_table(
        "backup",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.String(), nullable=False),
        sa.Column("verified_at", sa.String(), nullable=False),
        sa.Column("feed_seq", _NUMBER, nullable=False),
        sa.Column("feed_hash", sa.String(), nullable=False),
        sa.Column("ops", _NUMBER, nullable=False),
        sa.Column("photos", _NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_backup"),
    )
    op.create_index("ix_backup_verified_at", "backup", ["verified_at"], unique=False)
    op.create_table(
        "backed_up",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("incarnation", sa.String(), nullable=False),
        sa.Column("n", _NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("device", "incarnation", name="pk_backed_up"),
    )
    op.add_column("photo", sa.Column("backed_up_at", sa.String(), nullable=True))
