"""Visits that a person walks together with their auditor."""

from checklists.records.visit import KIND, Visit
from mobile.store import journal, visits
from mobile.store.database import Store


def drafts(store: Store, person_id: str) -> list[Visit]:
    """Return a person's drafts, also those they walk together with somebody, newest first."""
    records = [row["record"] for row in store.rows(_TOGETHER, (f"co_auditor/{person_id}",))]
    found = map(Visit, journal.states(store, KIND, records).values())
    shared = [one for one in found if person_id in one.co_auditors and one.status == "draft"]
    every = {one.id: one for one in (*visits.drafts(store, person_id), *shared) if not one.discarded}
    return sorted(every.values(), key=lambda one: one.text("started_at"), reverse=True)


def add(store: Store, person_id: str, visit_id: str, colleague: str) -> None:
    """Let a colleague walk a visit together with its auditor.

    Raises:
        VisitSealed: it is complete.
    """
    visits.change(store, person_id, visit_id, {f"co_auditor/{colleague}": True})


def remove(store: Store, person_id: str, visit_id: str, colleague: str) -> None:
    """Let a colleague walk a visit no longer; what they recorded stays.

    Raises:
        VisitSealed: it is complete.
    """
    visits.change(store, person_id, visit_id, {f"co_auditor/{colleague}": None})


_TOGETHER = "select distinct record from field where kind = 'visit' and name = ? and value = 'true'"
