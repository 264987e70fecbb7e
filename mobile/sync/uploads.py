"""Uploads: send photos, each from where the server is; one that is held back stops no other.

A photo is sent in one request. Only where that did not work, or a photo is large, does it go in parts.
"""

from collections.abc import Callable

from checklists.protocol import refusals
from checklists.protocol.limits import UPLOAD_CHUNK, UPLOAD_WHOLE
from mobile.errors import (
    AnswerNotRead,
    NotTheServer,
    ServerRefused,
    ServerTrouble,
    ServerUnreachable,
    TabletError,
)
from mobile.store import photos
from mobile.store.database import Store
from mobile.store.photos import Photo, PhotoState
from mobile.sync.client import ServerClient, UploadPlace
from mobile.sync.photo_bytes import PhotoBytes

# How often the server may say that an upload is elsewhere before the photo waits for another time.
_CORRECTIONS = 3

# The tablet is not let in any more: that is no trouble of one photo.
NOT_LET_IN = frozenset({refusals.NOT_ENROLLED.number, refusals.REVOKED.number})


def upload(store: Store, vault: PhotoBytes, client: ServerClient, progress: Callable[[int], None]) -> None:
    """Send every photo the server has heard of and does not have.

    Args:
        store: the tablet's database.
        vault: the photos' bytes.
        client: the server.
        progress: called with 1 for each photo the server has received.

    Raises:
        ServerUnreachable, NotTheServer: the rest is sent another time, each photo from where it is; a
            server with trouble of its own only where it asks to be left alone.
        ServerRefused: the tablet is not let in.
    """
    for photo in photos.to_send(store):
        try:
            arrived = _send(store, vault, client, photo)
        except TabletError as trouble:
            if _stops_everything(trouble):
                raise
            photos.mark_trouble(store, photo.sha, trouble.sentence)
        else:
            if arrived:
                photos.mark_received(store, photo.sha)
                progress(1)


def _stops_everything(trouble: TabletError) -> bool:
    if isinstance(trouble, ServerRefused):
        return trouble.problem.number in NOT_LET_IN
    if isinstance(trouble, ServerTrouble):
        # It is about this photo, unless the server asks to be left alone.
        return trouble.retry_seconds is not None
    return isinstance(trouble, ServerUnreachable | NotTheServer)


def _send(store: Store, vault: PhotoBytes, client: ServerClient, photo: Photo) -> bool:
    """Send a photo; say whether the server has it: not so for one that was taken away meanwhile."""
    if not photos.is_to_send(store, photo.sha):
        return False
    try:
        data = vault.read(photo.sha)
    except TabletError:
        # Taken on a copy of this tablet, which has sent it by now; or there is reason to say so.
        if not photos.is_to_send(store, photo.sha):
            return False
        if client.begin_upload(photo.sha, photo.bytes).offset != photo.bytes:
            raise
        photos.forget(store, photo.sha)
        return True
    try:
        begun = _begin(store, client, photo, data)
        return begun is not None and _send_rest(store, client, photo.sha, data, begun)
    except ServerRefused as refused:
        # What arrived was other bytes, and the server has thrown them away: once more from the start.
        if refused.problem.number != refusals.PHOTO_OTHER_BYTES.number:
            raise
        photos.mark_waiting(store, photo.sha)
        return _send_rest(store, client, photo.sha, data, client.begin_upload(photo.sha, len(data)))


def _begin(store: Store, client: ServerClient, photo: Photo, data: bytes) -> UploadPlace | None:
    if photo.state is PhotoState.WAITING and len(data) <= UPLOAD_WHOLE:
        # Noted before: what the server has of it when this is cut is not sent a second time.
        photos.mark_sending(store, photo.sha, upload="", sent=0)
        if not photos.is_to_send(store, photo.sha):
            return None
        return client.begin_upload(photo.sha, len(data), data)
    offset = client.upload_offset(photo.upload) if photo.upload else None
    return client.begin_upload(photo.sha, len(data)) if offset is None else UploadPlace(photo.upload, offset)


def _send_rest(store: Store, client: ServerClient, sha: str, data: bytes, place: UploadPlace) -> bool:
    corrections = 0
    while True:
        photos.mark_sending(store, sha, upload=place.address, sent=place.offset)
        if place.offset == len(data):
            return True
        if place.offset > len(data):
            raise AnswerNotRead(f"The server has {place.offset} bytes of a photo of {len(data)}.")
        if not photos.is_to_send(store, sha):
            # Blurred or removed since its bytes were read: no more of it leaves the tablet.
            return False
        part = data[place.offset : place.offset + UPLOAD_CHUNK]
        try:
            place = UploadPlace(place.address, client.send_part(place.address, place.offset, part))
        except ServerRefused as refused:
            corrections += 1
            if refused.problem.number not in _ELSEWHERE or corrections > _CORRECTIONS:
                raise
            # A part arrived whose answer was lost, or the server has forgotten the upload.
            place = client.begin_upload(sha, len(data))


_ELSEWHERE = frozenset({refusals.UPLOAD_ELSEWHERE.number, refusals.UPLOAD_UNKNOWN.number})
