"""Drawing on a photo, which keeps the original, and blurring parts of it, which does not."""

from __future__ import annotations

import asyncio
import errno
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklists.moments import write_moment
from checklists.records.values import PhotoRef
from mobile.errors import StoreError
from mobile.photos import marks as drawn
from mobile.photos.annotate import annotate
from mobile.photos.blur import blur
from mobile.photos.destroying import destroy_marked
from mobile.photos.errors import NoRoomForPhotos, PhotoNotTaken
from mobile.store import memory, photo_uses

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mobile.photos.blur import Rectangle
    from mobile.photos.marks import Marks
    from mobile.photos.prepare import PreparedPhoto
    from mobile.photos.vault import Vault
    from mobile.state.photo_place import PhotoPlace
    from mobile.state.session import Session

# The disk, or this app's share of it.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True)
class Blurring:
    """What blurring a photo would do.

    Attributes:
        versions: the photo and every other that shows the same: what it was drawn on, what was drawn on it.
        left: whether the server has, or has begun to receive, any of them.
    """

    versions: tuple[str, ...]
    left: bool


def begun(session: Session, sha256: str) -> Marks:
    """Return what was drawn on a photo and not saved yet."""
    return drawn.read(memory.recall(session.store, _key(session, sha256)) or "[]")


def keep_begun(session: Session, sha256: str, marks: Marks) -> None:
    """Keep what is drawn so far; a full disk costs only the way back to it after a restart."""
    with suppress(StoreError):
        if marks:
            memory.remember(session.store, _key(session, sha256), drawn.written(marks))
        else:
            memory.forget(session.store, _key(session, sha256))


async def draw_on(session: Session, place: PhotoPlace, sha256: str, marks: Marks) -> str:
    """Keep a copy of a photo with marks drawn into it beside the photo; return the copy's name.

    Raises:
        PhotoError: the photo's bytes are not here, or there is no room; the marks stay as they are.
    """
    vault = session.tablet.vault
    made = await asyncio.to_thread(_made, vault, sha256, lambda jpeg: annotate(jpeg, marks))
    place.add(made.sha256, _described(made, write_moment(session.now()), drawn_on=sha256))
    keep_begun(session, sha256, ())
    return made.sha256


def blurring(session: Session, place: PhotoPlace, sha256: str) -> Blurring:
    """Return what blurring a photo would do."""
    versions = tuple(_versions(place.photos(), sha256))
    return Blurring(versions, any(photo_uses.has_left(session.store, one) for one in versions))


async def blur_for_good(
    session: Session, place: PhotoPlace, sha256: str, rectangles: Sequence[Rectangle]
) -> str:
    """Put blurred photos in the place of a photo and its other versions; return the new name of the photo.

    The photos there before are taken out of the record and, unless something else still names them,
    deleted from this tablet.

    Raises:
        PhotoError: one of them is not here whole, or there is no room; nothing was changed.
    """
    vault, before = session.tablet.vault, dict(place.photos())
    versions = _versions(before, sha256)
    made = {
        name: await asyncio.to_thread(_made, vault, name, lambda jpeg: blur(jpeg, rectangles))
        for name in versions
    }
    with session.store.transaction():
        for name, new in made.items():
            original = before[name].drawn_on
            drawn_on = made[original].sha256 if original in made else original
            place.add(new.sha256, _described(new, before[name].taken_at, drawn_on=drawn_on, blurred=True))
        changed = [name for name, new in made.items() if new.sha256 != name]
        for name in changed:
            place.remove(name)
            photo_uses.mark_to_destroy(session.store, name)
    for name in changed:
        keep_begun(session, name, ())
    await destroy_blurred(session)
    return made[sha256].sha256


async def destroy_blurred(session: Session) -> None:
    """Delete the originals of what was blurred; those left over when the app was ended in the middle, too."""
    await asyncio.to_thread(destroy_marked, session.store, session.tablet.vault)


def _versions(there: Mapping[str, PhotoRef], sha256: str) -> list[str]:
    """Return the photo, and those it was drawn on or that were drawn on it, originals first."""
    pairs = [(name, ref.drawn_on) for name, ref in there.items() if ref.drawn_on in there]
    found: set[str | None] = {sha256}
    while True:
        more = {one for pair in pairs if found & set(pair) for one in pair} - found
        if not more:
            return [name for name in there if name in found]
        found |= more


def _made(vault: Vault, sha256: str, make: Callable[[bytes], PreparedPhoto]) -> PreparedPhoto:
    vault.check_space()
    photo = make(vault.read(sha256))
    try:
        vault.keep(photo)
    except OSError as error:
        raise (NoRoomForPhotos if error.errno in _FULL else PhotoNotTaken) from error
    return photo


def _described(
    photo: PreparedPhoto, taken_at: str, *, drawn_on: str | None = None, blurred: bool = False
) -> PhotoRef:
    return PhotoRef(
        bytes=len(photo.jpeg),
        width=photo.width,
        height=photo.height,
        taken_at=taken_at,
        drawn_on=drawn_on,
        blurred=blurred,
    )


def _key(session: Session, sha256: str) -> str:
    return f"drawing/{session.who.id}/{sha256}"
