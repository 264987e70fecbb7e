"""Visits that a person walks together with their auditor."""

from checklists.records.visit import KIND, Visit
from mobile.store import journal, seals, visits
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
    _set(store, person_id, visit_id, colleague, value=True)


def remove(store: Store, person_id: str, visit_id: str, colleague: str) -> None:
    """Let a colleague walk a visit no longer; what they recorded stays.

    Raises:
        VisitSealed: it is complete.
    """
    _set(store, person_id, visit_id, colleague, value=None)


_TOGETHER = "select distinct record from field where kind = 'visit' and name = ? and value = 'true'"


def _set(store: Store, person_id: str, visit_id: str, colleague: str, *, value: bool | None) -> None:
    values: journal.Values = {f"co_auditor/{colleague}": value}
    with store.transaction():
        journal.require_known(store, KIND, visit_id)
        seals.require_open(store, visit_id)
        written = seals.unsigning(store, visit_id, values)
        journal.write(store, person=person_id, kind=KIND, record=visit_id, values=written)
