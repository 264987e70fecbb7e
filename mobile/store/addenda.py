"""Addenda: what is added to a sealed visit, each a record of its own."""

from dataclasses import dataclass

from checklists.journal.fold import RecordState
from checklists.records.addendum import KIND
from mobile.store import journal
from mobile.store.database import Store


@dataclass(frozen=True, slots=True)
class Addendum:
    """An addendum as people read it.

    Attributes:
        id: the record's id.
        visit: the visit it adds to.
        text: what is added.
        author: the person who wrote it.
        written_at: when.
    """

    id: str
    visit: str
    text: str
    author: str
    written_at: str


def add(store: Store, person_id: str, *, visit_id: str, mark: str, text: str) -> Addendum:
    """Add to a visit whose seal has this mark."""
    record = store.new_id()
    values: journal.Values = {
        "visit": visit_id,
        "seal": mark,
        "text": text,
        "author": person_id,
        "written_at": store.moment(),
    }
    journal.write(store, person=person_id, kind=KIND, record=record, values=values)
    return _read(journal.state(store, KIND, record))


def of_visit(store: Store, visit_id: str) -> list[Addendum]:
    """Return a visit's addenda, oldest first."""
    rows = store.rows(
        "select distinct record from field where kind = 'addendum' and name = 'visit' and value = ?",
        (journal.written(visit_id),),
    )
    states = journal.states(store, KIND, [row["record"] for row in rows])
    return sorted(map(_read, states.values()), key=lambda one: (one.written_at, one.id))


def _read(state: RecordState) -> Addendum:
    def text(name: str) -> str:
        value = state.value(name)
        return value if isinstance(value, str) else ""

    return Addendum(state.record, text("visit"), text("text"), text("author"), text("written_at"))
