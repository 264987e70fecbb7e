"""What a person raised outside any visit, taken back or not, to be opened again."""

from checklists.records.finding import KIND, Finding
from mobile.store import journal
from mobile.store.database import Store


def raised_outside_visits(store: Store, person_id: str, limit: int = 20) -> list[Finding]:
    """Return what a person raised outside any visit, newest first, with what they took back."""
    rows = store.rows(_RAISED, (journal.written(person_id),))
    found = map(Finding, journal.states(store, KIND, [row["record"] for row in rows]).values())
    own = [one for one in found if one.text("raised_by") == person_id and not one.text("visit")]
    return sorted(own, key=lambda one: one.text("raised_at"), reverse=True)[:limit]


_RAISED = """
    select distinct by.record from field as by where by.kind = 'finding' and by.name = 'raised_by'
        and by.value = ? and not exists (select 1 from field as at
            where at.kind = 'finding' and at.record = by.record and at.name = 'visit' and at.value <> 'null')
"""
