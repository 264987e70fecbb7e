"""Photos whose bytes have arrived, those still on their way, and who may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, func, or_, select, update

from checklists.moments import write_moment
from sync_server.record import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sqlalchemy import Connection


def mark_received(connection: Connection, photos: Iterable[str], now: datetime) -> None:
    """Note that the bytes of photos are whole and durable; those marked or not announced stay as they are.

    Args:
        connection: a writing transaction.
        photos: their SHA-256 names.
        now: the moment of their arrival.
    """
    table = schema.photo
    waiting = table.c.sha256.in_(list(photos)) & table.c.received_at.is_(None)
    # In one order for every writer; `key_share`, because pushes that name the photos need not wait.
    rows = select(table.c.sha256).where(waiting).order_by(table.c.sha256).with_for_update(key_share=True)
    connection.execute(rows).all()
    connection.execute(update(table).where(waiting).values(received_at=write_moment(now)))


def mark_here(
    connection: Connection, photos: Iterable[str], is_here: Callable[[str], bool], now: datetime
) -> None:
    """Note those of some photos whose bytes came before the change that names them.

    Part of the transaction that names them, and asked inside it: a photo that arrives meanwhile is marked by
    whoever brings it, once this transaction has ended.

    Args:
        connection: a writing transaction.
        photos: their SHA-256 names.
        is_here: says whether the whole photo is in the store.
        now: the moment of their arrival.
    """
    here = [one for one in sorted(photos) if is_here(one)]
    if here:
        mark_received(connection, here, now)


def waiting_among(connection: Connection, photos: Iterable[str]) -> list[str]:
    """Return those of some photos that were announced and not marked received, in order of their names."""
    c = schema.photo.c
    waiting = select(c.sha256).where(c.sha256.in_(list(photos)), c.received_at.is_(None))
    return list(connection.execute(waiting.order_by(c.sha256)).scalars())


def is_announced(connection: Connection, sha256: str) -> bool:
    """Say whether any record names this photo."""
    found = connection.execute(select(schema.photo.c.sha256).where(schema.photo.c.sha256 == sha256))
    return found.one_or_none() is not None


def device_may_see(connection: Connection, sha256: str, device: str) -> bool:
    """Say whether a photo belongs to a record that travels to a tablet: its own, or one shared with all."""
    photo_of, op, record = schema.photo_of, schema.op, schema.record
    wrote = exists().where(
        op.c.kind == record.c.kind,
        op.c.record == record.c.id,
        op.c.device == device,
        op.c.refusal.is_(None),
    )
    travels = exists().where(
        photo_of.c.sha256 == sha256,
        record.c.kind == photo_of.c.kind,
        record.c.id == photo_of.c.record,
        or_(record.c.audience != schema.OWN, wrote),
    )
    return bool(connection.execute(select(travels)).scalar_one())


def photos_waiting(connection: Connection, limit: int) -> list[str]:
    """Return the names of photos that were announced and not marked received, the longest waiting first."""
    table = schema.photo
    waiting = select(table.c.sha256).where(table.c.received_at.is_(None))
    return list(
        connection.execute(waiting.order_by(table.c.announced_at, table.c.sha256).limit(limit)).scalars()
    )


def count_waiting(connection: Connection) -> int:
    """Return how many photos were announced and not marked received."""
    counted = select(func.count()).select_from(schema.photo).where(schema.photo.c.received_at.is_(None))
    return connection.execute(counted).scalar_one()
