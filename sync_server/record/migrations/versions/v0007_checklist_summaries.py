"""What a list of drafts shows beside each draft, and which words translations were made from."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_DRAFT = sa.table(
    "checklist_draft",
    sa.column("id", sa.String),
    sa.column("document", sa.LargeBinary),
    sa.column("title", sa.Text),
    sa.column("kind", sa.String),
)


def upgrade() -> None:
    """Add the columns, and fill them from the drafts there are."""
    op.add_column("checklist", sa.Column("made_from", sa.Text()))
    op.add_column("checklist_draft", sa.Column("title", sa.Text()))
    op.add_column("checklist_draft", sa.Column("kind", sa.String()))
    connection = op.get_bind()
    for row in connection.execute(sa.select(_DRAFT.c.id, _DRAFT.c.document)).all():
        content = json.loads(row.document)
        said = {"title": str(content.get("title") or ""), "kind": str(content.get("kind") or "")}
        connection.execute(sa.update(_DRAFT).where(_DRAFT.c.id == row.id).values(**said))
