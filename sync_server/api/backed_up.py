"""Backed up: what of a tablet's own is inside a verified backup, so that the tablet may let go of it."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from checklists.moments import write_moment
from checklists.protocol import routes
from checklists.protocol.messages import AskBackedUp, BackedUp
from sync_server.api.body import read_message
from sync_server.api.caller import Caller
from sync_server.objects.store import ObjectStore
from sync_server.record.backups import backed_up_to, last_backup, photos_backed_up
from sync_server.record.chains import Source
from sync_server.record.database import Engine, reading, write
from sync_server.record.received import mark_received, waiting_among

router = APIRouter()

_ASK_BYTES = 100_000


@router.post(routes.BACKED_UP)
async def post_backed_up(request: Request, device: Caller) -> BackedUp:
    """Say how far a chain and which photos are backed up, and which photos are not here at all."""
    message = await read_message(request, AskBackedUp, _ASK_BYTES)
    state, source = request.app.state, Source(device.id, message.incarnation)
    return await run_in_threadpool(
        backed_up, state.engine, state.objects, source, message.photos, datetime.now(UTC)
    )


def backed_up(
    engine: Engine, objects: ObjectStore, source: Source, asked: list[str], now: datetime
) -> BackedUp:
    """Say what of a tablet's own is backed up.

    Photos that are here and wait to be called so are marked on the way: a record restored from a backup does
    not know of those that came since, and their tablet has no reason to send them again.
    """
    wanted = sorted(set(asked))
    with reading(engine) as connection:
        backup = last_backup(connection)
        photos = photos_backed_up(connection, wanted)
        n = backed_up_to(connection, source)
        waiting = waiting_among(connection, wanted)
    # What a backup holds need not be looked for; the rest is little, from one backup to the next.
    missing = [one for one in wanted if one not in set(photos) and not objects.has(one)]
    arrived = [one for one in waiting if one not in set(missing)]
    if arrived:
        write(engine, lambda connection: mark_received(connection, arrived, now))
    return BackedUp(
        n=n,
        at=backup.taken_at if backup else None,
        photos=photos,
        missing=missing,
        server_time=write_moment(now),
    )
