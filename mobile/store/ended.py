"""Whether the app was ended in order the last time, or the battery fell out."""

from mobile.store import memory
from mobile.store.database import Store

_RUNNING = "running"
_EARLY = "ended early"


def begin(store: Store) -> None:
    """Note that the app is in use; if it was so already, it had ended without warning."""
    since = memory.recall(store, _RUNNING)
    with store.transaction():
        if since:
            memory.remember(store, _EARLY, store.moment())
        memory.remember(store, _RUNNING, store.moment())


def in_use(store: Store) -> None:
    """Note that the app is looked at again."""
    memory.remember(store, _RUNNING, store.moment())


def in_order(store: Store) -> None:
    """Note that the app is ended, or put away so that the system may end it."""
    memory.forget(store, _RUNNING)


def early(store: Store) -> str | None:
    """Return when the app began again after it had ended without warning, None where it did not."""
    return memory.recall(store, _EARLY)


def has_been_told(store: Store, person_id: str) -> None:
    """Note that a person has decided what becomes of the draft that was open then."""
    memory.remember(store, f"{_EARLY}/{person_id}", early(store) or "")


def was_told(store: Store, person_id: str) -> bool:
    """Say whether a person has decided since the last time it ended without warning."""
    return memory.recall(store, f"{_EARLY}/{person_id}") == early(store)
