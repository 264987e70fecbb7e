"""Opening the tablet: its database, photos and sync, in the order they need each other."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mobile.errors import StoreFull, TabletError
from mobile.locations import Locations
from mobile.photos.destroying import destroy_marked
from mobile.photos.reserve import Reserve
from mobile.photos.space import Ballast
from mobile.photos.vault import Vault
from mobile.store import ended
from mobile.store.care import open_with_care
from mobile.store.identity import this_tablet
from mobile.sync.enrolment import follow
from mobile.sync.schedule import Sync

if TYPE_CHECKING:
    from mobile.config import Config, Enrolment
    from mobile.store.database import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tablet:
    """What one app process holds, whoever is signed in.

    Attributes:
        config: how it was started.
        store: the database, for the screens.
        vault: the photos.
        sync: the engine, with a connection of its own.
        rooms: the practice rooms that are open, by their person's id, see practice.py.
    """

    config: Config
    store: Store
    vault: Vault
    sync: Sync
    rooms: dict[str, Tablet] = field(default_factory=dict, repr=False, compare=False)

    def close(self) -> None:
        """End the sync and close the database; everything recorded stays."""
        for room in self.rooms.values():
            room.close()
        self.sync.stop()
        try:
            ended.in_order(self.store)
        except TabletError as trouble:
            # The next start says that it ended without warning, which is less than the truth and no harm.
            log.warning("not noted that it ended in order: %s", trouble)
        self.store.close()


def open_tablet(config: Config) -> Tablet:
    """Open everything below the tablet's data folder and start the sync.

    Raises:
        TabletError: the data can't be opened; the sentence says what is safe and what to do.
    """
    places = Locations(config.data).make()
    store = _open_store(places)
    vault = Vault(places.photos)
    _destroy_left_over(store, vault)
    tablet = Tablet(config, store, vault, Sync(store, vault))
    if config.enrol and not this_tablet(store).enrolled:
        _enrol_by_itself(tablet, config.enrol)
    if config.server:
        _follow_server(tablet, config.server)
    tablet.sync.start()
    return tablet


def _open_store(places: Locations) -> Store:
    ballast = Ballast(places.folder)
    try:
        store = open_with_care(places.database)
    except StoreFull:
        # To start is worth the reserve: without it nothing could be written down.
        if not ballast.release():
            raise
        store = open_with_care(places.database)
    reserve = Reserve(ballast)
    store.make_room = reserve.give_up
    let_go = store.closed

    def closed() -> None:
        reserve.close()
        let_go()

    store.closed = closed
    return store


def _destroy_left_over(store: Store, vault: Vault) -> None:
    try:
        destroy_marked(store, vault)
    except TabletError as trouble:
        # They stay marked, and no record names them: nothing of them is shown or sent.
        log.warning("originals of what was blurred are still here: %s", trouble)


def _enrol_by_itself(tablet: Tablet, enrolment: Enrolment) -> None:
    try:
        tablet.sync.enrol(enrolment.server_url, enrolment.code, tablet.config.name)
    except TabletError as trouble:
        # The first screen asks for the address and a code instead.
        log.warning("not enrolled by itself: %s", trouble)


def _follow_server(tablet: Tablet, server_url: str) -> None:
    try:
        if follow(tablet.store, server_url):
            log.info("the server is reached at %s now", server_url)
    except TabletError as trouble:
        # It goes on with the address it has; the screens say if nobody answers there.
        log.warning("still at the address before: %s", trouble)
