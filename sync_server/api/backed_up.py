"""Backed up: what of a tablet's own is inside a verified backup, so that the tablet may let go of it."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from checklists.moments import write_moment
from checklists.protocol import routes
from checklists.protocol.messages import AskBackedUp, BackedUp
from sync_server.api.body import read_message
from sync_server.api.caller import Caller
from sync_server.record.backups import backed_up_to, last_backup, photos_backed_up
from sync_server.record.chains import Source
from sync_server.record.database import reading

router = APIRouter()

_ASK_BYTES = 100_000


@router.post(routes.BACKED_UP)
async def post_backed_up(request: Request, device: Caller) -> BackedUp:
    """Say how far a chain and which photos are backed up, and which photos are not here at all."""
    message = await read_message(request, AskBackedUp, _ASK_BYTES)
    return await run_in_threadpool(
        _backed_up, request, Source(device.id, message.incarnation), message.photos
    )


def _backed_up(request: Request, source: Source, asked: list[str]) -> BackedUp:
    wanted = sorted(set(asked))
    with reading(request.app.state.engine) as connection:
        backup = last_backup(connection)
        photos = photos_backed_up(connection, wanted)
        n = backed_up_to(connection, source)
    # What a backup holds need not be looked for; the rest is little, from one backup to the next.
    missing = [one for one in wanted if one not in set(photos) and not request.app.state.objects.has(one)]
    return BackedUp(
        n=n,
        at=backup.taken_at if backup else None,
        photos=photos,
        missing=missing,
        server_time=write_moment(datetime.now(UTC)),
    )
