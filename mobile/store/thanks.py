"""Thanks on this tablet: given by one person to another or to a team, to be read by everybody."""

from checklists.records.thanks import KIND, Thanks
from mobile.store import journal
from mobile.store.database import Store


def give(  # noqa: PLR0913 - named, and all of them what thanks are made of
    store: Store,
    person_id: str,
    *,
    text: str,
    to_person: str | None = None,
    to_team: str | None = None,
    visit: str | None = None,
    finding: str | None = None,
    action: str | None = None,
) -> Thanks:
    """Thank somebody; exactly one of `to_person` (an id) and `to_team` is given.

    `to_team` is the id of a department or area, or what the people call themselves.
    """
    record = store.new_id()
    values: journal.Values = {
        "from": person_id,
        "at": store.moment(),
        "text": text,
        "to_person": to_person,
        "to_team": to_team,
        "visit": visit,
        "finding": finding,
        "action": action,
    }
    journal.write(store, person=person_id, kind=KIND, record=record, values=values)
    return Thanks(journal.state(store, KIND, record))


def take_back(store: Store, person_id: str, thanks_id: str) -> None:
    """Empty thanks that were given by a slip; what is empty is shown nowhere."""
    journal.write(store, person=person_id, kind=KIND, record=thanks_id, values=_NOTHING)


def put_back(store: Store, person_id: str, thanks: Thanks) -> None:
    """Give thanks again that were taken back."""
    values = {name: thanks.text(name) or None for name in _NOTHING}
    journal.write(store, person=person_id, kind=KIND, record=thanks.id, values=values)


def of_visit(store: Store, visit_id: str) -> list[Thanks]:
    """Return the thanks given on a visit, in the order they were given."""
    return [one for one in _with(store, _VISIT, visit_id) if one.text("visit") == visit_id]


def of_finding(store: Store, finding_id: str) -> list[Thanks]:
    """Return the thanks given for a finding, in the order they were given."""
    return [one for one in _with(store, _FINDING, finding_id) if one.text("finding") == finding_id]


def to_person(store: Store, person_id: str) -> list[Thanks]:
    """Return the thanks a person was given, the latest first."""
    found = [one for one in _with(store, _TO_PERSON, person_id) if one.text("to_person") == person_id]
    return found[::-1]


_NOTHING: journal.Values = {"text": None, "to_person": None, "to_team": None}

# Each names its field literally, which is what its index asks for.
_NAMED = "select record from field where kind = 'thanks' and name = '{}' and value = ?"
_VISIT, _FINDING, _TO_PERSON = (_NAMED.format(name) for name in ("visit", "finding", "to_person"))


def _with(store: Store, query: str, value: str) -> list[Thanks]:
    records = [row["record"] for row in store.rows(query, (journal.written(value),))]
    found = map(Thanks, journal.states(store, KIND, records).values())
    given = [one for one in found if one.text("to_person") or one.text("to_team")]
    return sorted(given, key=lambda one: (one.text("at"), one.id))
