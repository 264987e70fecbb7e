"""Practice visits: kept until they are thrown away, which can be taken back for some time."""

from datetime import timedelta

from checklists.moments import write_moment
from checklists.records.visit import Visit
from mobile.store import memory, visits
from mobile.store.database import Store


def kept(store: Store, person_id: str) -> list[Visit]:
    """Return a person's practice visits, those that are still walked first, then the newest."""
    return [one for one in _all(store, person_id) if not _thrown_at(store, one)]


def thrown_away(store: Store, person_id: str) -> list[Visit]:
    """Return what was thrown away in the last `visits.KEPT_DAYS` and can be brought back."""
    since = _since(store)
    return [one for one in _all(store, person_id) if _thrown_at(store, one) >= since]


def throw_away(store: Store, visit_id: str) -> None:
    """Show a practice visit no more; also one that is sealed."""
    memory.remember(store, _key(visit_id), store.moment())


def bring_back(store: Store, person_id: str, visit: Visit) -> None:
    """Take a practice visit up again that was thrown away."""
    with store.transaction():
        memory.forget(store, _key(visit.id))
        if visit.discarded:
            visits.restore(store, person_id, visit.id)


def is_over(store: Store, person_id: str) -> bool:
    """Say whether there were visits and all of them were thrown away too long ago to be brought back."""
    since = _since(store)
    thrown = [_thrown_at(store, one) for one in _all(store, person_id)]
    return bool(thrown) and all("" < at < since for at in thrown)


def _all(store: Store, person_id: str) -> list[Visit]:
    found = (visits.drafts, visits.set_aside, visits.completed)
    return [one for group in found for one in group(store, person_id)]


def _thrown_at(store: Store, visit: Visit) -> str:
    """Return when a visit was thrown away, or set aside on its last screen; empty for neither."""
    return memory.recall(store, _key(visit.id)) or visits.set_aside_at(visit)


def _since(store: Store) -> str:
    return write_moment(store.now() - timedelta(days=visits.KEPT_DAYS))


def _key(visit_id: str) -> str:
    return f"thrown away/{visit_id}"
