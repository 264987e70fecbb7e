"""Raising something without a name: what is left out of the record, and whether the office takes it.

An office that wants it lists a person with the short name `without-a-name`. What is raised so is theirs in
the record: no author, and the day instead of the moment. What can't be left out yet is said
on the screen: each change still names the tablet it was made on, and the moment it was made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.moments import read_moment, write_moment
from mobile.store import people

if TYPE_CHECKING:
    from checklists.records.values import PhotoRef
    from mobile.state.session import Session
    from mobile.store.database import Store

# The id that a server gives the short name `without-a-name`.
NOBODY = "d1b72cc44044e4d7c46cb5065ecad0a2"


def takes_unnamed(store: Store) -> bool:
    """Say whether the office takes what is raised without a name."""
    nobody = people.person(store, NOBODY)
    return nobody is not None and nobody.active


def day_of(session: Session) -> str:
    """Return today as a moment that says nothing finer: its midnight, by UTC."""
    return _midnight(write_moment(session.now()))


def without_time(ref: PhotoRef) -> PhotoRef:
    """Return what a record says of a photo, with the day instead of the moment it was taken."""
    return ref.model_copy(update={"taken_at": _midnight(ref.taken_at)})


def _midnight(moment: str) -> str:
    return write_moment(read_moment(moment).replace(hour=0, minute=0, second=0, microsecond=0))
