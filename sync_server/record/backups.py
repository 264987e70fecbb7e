"""What of the record is inside a verified backup, as tablets and people are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from sync_server.record import schema
from sync_server.record.rows import in_parts, put_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from sync_server.record.chains import Source


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was restored and verified.

    Attributes:
        name: of its folder.
        folder: where that was.
        taken_at: everything received until then is in it.
        verified_at: by the server's clock.
        feed_seq: the last number of the feed in it.
        feed_hash: the hash there.
        ops: how many changes are in it.
        photos: how many photos are in it.
    """

    name: str
    folder: str
    taken_at: str
    verified_at: str
    feed_seq: int
    feed_hash: str
    ops: int
    photos: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a record goes.

    Attributes:
        feed_seq: the last number of its feed.
        feed_hash: the hash there.
        ops: how many changes it holds.
        chains: the last place of each tablet's chain, by (device, incarnation).
    """

    feed_seq: int
    feed_hash: str
    ops: int
    chains: dict[tuple[str, str], int]


def reach(connection: Connection) -> Reach:
    """Return how far a record goes."""
    counter, link = schema.counter, schema.link
    seq, head = connection.execute(
        select(counter.c.value, counter.c.head).where(counter.c.name == schema.FEED_COUNTER)
    ).one()
    ops = connection.execute(select(func.count()).select_from(schema.op)).scalar_one()
    ends = select(link.c.device, link.c.incarnation, func.max(link.c.n)).group_by(
        link.c.device, link.c.incarnation
    )
    chains = {(device, incarnation): n for device, incarnation, n in connection.execute(ends)}
    return Reach(seq, head, ops, chains)


def note_backup(
    connection: Connection, backup: Backup, chains: dict[tuple[str, str], int], photos: Sequence[str]
) -> None:
    """Note in the live record that a backup holds these places of chains and these photos.

    Args:
        connection: a writing transaction.
        backup: was verified.
        chains: the last place of each tablet's chain in it.
        photos: the names of the photos in it.
    """
    values = {name: getattr(backup, name) for name in Backup.__slots__}
    put_rows(connection, schema.backup, [values])
    rows = [
        {"device": device, "incarnation": incarnation, "n": n}
        for (device, incarnation), n in sorted(chains.items())
    ]
    put_rows(connection, schema.backed_up, rows)
    table = schema.photo
    for part in in_parts(sorted(photos)):
        new = table.c.sha256.in_(part) & table.c.backed_up_at.is_(None)
        connection.execute(update(table).where(new).values(backed_up_at=backup.verified_at))


def last_backup(connection: Connection) -> Backup | None:
    """Return the backup that was verified last, None before the first."""
    table = schema.backup
    columns = [table.c[name] for name in Backup.__slots__]
    row = connection.execute(
        select(*columns).order_by(table.c.verified_at.desc(), table.c.name.desc()).limit(1)
    ).one_or_none()
    return Backup(*row) if row else None


def backed_up_to(connection: Connection, source: Source) -> int:
    """Return how far a tablet's chain is inside a verified backup, 0 if none of it is."""
    table = schema.backed_up
    found = connection.execute(select(table.c.n).where(source.rows_of(table))).scalar_one_or_none()
    return found or 0


def photos_backed_up(connection: Connection, photos: Iterable[str]) -> list[str]:
    """Return those of the photos that are inside a verified backup, in order of their names."""
    table = schema.photo
    wanted = table.c.sha256.in_(list(photos)) & table.c.backed_up_at.is_not(None)
    return list(connection.execute(select(table.c.sha256).where(wanted).order_by(table.c.sha256)).scalars())


def photos_of_record(connection: Connection) -> dict[str, bool]:
    """Return every photo the record names, and whether its bytes were received."""
    table = schema.photo
    rows = connection.execute(select(table.c.sha256, table.c.received_at).order_by(table.c.sha256))
    return {row.sha256: row.received_at is not None for row in rows}


def records_naming(connection: Connection, photos: Iterable[str]) -> dict[str, str]:
    """Return, for each of some photos, which records name it: “visit 1f… and finding 2e…”."""
    table = schema.photo_of
    found: dict[str, list[str]] = {}
    for part in in_parts(sorted(photos)):
        rows = connection.execute(select(table).where(table.c.sha256.in_(part)))
        for row in sorted(rows, key=tuple):
            found.setdefault(row.sha256, []).append(f"{row.kind} {row.record}")
    return {sha256: " and ".join(records) for sha256, records in found.items()}


def forget_receipts(connection: Connection, photos: Sequence[str]) -> None:
    """Note that photos are not here any more, so that a tablet which still has them is asked for them."""
    table = schema.photo
    for part in in_parts(sorted(photos)):
        connection.execute(
            update(table).where(table.c.sha256.in_(part)).values(received_at=None, backed_up_at=None)
        )
