"""Where a person left off, so that a restart lands on the same question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mobile.state.practice import session_at
from mobile.store import memory, visits

if TYPE_CHECKING:
    from mobile.state.session import Session


def remember_place(session: Session, visit_id: str, question_id: str) -> None:
    """Keep the question a person is at."""
    # Where one was last is one place for all rooms: a restart lands on a practice visit as on any other.
    place, tablet = f"{visit_id}/{question_id}", session.own.store
    if memory.recall(tablet, _key(session)) == place:
        return
    with tablet.transaction():
        memory.remember(tablet, _key(session), place)
        memory.remember(tablet, f"place/{visit_id}", question_id)


def forget_place(session: Session) -> None:
    """The person went elsewhere on purpose: a restart begins at Today."""
    memory.remember(session.own.store, _key(session), "")


def place_left(session: Session) -> tuple[str, str] | None:
    """Return the visit and question a person was at, if that visit is still a draft here."""
    visit_id, _, question_id = (memory.recall(session.own.store, _key(session)) or "").partition("/")
    room = session_at(session.own, f"/visit/{visit_id}")
    visit = visits.get(room.store, visit_id) if question_id else None
    if visit is None or visit.status == "completed" or visit.discarded:
        return None
    return visit_id, question_id


def question_left(session: Session, visit_id: str) -> str | None:
    """Return the question a draft was left at, None if it was only begun."""
    return memory.recall(session.own.store, f"place/{visit_id}")


def _key(session: Session) -> str:
    return f"place/{session.who.id}"
