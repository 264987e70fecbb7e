"""Deleting the originals of what was blurred, also those that a flat battery left over."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from mobile.store import photo_uses, photos

if TYPE_CHECKING:
    from mobile.photos.vault import Vault
    from mobile.store.database import Store

log = logging.getLogger(__name__)


def destroy_marked(store: Store, vault: Vault) -> None:
    """Delete the bytes of every photo that is marked for it, unless something names it after all.

    What the disk does not let go of stays marked, for the next time.

    Raises:
        StoreError: the marks can't be read or changed; what is left is deleted by doing it again.
    """
    for sha in photo_uses.to_destroy(store):
        if not photo_uses.is_used(store, sha):
            photos.forget(store, sha)
            try:
                vault.destroy(sha)
            except OSError:
                log.exception("a photo was not deleted")
                continue
        photo_uses.mark_destroyed(store, sha)
