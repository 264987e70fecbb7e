"""A photo on its way from the camera into the tablet: made smaller, kept under its hash, described."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from checklists.moments import write_moment
from checklists.records.values import PhotoRef
from mobile.photos.prepare import prepare

if TYPE_CHECKING:
    from datetime import datetime

    from mobile.photos.vault import Vault


async def take_in(vault: Vault, raw: bytes, at: datetime) -> tuple[str, PhotoRef]:
    """Keep a picture's bytes; return the photo's name and what a record says of it.

    The work is done beside the event loop, so that the screen stays alive.

    Raises:
        PhotoError: it is no picture we take, or there is no room; the sentence says what to do.
    """
    return await asyncio.to_thread(_take_in, vault, raw, at)


def _take_in(vault: Vault, raw: bytes, at: datetime) -> tuple[str, PhotoRef]:
    vault.check_space()
    photo = prepare(raw)
    vault.keep(photo)
    ref = PhotoRef(bytes=len(photo.jpeg), width=photo.width, height=photo.height, taken_at=write_moment(at))
    return photo.sha256, ref
