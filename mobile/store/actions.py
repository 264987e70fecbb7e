"""Actions on this tablet: proposed and promised, done by their owner, and whether they hold."""

from collections.abc import Mapping
from datetime import date

from pydantic import JsonValue

from checklists.records.action import DONE_PHOTO, KIND, Action, ActionKind, Verified, open_first
from checklists.records.values import PhotoRef
from checklists.records.visit import Visit
from mobile.errors import RecordUnknown
from mobile.store import journal, photos
from mobile.store.database import Store


def propose(store: Store, person_id: str, *, values: Mapping[str, JsonValue]) -> Action:
    """Propose an action; who proposed it and when is filled in.

    Args:
        store: the tablet's database.
        person_id: who proposes it.
        values: field → value: text, kind, owner, due, and where it comes from (see its vocabulary).
    """
    record = store.new_id()
    filled = {"proposed_by": person_id, "proposed_at": store.moment(), **values}
    journal.write(store, person=person_id, kind=KIND, record=record, values=filled)
    return _known(store, record)


def promise(store: Store, person_id: str, *, visit: Visit, text: str, due: date) -> Action:
    """Take something on for the people of an area during a visit: one's own action, until a day."""
    return propose(
        store,
        person_id,
        values={
            "kind": ActionKind.PROMISE,
            "owner": person_id,
            "text": text,
            "due": due.isoformat(),
            "visit": visit.id,
            "area": visit.text("area"),
            "department": visit.text("department"),
        },
    )


def change(store: Store, person_id: str, action_id: str, values: Mapping[str, JsonValue]) -> Action:
    """Change fields of an action; None empties one."""
    with store.transaction():
        journal.require_known(store, KIND, action_id)
        journal.write(store, person=person_id, kind=KIND, record=action_id, values=values)
        return _known(store, action_id)


def done(store: Store, person_id: str, action_id: str, note: str = "") -> Action:
    """Say that an action is done; whether it holds is asked anew."""
    values: journal.Values = {
        "done_at": store.moment(),
        "done_note": note,
        "verified": None,
        "verified_by": None,
        "verified_at": None,
    }
    return change(store, person_id, action_id, values)


def not_done(store: Store, person_id: str, action_id: str) -> Action:
    """Take back that an action is done; what was noted stays."""
    return change(store, person_id, action_id, {"done_at": None})


def verify(store: Store, person_id: str, action_id: str, verified: Verified) -> Action:
    """Say whether what was done holds; what does not is open again."""
    with store.transaction():
        values: dict[str, JsonValue] = {
            "verified": verified,
            "verified_by": person_id,
            "verified_at": store.moment(),
        }
        if verified is Verified.NOT_EFFECTIVE:
            before = _known(store, action_id)
            emptied = ["done_at", "done_note", *(f"{DONE_PHOTO}/{sha}" for sha in before.photos)]
            values |= dict.fromkeys(emptied)
        return change(store, person_id, action_id, values)


def withdraw(store: Store, person_id: str, action_id: str) -> Action:
    """Take an action back; it stays in the journal and is left out of lists."""
    return change(store, person_id, action_id, {"withdrawn": True})


def bring_back(store: Store, person_id: str, action_id: str) -> Action:
    """Put an action back that was taken back."""
    return change(store, person_id, action_id, {"withdrawn": None})


def add_photo(store: Store, person_id: str, action_id: str, sha: str, ref: PhotoRef) -> Action:
    """Add a photo of what was done and announce it; its bytes are in the vault already."""
    name = f"{DONE_PHOTO}/{sha}"
    with store.transaction():
        changed = change(store, person_id, action_id, {name: ref.model_dump(mode="json")})
        photos.announce(store, sha, ref, kind=KIND, record=action_id, name=name)
        return changed


def remove_photo(store: Store, person_id: str, action_id: str, sha: str) -> Action:
    """Take a photo off an action; its bytes stay in the vault."""
    return change(store, person_id, action_id, {f"{DONE_PHOTO}/{sha}": None})


def get(store: Store, action_id: str) -> Action | None:
    """Return an action as it is now, None if it is not on this tablet."""
    state = journal.state(store, KIND, action_id)
    return Action(state) if state.fields else None


def of_owner(store: Store, person_id: str) -> list[Action]:
    """Return what a person has to do or did, what is open first, by the day it is due."""
    return [one for one in _with(store, "owner", person_id) if one.owner == person_id]


def of_area(store: Store, area_id: str) -> list[Action]:
    """Return the actions of an area, what is open first, by the day it is due."""
    return [one for one in _with(store, "area", area_id) if one.text("area") == area_id]


def of_department(store: Store, department_id: str) -> list[Action]:
    """Return the actions of a department, what is open first, by the day it is due."""
    return [
        one for one in _with(store, "department", department_id) if one.text("department") == department_id
    ]


def of_visit(store: Store, visit_id: str) -> list[Action]:
    """Return what was proposed and promised on a visit, in the order it was said."""
    found = [one for one in _with(store, "visit", visit_id) if one.text("visit") == visit_id]
    return sorted(found, key=lambda one: (one.text("proposed_at"), one.id))


def of_finding(store: Store, finding_id: str) -> list[Action]:
    """Return the actions a finding led to, what is open first."""
    return [one for one in _with(store, "finding", finding_id) if one.text("finding") == finding_id]


# By the primary key: all values of actions lie together, and there are few of them.
_WITH = "select distinct record from field where kind = 'action' and name = ? and value = ?"


def _with(store: Store, name: str, value: str) -> list[Action]:
    records = [row["record"] for row in store.rows(_WITH, (name, journal.written(value)))]
    found = map(Action, journal.states(store, KIND, records).values())
    return sorted((one for one in found if not one.withdrawn), key=open_first)


def _known(store: Store, action_id: str) -> Action:
    found = get(store, action_id)
    if found is None:
        raise RecordUnknown(KIND)
    return found
