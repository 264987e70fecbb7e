"""Thumbnails: fetch the small pictures of what others share; one not there yet is asked for later."""

from checklists.protocol import refusals
from mobile.errors import ServerRefused, TabletError
from mobile.store import photos
from mobile.store.database import Store
from mobile.sync.client import ServerClient
from mobile.sync.photo_bytes import PhotoBytes

# Half a minute on a poor connection; the rest comes with the next exchange, newest first.
_AT_ONCE = 50

_NOT_THERE = frozenset(
    {refusals.PHOTO_NOT_RECEIVED.number, refusals.NOT_FOUND.number, refusals.PHOTO_NOT_TAKEN.number}
)


def fetch(store: Store, vault: PhotoBytes, client: ServerClient) -> int:
    """Fetch the thumbnails that are missing here; return how many came.

    Raises:
        SyncError: what kept it from ending; the rest is fetched another time.
    """
    return sum(_fetch(store, vault, client, sha) for sha in photos.to_fetch(store)[:_AT_ONCE])


def _fetch(store: Store, vault: PhotoBytes, client: ServerClient, sha: str) -> bool:
    try:
        data = client.thumbnail(sha)
    except ServerRefused as refused:
        if refused.problem.number not in _NOT_THERE:
            raise
        photos.mark_absent(store, sha)
        return False
    try:
        vault.put_thumbnail(sha, data)
    except (TabletError, OSError):
        # No picture, or no room for it: the finding is readable without.
        photos.mark_absent(store, sha)
        return False
    photos.mark_fetched(store, sha)
    return True
