"""Checklists that are being written, what changed with each version, and those that are offered no more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and room for who published a version and why."""
    op.add_column("checklist", sa.Column("published_by", sa.String()))
    op.add_column("checklist", sa.Column("note", sa.Text()))
    op.add_column("checklist", sa.Column("lint_off", sa.Text()))
    op.create_table(
        "checklist_retired",
        sa.Column("checklist", sa.String(), nullable=False),
        sa.Column("retired_at", sa.String(), nullable=False),
        sa.Column("retired_by", sa.String()),
        sa.PrimaryKeyConstraint("checklist", name="pk_checklist_retired"),
    )
    op.create_table(
        "checklist_draft",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("checklist", sa.String(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.String(), nullable=False),
        sa.Column("begun_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.String(), nullable=False),
        sa.Column("closed_at", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_checklist_draft"),
    )
    op.create_index("ix_checklist_draft_checklist", "checklist_draft", ["checklist"])
    op.create_table(
        "checklist_change",
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("applied", sa.Boolean(), nullable=False),
        sa.Column("undoes", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["draft"], ["checklist_draft.id"], name="fk_checklist_change_draft_checklist_draft"
        ),
        sa.PrimaryKeyConstraint("draft", "n", name="pk_checklist_change"),
    )
