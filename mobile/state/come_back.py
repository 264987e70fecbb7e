"""Questions a person wants to come back to: a private mark on this tablet, in no record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mobile.store import memory

if TYPE_CHECKING:
    from mobile.store.database import Store


def marked(store: Store, person_id: str, visit_id: str) -> frozenset[str]:
    """Return the questions of a visit that a person has marked."""
    return frozenset((memory.recall(store, _key(person_id, visit_id)) or "").split())


def mark(store: Store, person_id: str, visit_id: str, question_id: str, *, on: bool) -> None:
    """Mark a question, or take the mark off."""
    kept = marked(store, person_id, visit_id) - {question_id}
    if on:
        kept |= {question_id}
    memory.remember(store, _key(person_id, visit_id), " ".join(sorted(kept)))


def _key(person_id: str, visit_id: str) -> str:
    return f"come-back/{person_id}/{visit_id}"
