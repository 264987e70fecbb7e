"""The tablet's tables, built up in numbered steps; a step that has shipped is never changed, only followed.

identity      who this tablet is: one row
op            every change known here, its canonical bytes as written
unlinked      changes made here that were never offered to the server, in order: they have no link yet
link          this tablet's chains; a link without `received_at` is in the outbox
draft_history the changes a seal stands in for, packed, by the seal's op
field         the siblings of every field: values that nobody has replaced
replaced      which ops' values have been replaced, so that a late one stays replaced
part          records an op speaks of beside its own; `whole` ones have no field rows, but what lists need:
              a visit's row comes first, then those of its `findings`
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
"""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations


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


def m007_streams(database: Database) -> None:
    """Links given when a change is first offered, records held whole in one op, two streams of the feed."""
    database.execute("alter table op add column clock_ms integer not null default 0")
    database.execute(
        """create table unlinked(
            place integer primary key,
            op_id text not null unique references op(op_id),
            offered integer not null default 0
        ) strict"""
    )
    database.execute(
        """create table draft_history(
            op_id text primary key references op(op_id),
            visit text not null,
            packed blob not null
        ) strict"""
    )
    database.execute(
        """create table part(
            kind text not null,
            record text not null,
            op_id text not null,
            whole integer not null,
            person text not null,
            since text not null,
            visit text not null,
            planned text not null,
            win integer not null,
            photos text not null,
            primary key (kind, record, op_id)
        ) strict, without rowid"""
    )
    database.execute("create index part_of_person on part(kind, person, since) where whole")
    database.execute("create index part_of_visit on part(visit) where whole and visit <> ''")
    database.execute("create index part_of_plan on part(planned) where whole and planned <> ''")
    database.execute("create index part_wins on part(since) where whole and win")
    # The one feed there was before is read again as two streams; what it brought stays, to be offered back.
    database.execute("alter table entry rename to entry_before")
    database.execute("drop index entry_unread")
    database.execute(
        """create table entry(
            stream text not null check (stream in ('shared', 'own')),
            seq integer not null,
            hash text not null,
            op_id text,
            countersign text not null,
            unread blob,
            standing text not null check (standing in ('held', 'lost', 'leaving')),
            primary key (stream, seq, hash)
        ) strict, without rowid"""
    )
    database.execute(
        """insert into entry select 'own', seq, hash, op_id, countersign, unread, 'lost' from entry_before"""
    )
    database.execute("create index entry_unread on entry(seq) where unread is not null")
    database.execute("create index entry_not_held on entry(op_id, standing) where standing <> 'held'")
    database.execute("drop table entry_before")
    database.execute("drop table checkpoint")
    database.execute(
        """create table checkpoint(
            stream text not null check (stream in ('shared', 'own')),
            seq integer not null,
            hash text not null,
            at text not null,
            primary key (stream, seq)
        ) strict, without rowid"""
    )
    database.execute("create table signed_in(person text primary key) strict")
    database.execute("insert into signed_in select value from memory where key = 'signed in' and value <> ''")


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


def m009_parts_in_order(database: Database) -> None:
    """What lists need of records held whole lies in the order in which it came.

    A row among thousands of others' is written with all of its neighbours; at the end it is written with
    those that came with it. What can't be in order is kept short.
    """
    for index in ("part_of_person", "part_of_visit", "part_of_plan", "part_wins"):
        database.execute(f"drop index {index}")
    database.execute("alter table part rename to part_before")
    database.execute(
        """create table part(
            place integer primary key,
            kind text not null,
            record text not null,
            op_id text not null,
            whole integer not null,
            findings integer not null,
            person text not null,
            since text not null,
            planned text not null,
            win integer not null,
            photos text not null
        ) strict"""
    )
    database.execute(
        """insert into part(kind, record, op_id, whole, findings, person, since, planned, win, photos)
            select kind, record, op_id, whole,
                case kind when 'visit'
                    then (select count(*) from part_before as its where its.visit = part_before.record
                        and its.op_id = part_before.op_id and its.visit <> '')
                    else 0 end,
                person, since, planned, win, photos
            from part_before order by op_id, kind = 'visit' desc, visit desc"""
    )
    database.execute("drop table part_before")
    database.execute("create index part_of_record on part(record)")
    # Of equal ones the last to come is the last here, too.
    database.execute("create index part_of_person on part(person, kind) where whole")
    database.execute("create index part_of_plan on part(planned) where whole and planned <> ''")
    database.execute("create index part_wins on part(since) where whole and win")


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
)

NAMES = frozenset(step.__name__ for step in _STEPS)
"""The steps this version knows; a file that holds another was written by a newer one."""

MIGRATIONS = Migrations("tablet")
for _step in _STEPS:
    MIGRATIONS()(_step)
