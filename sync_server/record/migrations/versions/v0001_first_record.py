"""The first tables: tablets, what the office decides, the journal, the records and their projections."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# The hash before the first entry of the feed.
_START = "0" * 64


def upgrade() -> None:
    """Make the tables, and the counter that numbers the feed."""
    op.create_table(
        "checklist",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("published_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", "version", name="pk_checklist"),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", _NUMBER, nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counter"),
    )
    op.create_table(
        "department",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_department"),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("enrolled_at", sa.String(), nullable=False),
        sa.Column("enrolled_by", sa.String(), nullable=True),
        sa.Column("revoked_at", sa.String(), nullable=True),
        sa.Column("last_seen_at", sa.String(), nullable=True),
        sa.Column("app_version", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
        sa.UniqueConstraint("token_hash", name="uq_device_token_hash"),
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("visit", sa.String(), nullable=True),
        sa.Column("question", sa.String(), nullable=True),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("raised_by", sa.String(), nullable=False),
        sa.Column("raised_at", sa.String(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
    )
    op.create_index("ix_finding_raised_at", "finding", ["raised_at"], unique=False)
    op.create_index("ix_finding_visit", "finding", ["visit"], unique=False)
    op.create_table(
        "kept",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("incarnation", sa.String(), nullable=False),
        sa.Column("n", _NUMBER, nullable=False),
        sa.Column("op_id", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("body_hash", sa.String(), nullable=False),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.Column("refusal", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("device", "incarnation", "n", name="pk_kept"),
    )
    op.create_table(
        "link",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("incarnation", sa.String(), nullable=False),
        sa.Column("n", _NUMBER, nullable=False),
        sa.Column("op_id", sa.String(), nullable=False),
        sa.Column("prev", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("device", "incarnation", "n", name="pk_link"),
    )
    op.create_table(
        "op",
        sa.Column("op_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("stamp", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("body_hash", sa.String(), nullable=False),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.Column("refusal", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("op_id", name="pk_op"),
    )
    op.create_index("ix_op_kind_record", "op", ["kind", "record"], unique=False)
    op.create_table(
        "photo",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("announced_at", sa.String(), nullable=False),
        sa.Column("received_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name="pk_photo"),
    )
    op.create_table(
        "record",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", name="pk_record"),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("checklist", sa.String(), nullable=False),
        sa.Column("checklist_version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("auditor", sa.String(), nullable=False),
        sa.Column("planned", sa.String(), nullable=True),
        sa.Column("started_at", sa.String(), nullable=False),
        sa.Column("sealed_at", sa.String(), nullable=True),
        sa.Column("discarded", sa.Boolean(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_visit"),
    )
    op.create_index("ix_visit_started_at", "visit", ["started_at"], unique=False)
    op.create_table(
        "area",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["department"], ["department.id"], name="fk_area_department"),
        sa.PrimaryKeyConstraint("id", name="pk_area"),
    )
    op.create_table(
        "enrolment_code",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("expires_at", sa.String(), nullable=False),
        sa.Column("used_at", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["device"], ["device.id"], name="fk_enrolment_code_device"),
        sa.PrimaryKeyConstraint("code_hash", name="pk_enrolment_code"),
    )
    op.create_table(
        "feed",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("op_id", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("countersign", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["op_id"], ["op.op_id"], name="fk_feed_op_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_feed"),
    )
    op.create_index("ix_feed_audience_seq", "feed", ["audience", "seq"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("pin_salt", sa.String(), nullable=True),
        sa.Column("pin_hash", sa.String(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["department"], ["department.id"], name="fk_person_department"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "photo_of",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["photo.sha256"], name="fk_photo_of_sha256"),
        sa.PrimaryKeyConstraint("sha256", "kind", "record", name="pk_photo_of"),
    )
    op.create_index("ix_photo_of_kind_record", "photo_of", ["kind", "record"], unique=False)
    op.create_table(
        "planned_visit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("checklist", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["area"], ["area.id"], name="fk_planned_visit_area"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_planned_visit_person"),
        sa.PrimaryKeyConstraint("id", name="pk_planned_visit"),
    )
    counter = sa.table("counter", sa.column("name"), sa.column("value"), sa.column("head"))
    op.bulk_insert(counter, [{"name": "feed", "value": 0, "head": _START}])
