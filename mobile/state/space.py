"""What photos take up on this tablet, what of it may be given back and from when on, and giving it back."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mobile.store import backed_up, chain
from mobile.sync.backed_up import free

if TYPE_CHECKING:
    from mobile.bootstrap import Tablet
    from mobile.store.backed_up import LastBackup, Room

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SpaceUse:
    """The space on a tablet, in bytes.

    Attributes:
        used: what photos and their small pictures take up.
        free: what is free on the disk.
        room: what photos may give back.
        backup: what the server said last of its backups; None if it has not been asked yet.
        newer: how many changes the server has received from here that are in no backup yet.
    """

    used: int
    free: int
    room: Room
    backup: LastBackup | None
    newer: int


def space_use(tablet: Tablet) -> SpaceUse | None:
    """Return how much space there is and what takes it up, None if the disk does not say."""
    try:
        used, disk = tablet.vault.used(), tablet.vault.space.free
    except OSError as error:
        log.warning("the space is not known: %s", error)
        return None
    backup = backed_up.last_backup(tablet.store)
    newer = max(0, chain.confirmed(tablet.store) - (backup.n if backup else 0))
    return SpaceUse(used, disk, backed_up.room(tablet.store), backup, newer)


async def free_space(tablet: Tablet) -> int:
    """Let go of every photo that may be let go of, beside the event loop; return how many bytes that gave."""
    return await asyncio.to_thread(free, tablet.store, tablet.vault)
