"""A person's practice room: a store and a vault of its own beside the tablet's, known to no server.

It is a whole `Tablet`, so that screens work in it as they are. What keeps it here is what it lacks: its store
is enrolled nowhere, so that it has neither address nor token, and its sync is never started.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from checklists.protocol.messages import Reference
from checklists.records.person import Person, Role
from checklists.records.place import Area, Department
from mobile.bootstrap import Tablet
from mobile.errors import ReferenceEmpty
from mobile.locations import Locations
from mobile.photos.vault import Vault
from mobile.store import checklists, practised, reference
from mobile.store.care import open_with_care
from mobile.sync.schedule import Sync
from mobile.text import say

if TYPE_CHECKING:
    from pathlib import Path

    from mobile.store.database import Store

AREA: Final = "practice-area"
_DEPARTMENT: Final = "practice"

# Who takes an action on there, or walks along: nobody of the plant is named in practice.
_COLLEAGUE: Final = "0" * 31 + "1"


def has_room(tablet: Tablet, person_id: str) -> bool:
    """Say whether a person has practised on this tablet."""
    return person_id in tablet.rooms or _places(tablet, person_id).database.exists()


def room_of(tablet: Tablet, person: Person) -> Tablet:
    """Return a person's practice room, made where there is none, with the checklists the tablet has now.

    A room in which everything was thrown away long ago is emptied first.

    Raises:
        TabletError: it can't be opened; the sentence says what is safe and what to do.
    """
    if person.id not in tablet.rooms:
        tablet.rooms[person.id] = _open(tablet, person)
    return tablet.rooms[person.id]


def sample_area() -> Area:
    """Return the area a practice visit is on, named in the language that is spoken."""
    return Area(id=AREA, name=say("practice.area"), department=_DEPARTMENT)


def _places(tablet: Tablet, person_id: str) -> Locations:
    return Locations(tablet.config.data / "practice" / person_id)


def _open(tablet: Tablet, person: Person) -> Tablet:
    places = _places(tablet, person.id).make()
    store = _store(tablet, places.database)
    if practised.is_over(store, person.id):
        store.close()
        shutil.rmtree(places.folder)
        store = _store(tablet, places.make().database)
    with suppress(ReferenceEmpty):
        # A tablet that has no checklists now leaves the room those it had.
        reference.replace(store, _lists(tablet.store, person), "")
    vault = Vault(places.photos)
    config = replace(tablet.config, data=places.folder, enrol=None, server="")
    return Tablet(config, store, vault, Sync(store, vault))


def _store(tablet: Tablet, path: Path) -> Store:
    store = open_with_care(path, now=tablet.store.now)
    store.make_room = tablet.store.make_room
    return store


def _lists(store: Store, person: Person) -> Reference:
    """Return what the office would decide, had it a sample area and nobody else."""
    colleague = Person(
        id=_COLLEAGUE, name=say("practice.colleague"), role=Role.AUDITOR, department=_DEPARTMENT, pin=None
    )
    return Reference(
        # Nobody signs in there, so that no PIN is needed.
        people=[person.model_copy(update={"pin": None}), colleague],
        departments=[Department(id=_DEPARTMENT, name=say("practice.department"))],
        areas=[sample_area()],
        planned=[],
        checklists=checklists.checklists(store),
    )
