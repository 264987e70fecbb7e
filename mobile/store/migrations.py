"""The tablet's tables, built up in numbered steps; a step that has shipped is never changed, only followed.

identity      who this tablet is: one row
op            every change known here, its canonical bytes as written
unlinked      changes made here that were never offered to the server, in order: they have no link yet
link          this tablet's chains; a link without `received_at` is in the outbox
draft_history the changes a seal stands in for, packed, by the seal's op
field         the siblings of every field: values that nobody has replaced
replaced      which ops' values have been replaced, so that a late one stays replaced
part          records an op speaks of beside its own; `whole` ones have no field rows, but what lists need:
              a visit's row comes first, then those of its `findings`; `walked` is where a visit was
              and with which checklist
refusal       ops the server keeps but did not apply, and what it said
entry         where each op stands in a stream of the server's feed, with its countersignature
checkpoint    places in the streams this tablet has been at, to go back to
signed_in     people who have used this tablet: what is theirs comes here
photo         the photos taken here and how far they have been sent
photo_of      which field names which of them
backed_up     what the server said last of its backups: one row
thumbnail     small pictures of others' photos: fetched, or when to ask again
reference     what the office decides: person, department, area, planned, checklist
pin_try       wrong PINs and the wait they cost
memory        small things to remember, by key
unnamed       what was raised without a name and is still to be sent, by the hash of its code
pulse         what auditees said of visits and is still to be sent, by a key made by chance
"""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from mobile.store.migrations_anew import m007_streams, m009_parts_in_order


def m001_identity(database: Database) -> None:
    """One row says who this tablet is, from before it is enrolled."""
    database.execute(
        """create table identity(
            one integer primary key check (one = 1),
            device text not null,
            incarnation text not null,
            stamp text not null,
            name text not null default '',
            server_url text not null default '',
            server_name text not null default '',
            token text not null default '',
            enrolled_at text
        ) strict"""
    )


def m002_journal(database: Database) -> None:
    """Ops, the chain that carries them, and the fields they add up to."""
    database.execute(
        """create table op(
            op_id text primary key,
            kind text not null,
            record text not null,
            device text not null,
            person text not null,
            stamp text not null,
            at text not null,
            body blob not null,
            body_hash text not null
        ) strict"""
    )
    database.execute("create index op_of_record on op(kind, record)")
    database.execute(
        """create table link(
            incarnation text not null,
            n integer not null,
            op_id text not null references op(op_id),
            prev text not null,
            hash text not null,
            received_at text,
            primary key (incarnation, n)
        ) strict"""
    )
    database.execute("create index link_of_op on link(op_id)")
    database.execute("create index outbox on link(incarnation, n) where received_at is null")
    database.execute(
        """create table field(
            kind text not null,
            record text not null,
            name text not null,
            op_id text not null,
            value text not null,
            stamp text not null,
            person text not null,
            device text not null,
            at text not null,
            primary key (kind, record, name, op_id)
        ) strict"""
    )
    # Only fields that lists are made of; a query names the field literally to use it.
    database.execute(
        """create index field_for_lists on field(kind, name, value, record)
            where name = 'auditor' or name = 'planned' or name = 'kind'
                or name = 'visit' or name = 'raised_by'"""
    )
    database.execute(
        """create table replaced(
            kind text not null,
            record text not null,
            name text not null,
            op_id text not null,
            primary key (kind, record, name, op_id)
        ) strict, without rowid"""
    )
    database.execute(
        """create table refusal(
            op_id text primary key references op(op_id),
            number integer not null,
            sentence text not null,
            advice text not null,
            refused_at text not null,
            dismissed_at text
        ) strict"""
    )


def m003_feed(database: Database) -> None:
    """What was pulled, and the places in the feed to go back to."""
    database.execute(
        """create table entry(
            seq integer not null,
            hash text not null,
            op_id text,
            countersign text not null,
            unread blob,
            primary key (seq, hash)
        ) strict"""
    )
    database.execute("create index entry_unread on entry(seq) where unread is not null")
    database.execute(
        "create table checkpoint(seq integer primary key, hash text not null, at text not null) strict"
    )


def m004_photos(database: Database) -> None:
    """Photos taken here on their way out, and others' thumbnails on their way in."""
    database.execute(
        """create table photo(
            sha text primary key,
            bytes integer not null,
            width integer not null,
            height integer not null,
            taken_at text not null,
            state text not null check (state in ('waiting', 'sending', 'received')),
            sent integer not null default 0,
            upload text not null default '',
            trouble text not null default '',
            tries integer not null default 0,
            try_after text not null default '',
            announced_at text not null,
            received_at text
        ) strict"""
    )
    database.execute("create index photo_to_send on photo(announced_at) where state <> 'received'")
    database.execute(
        """create table photo_of(
            sha text not null references photo(sha),
            kind text not null,
            record text not null,
            name text not null,
            primary key (sha, kind, record, name)
        ) strict, without rowid"""
    )
    database.execute("create index photo_of_record on photo_of(kind, record)")
    database.execute(
        """create table thumbnail(
            sha text primary key,
            here integer not null,
            tries integer not null,
            ask_after text not null
        ) strict"""
    )


def m005_reference(database: Database) -> None:
    """What the office decides; what it no longer lists is kept for the visits that name it."""
    database.execute(
        """create table reference(
            one integer primary key check (one = 1),
            etag text not null,
            at text not null
        ) strict"""
    )
    for table in ("person", "department", "area", "planned"):
        database.execute(
            f"""create table {table}(
                id text primary key,
                listed integer not null,
                document text not null
            ) strict"""
        )
    database.execute(
        """create table checklist(
            id text not null,
            version integer not null,
            listed integer not null,
            document text not null,
            primary key (id, version)
        ) strict"""
    )


def m006_people(database: Database) -> None:
    """Who tried which PIN too often, and small things to remember."""
    database.execute(
        "create table pin_try(person text primary key, wrong integer not null, last_at text not null) strict"
    )
    database.execute("create table memory(key text primary key, value text not null) strict")


def m008_backed_up(database: Database) -> None:
    """What is inside a backup of the central record, and which photos were let go of here for that."""
    for column in ("receipt_at", "backed_up_at", "freed_at"):
        database.execute(f"alter table photo add column {column} text")
    database.execute(
        """create table backed_up(
            one integer primary key check (one = 1),
            incarnation text not null,
            n integer not null,
            at text,
            server_time text not null,
            asked_at text not null
        ) strict"""
    )


def m010_found_here(database: Database) -> None:
    """What was found and done somewhere is looked up by its place, not among everything there is."""
    database.execute("alter table part add column walked text not null default ''")
    # One that SQLite does not read as JSON is left out of what is looked up here, and stays what it is.
    body = "iif(json_valid(cast(op.body as text)), cast(op.body as text), '{}')"
    database.execute(
        f"""update part set walked = coalesce((
                select json_extract({body}, '$.set.area[0]')
                    || ' ' || json_extract({body}, '$.set.checklist[0]')
                from op where op.op_id = part.op_id), '')
            where kind = 'visit' and whole"""  # noqa: S608 - ours
    )
    database.execute(
        f"""create temp table shown as
            select json_extract(its.value, '$.record') as record,
                json_group_array(substr(said.key, -64)) as photos
            from op join json_each({body}, '$.also') as its join json_each(its.value, '$.set') as said
            where op.op_id in (select op_id from part where whole and findings > 0)
                and (said.key like 'photo/%' or said.key like 'corrected/photo/%')
                and json_type(said.value, '$[0]') <> 'null'
                and coalesce(json_extract(its.value, '$.set.withdrawn[0]'), 0) = 0
            group by 1"""  # noqa: S608 - ours
    )
    database.execute("create unique index temp.shown_of on shown(record)")
    database.execute(
        """update part set photos = (select photos from shown where shown.record = part.record)
            where kind = 'finding' and whole and not win and record in (select record from shown)"""
    )
    database.execute("drop table shown")
    database.execute("create index part_walked on part(walked, since) where whole and walked <> ''")
    database.execute("create index part_pictures on part(since) where whole and not win and photos <> '[]'")
    # A query names the field literally to use it, as with `field_for_lists`.
    database.execute(
        """create index field_for_following on field(kind, name, value, record)
            where name = 'area' or name = 'department' or name = 'finding' or name = 'owner'
                or name = 'done_at' or name = 'verified_at' or name = 'to_person'"""
    )
    database.execute(
        """create index field_action_pictures on field(at, name) where kind = 'action'
            and (name >= 'done/photo/' and name < 'done/photo0'
                or name >= 'verified/photo/' and name < 'verified/photo0')"""
    )


def m011_unnamed(database: Database) -> None:
    """What is raised without a name waits apart from everything that says who and when."""
    database.execute("create table unnamed(key text primary key, message blob not null) strict")


def m012_pulse(database: Database) -> None:
    """What auditees said waits apart from everything that says who and when, and is not counted here."""
    database.execute(
        "create table pulse(key text primary key, from_day text not null, message text not null) strict"
    )
    database.execute("delete from memory where key like 'pulse/%'")


_STEPS = (
    m001_identity,
    m002_journal,
    m003_feed,
    m004_photos,
    m005_reference,
    m006_people,
    m007_streams,
    m008_backed_up,
    m009_parts_in_order,
    m010_found_here,
    m011_unnamed,
    m012_pulse,
)

NAMES = frozenset(step.__name__ for step in _STEPS)
"""The steps this version knows; a file that holds another was written by a newer one."""

MIGRATIONS = Migrations("tablet")
for _step in _STEPS:
    MIGRATIONS()(_step)
