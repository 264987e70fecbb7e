"""What auditees said of visits, as counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; the keys are in no order that says when they came."""
    op.create_table(
        "pulse",
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("felt", sa.String(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "department", "asked", "felt", name="pk_pulse"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pulse_key",
        sa.Column("key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_pulse_key"),
        sqlite_with_rowid=False,
    )
