"""The steps that make tables anew which were there before, with what was in them; see `migrations`."""

from sqlite_utils import Database


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
