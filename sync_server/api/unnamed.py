"""Takes in what is raised without a name, from an enrolled tablet of which nothing is kept.

No line of the log, no moment in the record and no mark on the tablet's entry comes of it, whatever becomes of
the message. Whoever watches the server's traffic or memory at that moment can still see which tablet calls.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, Request, Response

from checklists.moments import day_of
from checklists.protocol import refusals, routes
from checklists.protocol.limits import UNNAMED_PHOTO_EDGE
from checklists.protocol.messages import Unnamed, UnnamedReply
from sync_server.api import problems
from sync_server.api.body import message_in, read_bytes
from sync_server.api.caller import Caller  # noqa: TC001 - read by the framework when the server starts
from sync_server.api.threads import in_thread, in_turn
from sync_server.errors import Refused
from sync_server.objects.errors import PictureNotShownError, StoreAwayError
from sync_server.objects.thumbnails import drawn_anew
from sync_server.record import unnamed

if TYPE_CHECKING:
    from pydantic import JsonValue

    from sync_server.objects.store import ObjectStore

router = APIRouter()

# Far more than anybody sees on a floor; what is beyond waits on its tablet.
TABLET_MOST: Final = 20
SERVER_MOST: Final = 100
_IN_SECONDS: Final = 3600.0

_DISK_FULL: Final = 507


class Limits:
    """Counts what came within the hour, in memory alone; of a tablet a mark that is another each hour."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begin(time.monotonic())

    def count(self, device: str) -> None:
        """Let a tablet raise one more thing.

        Raises:
            Refused: enough came within the hour, from it or from all.
        """
        now = time.monotonic()
        with self._lock:
            if now - self._since > _IN_SECONDS:
                self._begin(now)
            mark = hmac.digest(self._secret, device.encode(), hashlib.sha256)
            if self._came[mark] >= TABLET_MOST or self._came.total() >= SERVER_MOST:
                raise Refused(refusals.TOO_MANY_UNNAMED)
            self._came[mark] += 1

    def _begin(self, now: float) -> None:
        self._since, self._secret = now, secrets.token_bytes()
        self._came: Counter[bytes] = Counter()


@router.post(routes.UNNAMED)
async def post_unnamed(request: Request, device: Caller) -> Response:
    """Take in something raised without a name, once."""
    state = request.app.state
    try:
        raised = message_in(await read_bytes(request), Unnamed)
        day = await in_thread(unnamed.received_on, state.engine, raised.key)
        if day is None:
            state.unnamed.count(device.id)
            now = datetime.now(UTC)
            photos = await in_thread(_keep_photos, state.objects, raised.photos, day_of(now))
            day = await in_turn(unnamed.take, state.engine, state.keys, raised, photos, now)
    except Refused as refused:
        # Not through the log, where each line has its moment.
        return problems.answer(refused)
    except OSError as error:
        if not problems.is_full_disk(error):
            raise
        return problems.answer(Refused(refusals.SERVER_TROUBLE, "The server's disk is full."), _DISK_FULL)
    return Response(UnnamedReply(day=day).model_dump_json(), media_type="application/json")


def _keep_photos(objects: ObjectStore, sent: list[str], day: str) -> dict[str, JsonValue]:
    """Keep photos, drawn anew so that nothing of their files is left; return what a record says of each."""
    photos: dict[str, JsonValue] = {}
    for one in sent:
        try:
            jpeg, width, height = drawn_anew(_bytes(one), UNNAMED_PHOTO_EDGE)
            name = objects.keep_undated(jpeg)
        except PictureNotShownError as error:
            raise Refused(refusals.PHOTO_NOT_TAKEN, str(error)) from error
        except StoreAwayError as error:
            raise Refused(refusals.SERVER_TROUBLE, str(error)) from error
        photos[name] = {"bytes": len(jpeg), "width": width, "height": height, "taken_at": day}
    return photos


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(refusals.MESSAGE_NOT_READ, "A photo is not in base64.") from error
