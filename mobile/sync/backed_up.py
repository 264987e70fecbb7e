"""Backed up: ask the server what is safe in two places, and let go of photos only where that is so."""

import logging

from checklists.protocol import refusals
from checklists.protocol.limits import BACKED_UP_PHOTOS
from checklists.protocol.messages import AskBackedUp
from mobile.errors import ServerRefused, TabletError
from mobile.store import backed_up
from mobile.store.database import Store
from mobile.store.identity import this_tablet
from mobile.sync.client import ServerClient
from mobile.sync.photo_bytes import PhotoBytes

log = logging.getLogger(__name__)


def ask(store: Store, vault: PhotoBytes, client: ServerClient) -> None:
    """Ask what is backed up, at most hourly or after a new receipt, and make room where there is little.

    Raises:
        SyncError: what kept it from ending; it is asked again another time.
    """
    if not backed_up.is_due(store):
        return
    names = backed_up.to_ask(store)
    # Also with no photo at all: how far the chain is backed up is asked too.
    for start in range(0, len(names), BACKED_UP_PHOTOS) or [0]:
        part = names[start : start + BACKED_UP_PHOTOS]
        if not _ask(store, client, part):
            return
    if vault.is_low():
        free(store, vault)


def free(store: Store, vault: PhotoBytes) -> int:
    """Let go of every photo that may be let go of, and return how many bytes that gave back.

    A photo of which no small picture can be kept stays.
    """
    freed = 0
    for sha in backed_up.room(store).now:
        try:
            freed += vault.free(sha)
        except (TabletError, OSError) as trouble:
            log.warning("photo %s stays on the tablet: %s", sha, trouble)
        else:
            backed_up.note_freed(store, sha)
    return freed


def _ask(store: Store, client: ServerClient, names: list[str]) -> bool:
    try:
        said = client.backed_up(AskBackedUp(incarnation=this_tablet(store).incarnation, photos=names))
    except ServerRefused as refused:
        # A server from before there were backups to ask about.
        if refused.problem.number != refusals.NOT_FOUND.number:
            raise
        backed_up.note_asked(store)
        return False
    backed_up.note(store, names, said)
    return True
