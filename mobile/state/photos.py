"""Photos between camera, vault and screen: taken in, described, shown small."""

from __future__ import annotations

import asyncio
import errno
import logging
from typing import TYPE_CHECKING

from checklists.moments import write_moment
from checklists.records.values import PhotoRef
from mobile.photos.errors import NoRoomForPhotos, PhotoNotTaken
from mobile.photos.prepare import prepare
from mobile.photos.space import Room

if TYPE_CHECKING:
    from datetime import datetime

    from mobile.photos.vault import Vault

log = logging.getLogger(__name__)


async def take_in(vault: Vault, raw: bytes, at: datetime, *, mirrored: bool = False) -> tuple[str, PhotoRef]:
    """Keep a picture's bytes; return the photo's name and what a record says of it.

    One that is `mirrored`, as a webcam's, is turned back.

    The work is done beside the event loop, so that the screen stays alive.

    Raises:
        PhotoError: it is no picture we take, or there is no room; the sentence says what to do.
    """
    return await asyncio.to_thread(_take_in, vault, raw, at, mirrored=mirrored)


def small(vault: Vault, sha256: str, edge: int) -> bytes | None:
    """Return a small picture of a photo, None where there is none or the disk lets none be made."""
    try:
        return vault.thumbnail(sha256, edge)
    except OSError as error:
        log.warning("no small picture of %s: %s", sha256, error)
        return None


# The disk, or this app's share of it.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


async def room_for_photos(vault: Vault) -> tuple[Room, int]:
    """Return how much room there is for photos, and the free bytes; plenty where the disk does not say."""
    try:
        return await asyncio.to_thread(lambda: (vault.space.room(), vault.space.free))
    except OSError as error:
        log.warning("the free space is not known: %s", error)
        return Room.PLENTY, 0


def _take_in(vault: Vault, raw: bytes, at: datetime, *, mirrored: bool) -> tuple[str, PhotoRef]:
    vault.check_space()
    photo = prepare(raw, mirrored=mirrored)
    try:
        vault.keep(photo)
    except OSError as error:
        raise (NoRoomForPhotos if error.errno in _FULL else PhotoNotTaken) from error
    ref = PhotoRef(bytes=len(photo.jpeg), width=photo.width, height=photo.height, taken_at=write_moment(at))
    return photo.sha256, ref
