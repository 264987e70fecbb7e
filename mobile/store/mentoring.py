"""Mentors: who reads a draft and comments on it because its auditor has asked them to."""

from checklists.records.visit import KIND, Visit
from mobile.store import journal, visits
from mobile.store.database import Store


def drafts(store: Store, person_id: str) -> list[Visit]:
    """Return the drafts of others that a person is a mentor of, newest first."""
    records = [row["record"] for row in store.rows(_MENTORED, (f"mentor/{person_id}",))]
    found = map(Visit, journal.states(store, KIND, records).values())
    read = [one for one in found if person_id in one.mentors and one.status == "draft" and not one.discarded]
    return sorted(read, key=lambda one: one.text("started_at"), reverse=True)


def ask(store: Store, person_id: str, visit_id: str, mentor: str) -> None:
    """Ask somebody to read a draft and to comment on it.

    Raises:
        VisitSealed: it is complete.
    """
    visits.change(store, person_id, visit_id, {f"mentor/{mentor}": True})


def end(store: Store, person_id: str, visit_id: str, mentor: str) -> None:
    """Ask somebody no longer; what they said stays.

    Raises:
        VisitSealed: it is complete.
    """
    visits.change(store, person_id, visit_id, {f"mentor/{mentor}": None})


_MENTORED = "select distinct record from field where kind = 'visit' and name = ? and value = 'true'"
