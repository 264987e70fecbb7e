"""Where a person left off, so that a restart lands on the same question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mobile.store import memory, visits

if TYPE_CHECKING:
    from mobile.state.session import Session


def remember_place(session: Session, visit_id: str, question_id: str) -> None:
    """Keep the question a person is at."""
    place = f"{visit_id}/{question_id}"
    if memory.recall(session.store, _key(session)) == place:
        return
    with session.store.transaction():
        memory.remember(session.store, _key(session), place)
        memory.remember(session.store, f"place/{visit_id}", question_id)


def forget_place(session: Session) -> None:
    """The person went elsewhere on purpose: a restart begins at Today."""
    memory.remember(session.store, _key(session), "")


def place_left(session: Session) -> tuple[str, str] | None:
    """Return the visit and question a person was at, if that visit is still a draft here."""
    visit_id, _, question_id = (memory.recall(session.store, _key(session)) or "").partition("/")
    visit = visits.get(session.store, visit_id) if question_id else None
    if visit is None or visit.status == "completed" or visit.discarded:
        return None
    return visit_id, question_id


def question_left(session: Session, visit_id: str) -> str | None:
    """Return the question a draft was left at, None if it was only begun."""
    return memory.recall(session.store, f"place/{visit_id}")


def _key(session: Session) -> str:
    return f"place/{session.who.id}"
