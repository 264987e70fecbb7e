"""How a person likes to walk, kept on this tablet: one list or one question, the guide, the first steps."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from mobile.store import memory

if TYPE_CHECKING:
    from mobile.state.session import Session


class WalkView(StrEnum):
    """A section's questions below each other, or one question on the screen."""

    LIST = "list"
    ONE = "one"


def view_of(session: Session) -> WalkView:
    """Return the view a person used last."""
    # Another version of the app may have kept one that this version does not know.
    kept = _recall(session, "view")
    return WalkView(kept) if kept in set(WalkView) else WalkView.LIST


def keep_view(session: Session, view: WalkView) -> None:
    """Keep the view a person uses."""
    _remember(session, "view", view)


def guide_open(session: Session) -> bool:
    """Say whether a person reads the guide beside a single question; open until it is closed."""
    return _recall(session, "guide") != "closed"


def keep_guide(session: Session, *, is_open: bool) -> None:
    """Keep whether a person reads the guide."""
    _remember(session, "guide", "open" if is_open else "closed")


def knows_the_steps(session: Session) -> bool:
    """Say whether a person has seen, or skipped, the first steps."""
    return _recall(session, "steps") == "seen"


def saw_the_steps(session: Session) -> None:
    """Offer the first steps no more; they stay to be looked up."""
    _remember(session, "steps", "seen")


def _recall(session: Session, name: str) -> str | None:
    return memory.recall(session.store, f"walking/{session.who.id}/{name}")


def _remember(session: Session, name: str, value: str) -> None:
    memory.remember(session.store, f"walking/{session.who.id}/{name}", value)
