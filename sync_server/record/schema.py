"""The tables of the central record.

The journal (`op`, `link`, `feed`) is what was said and in which order; `record` is what it folds into;
`visit`, `finding`, `photo` and `photo_of` are projections of `record` for the pages, and can be built again
from it. Moments are texts such as `2026-03-03T10:42:00.000Z`, so that they sort and compare everywhere.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows only in a column it calls INTEGER; PostgreSQL's INTEGER would run out.
_NUMBER = BigInteger().with_variant(Integer, "sqlite")

# Who an op travels to, each wider than the one before: the tablets of the people it belongs to; tablets that
# take in its area and month; everybody.
OWN = "own"
SHARED = "shared"
EVERYBODY = "all"
AUDIENCES = (OWN, SHARED, EVERYBODY)

# The counter whose row holds the feed's last number and hash.
FEED_COUNTER = "feed"

# The key that is told apart by the fingerprint in its row.
FEED_KEY = "feed"

# -- tablets ---------------------------------------------------------------------------------------------

device = Table(
    "device",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("token_hash", String, nullable=False, unique=True),
    Column("enrolled_at", String, nullable=False),
    Column("enrolled_by", String),
    Column("revoked_at", String),
    Column("last_seen_at", String),
    Column("app_version", String, nullable=False),
)

enrolment_code = Table(
    "enrolment_code",
    metadata,
    Column("code_hash", String, primary_key=True),
    Column("created_by", String),
    Column("created_at", String, nullable=False),
    Column("expires_at", String, nullable=False),
    Column("used_at", String),
    Column("device", String, ForeignKey("device.id")),
)

# -- what the office decides -----------------------------------------------------------------------------

department = Table(
    "department",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
)

area = Table(
    "area",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("department", String, ForeignKey("department.id"), nullable=False),
)

person = Table(
    "person",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("department", String, ForeignKey("department.id")),
    Column("pin_salt", String),
    Column("pin_hash", String),
    Column("password_hash", String),
    Column("active", Boolean, nullable=False),
)

planned_visit = Table(
    "planned_visit",
    metadata,
    Column("id", String, primary_key=True),
    Column("checklist", String, nullable=False),
    Column("area", String, ForeignKey("area.id"), nullable=False),
    Column("person", String, ForeignKey("person.id"), nullable=False),
    Column("due_on", Date, nullable=False),
)

checklist = Table(
    "checklist",
    metadata,
    Column("id", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("document", LargeBinary, nullable=False),
    Column("hash", String, nullable=False),
    Column("published_at", String, nullable=False),
    Column("published_by", String),
    Column("note", Text),
    Column("lint_off", Text),
    Column("made_from", Text),
    PrimaryKeyConstraint("id", "version"),
)

# Checklists that are offered no more; visits keep the version they were walked with.
checklist_retired = Table(
    "checklist_retired",
    metadata,
    Column("checklist", String, primary_key=True),
    Column("retired_at", String, nullable=False),
    Column("retired_by", String),
)

# What is being written: `document` is the draft as JSON, beside it what a list shows of it, and `revision`
# counts its changes. One that was
# published or put aside is closed; each checklist has one open draft at most.
checklist_draft = Table(
    "checklist_draft",
    metadata,
    Column("id", String, primary_key=True),
    Column("checklist", String, nullable=False, index=True),
    Column("document", LargeBinary, nullable=False),
    Column("title", Text),
    Column("kind", String),
    Column("revision", Integer, nullable=False),
    Column("begun_at", String, nullable=False),
    Column("begun_by", String, nullable=False),
    Column("changed_at", String, nullable=False),
    Column("closed_at", String),
)

# Every change of a draft. One that was not applied is kept because somebody else had changed the same.
checklist_change = Table(
    "checklist_change",
    metadata,
    Column("draft", String, ForeignKey("checklist_draft.id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("person", String, nullable=False),
    Column("at", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("applied", Boolean, nullable=False),
    Column("undoes", Integer),
    PrimaryKeyConstraint("draft", "n"),
)

# -- the journal -----------------------------------------------------------------------------------------

op = Table(
    "op",
    metadata,
    Column("op_id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("record", String, nullable=False),
    Column("device", String, nullable=False),
    Column("person", String, nullable=False),
    Column("stamp", String, nullable=False),
    Column("at", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("body_hash", String, nullable=False),
    Column("received_at", String, nullable=False),
    Column("refusal", Integer),
    Column("clock_ms", _NUMBER, nullable=False, server_default="0"),
    Index(None, "kind", "record"),
)

# The ops that were folded into a seal before it left its tablet, packed as `draft_history` packs them. They
# never enter the feed.
draft_history = Table(
    "draft_history",
    metadata,
    Column("op_id", String, ForeignKey("op.op_id"), primary_key=True),
    Column("visit", String, nullable=False, index=True),
    Column("blob", LargeBinary, nullable=False),
)

# What came in a place of a chain but is no op of that tablet: unreadable, made elsewhere, or under the id of
# another op. Kept beside `op` so that it can never stand in the way of the op that has the id by right.
kept = Table(
    "kept",
    metadata,
    Column("device", String, nullable=False),
    Column("incarnation", String, nullable=False),
    Column("n", _NUMBER, nullable=False),
    Column("op_id", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("body_hash", String, nullable=False),
    Column("received_at", String, nullable=False),
    Column("refusal", Integer, nullable=False),
    PrimaryKeyConstraint("device", "incarnation", "n"),
)

link = Table(
    "link",
    metadata,
    Column("device", String, nullable=False),
    Column("incarnation", String, nullable=False),
    Column("n", _NUMBER, nullable=False),
    Column("op_id", String, nullable=False),
    Column("prev", String, nullable=False),
    Column("hash", String, nullable=False),
    PrimaryKeyConstraint("device", "incarnation", "n"),
)

# `device` and `owner` say whose an own entry is, `area` and `month` where a shared one belongs; what does not
# apply is null. An op that belongs to several people has an entry for each.
feed = Table(
    "feed",
    metadata,
    Column("seq", _NUMBER, primary_key=True, autoincrement=False),
    Column("op_id", String, ForeignKey("op.op_id"), nullable=False),
    Column("hash", String, nullable=False),
    Column("countersign", String, nullable=False),
    Column("audience", String, nullable=False),
    Column("device", String),
    Column("owner", String),
    Column("area", String),
    Column("month", String),
)
# Only own entries are looked up so: shared ones, which are most, are read in the order of their numbers.
Index(
    None,
    feed.c.device,
    feed.c.seq,
    sqlite_where=feed.c.audience == OWN,
    postgresql_where=feed.c.audience == OWN,
)
Index(
    None,
    feed.c.owner,
    feed.c.seq,
    sqlite_where=feed.c.audience == OWN,
    postgresql_where=feed.c.audience == OWN,
)

counter = Table(
    "counter",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", _NUMBER, nullable=False),
    Column("head", String, nullable=False),
)

# One row, `FEED_KEY`: the fingerprint of the key that countersigns the feed, and since when the record knows.
server_key = Table(
    "server_key",
    metadata,
    Column("name", String, primary_key=True),
    Column("fingerprint", String, nullable=False),
    Column("noted_at", String, nullable=False),
)

# -- what auditees said of visits -------------------------------------------------------------------------

# Counts, and the keys of what was counted: nothing says who, where from or when but the month.
pulse = Table(
    "pulse",
    metadata,
    Column("month", String, nullable=False),
    Column("department", String, nullable=False),
    Column("asked", String, nullable=False),
    Column("felt", String, nullable=False),
    Column("answers", Integer, nullable=False),
    PrimaryKeyConstraint("month", "department", "asked", "felt"),
    sqlite_with_rowid=False,
)

pulse_key = Table("pulse_key", metadata, Column("key", String, primary_key=True), sqlite_with_rowid=False)

# -- what the journal folds into -------------------------------------------------------------------------

# `state` is `RecordState.to_json()`, a cache: null where a visit arrived whole, and then folded from its op
# when somebody asks. `owner` is the person of the first op, `audience` the widest the record went to.
record = Table(
    "record",
    metadata,
    Column("kind", String, nullable=False),
    Column("id", String, nullable=False),
    Column("state", LargeBinary),
    Column("owner", String, nullable=False),
    Column("audience", String, nullable=False, server_default=OWN),
    Column("updated_at", String, nullable=False),
    PrimaryKeyConstraint("kind", "id"),
)

visit = Table(
    "visit",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("checklist", String, nullable=False),
    Column("checklist_version", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("area", String, nullable=False),
    Column("department", String, nullable=False),
    Column("auditor", String, nullable=False),
    Column("planned", String),
    Column("started_at", String, nullable=False, index=True),
    Column("sealed_at", String),
    Column("discarded", Boolean, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("questions", Integer, nullable=False),
)

finding = Table(
    "finding",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("grade", String),
    Column("statement", Text, nullable=False),
    Column("visit", String, index=True),
    Column("question", String),
    Column("area", String, nullable=False),
    Column("department", String, nullable=False),
    Column("raised_by", String, nullable=False),
    Column("raised_at", String, nullable=False, index=True),
    Column("withdrawn", Boolean, nullable=False),
)

# A photo is announced by the op that names it and received when its bytes are whole in the object store.
photo = Table(
    "photo",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("bytes", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("announced_at", String, nullable=False),
    Column("received_at", String),
    Column("backed_up_at", String),
)

photo_of = Table(
    "photo_of",
    metadata,
    Column("sha256", String, ForeignKey("photo.sha256"), nullable=False),
    Column("kind", String, nullable=False),
    Column("record", String, nullable=False),
    PrimaryKeyConstraint("sha256", "kind", "record"),
    Index(None, "kind", "record"),
)

# -- what is safe elsewhere ------------------------------------------------------------------------------

# One row for each backup that was restored and verified; `feed_seq` and `feed_hash` say how far it goes.
backup = Table(
    "backup",
    metadata,
    Column("name", String, primary_key=True),
    Column("folder", Text, nullable=False),
    Column("taken_at", String, nullable=False),
    Column("verified_at", String, nullable=False, index=True),
    Column("feed_seq", _NUMBER, nullable=False),
    Column("feed_hash", String, nullable=False),
    Column("ops", _NUMBER, nullable=False),
    Column("photos", _NUMBER, nullable=False),
)

# How far each tablet's chain is inside a verified backup.
backed_up = Table(
    "backed_up",
    metadata,
    Column("device", String, nullable=False),
    Column("incarnation", String, nullable=False),
    Column("n", _NUMBER, nullable=False),
    PrimaryKeyConstraint("device", "incarnation"),
)
