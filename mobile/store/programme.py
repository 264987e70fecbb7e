"""Visits that are due for a person, as far as they have not been begun on this tablet."""

from checklists.records.programme import PlannedVisit
from mobile.store import journal, visits
from mobile.store.database import Store


def due(store: Store, person_id: str) -> list[PlannedVisit]:
    """Return a person's planned visits, the soonest first; those begun or done here are left out."""
    rows = store.rows("select document from planned where listed")
    planned = [PlannedVisit.model_validate_json(row["document"]) for row in rows]
    open_ones = (one for one in planned if one.person == person_id and not _begun(store, one.id))
    return sorted(open_ones, key=lambda one: (one.due_on, one.id))


def _begun(store: Store, planned_id: str) -> bool:
    """Say whether a visit here answers a planned one; a draft that was set aside does not."""
    rows = store.rows(
        """select record from field where kind = 'visit' and name = 'planned' and value = :value
            union select record from part where whole and planned = :id and planned <> ''""",
        {"value": journal.written(planned_id), "id": planned_id},
    )
    begun = (visits.get(store, row["record"]) for row in rows)
    return any(one is not None and not one.discarded for one in begun)
