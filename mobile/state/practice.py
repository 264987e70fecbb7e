"""The practice room of a window: which addresses lead there, and the session its screens have there."""

from __future__ import annotations

import logging
from dataclasses import fields
from typing import TYPE_CHECKING, Final

from mobile.errors import RecordUnknown, TabletError
from mobile.practice import has_room, room_of, sample_area
from mobile.state.habits import WalkView, keep_view
from mobile.state.session import Session, SyncLine
from mobile.store import journal, visits
from mobile.sync.status import Facts, describe

if TYPE_CHECKING:
    from checklists.form.checklist import Checklist
    from checklists.records.visit import Visit
    from mobile.bootstrap import Tablet

log = logging.getLogger(__name__)

PLACE: Final = "practice"

# Everything else is the same in every room: who it is, how it looks and speaks, how wide the window is.
_OF_THE_ROOM: Final = frozenset({"tablet", "sync_line", "window", "practice"})


def session_at(session: Session, path: str) -> Session:
    """Return the session for an address: that of the practice room, or else the window's own.

    A record is known to one room only, so that its id says where it belongs.
    """
    window = session.own
    try:
        return practice_of(window) if _leads_to_practice(window, path) else window
    except TabletError:
        # The real screens go on; this one says that it has nothing to show.
        log.exception("opening the practice room")
        return window


def practice_of(window: Session) -> Session:
    """Return the session of the practice room of whoever is signed in, opening the room if need be.

    Raises:
        TabletError: it can't be opened.
    """
    room = room_of(window.tablet, window.who)
    if window.practice is None or window.practice.tablet is not room:
        window.practice = _session(window, room)
    for one in fields(window):
        if one.name not in _OF_THE_ROOM and not one.name.startswith("_"):
            setattr(window.practice, one.name, getattr(window, one.name))
    return window.practice


def practised_before(window: Session) -> bool:
    """Say whether whoever is signed in has practised on this tablet."""
    return has_room(window.tablet, window.who.id)


def begin(practice: Session, checklist: Checklist) -> Visit:
    """Start a practice visit on the sample area; the first one begins with one question at a time."""
    if not visits.has_walked(practice.store, practice.who.id):
        keep_view(practice, WalkView.ONE)
    return visits.start(practice.store, person=practice.who, checklist=checklist, area=sample_area())


def _leads_to_practice(window: Session, path: str) -> bool:
    match path.strip("/").split("/"):
        case [place, *_] if place == PLACE:
            return window.person is not None
        case ["visit" | "finding" | "action" as kind, record, *_]:
            person = window.person
            return (
                person is not None
                and has_room(window.tablet, person.id)
                and _knows(room_of(window.tablet, person), kind, record)
            )
    return False


def _knows(room: Tablet, kind: str, record: str) -> bool:
    try:
        journal.require_known(room.store, kind, record)
    except RecordUnknown:
        return False
    return True


def _session(window: Session, room: Tablet) -> Session:
    return Session(
        tablet=room,
        files=window.files,
        sync_line=SyncLine(describe(Facts(enrolled=True, changes=1))),
        person=window.person,
        enrolled=True,
        display=window.display,
        unsaved=window.unsaved,
        window=window,
    )
