"""Actions on this tablet: proposed and promised, done by their owner, and whether they hold."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from pydantic import JsonValue

from checklists.records.action import (
    DONE_PHOTO,
    KIND,
    VERIFIED_PHOTO,
    Action,
    ActionKind,
    ActionStatus,
    Verified,
    open_first,
)
from checklists.records.values import PhotoRef
from checklists.records.visit import Visit
from mobile.errors import RecordUnknown
from mobile.store import journal, photos
from mobile.store.database import Store

# What nobody has looked at while so many others were done is left to the office's list.
LOOKED_AMONG: Final = 200


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


def verify(  # noqa: PLR0913 - named, and all of them what one says after looking
    store: Store,
    person_id: str,
    action_id: str,
    verified: Verified,
    *,
    note: str = "",
    photos_of_it: Mapping[str, PhotoRef] | None = None,
) -> Action:
    """Say whether what was done holds; what does not is open again.

    Args:
        store: the tablet's database.
        person_id: who looked; anybody but the owner.
        action_id: the action.
        verified: what they say.
        note: what they saw, may be empty.
        photos_of_it: name → description of photos of it; their bytes are in the vault already.
    """
    taken = {f"{VERIFIED_PHOTO}/{sha}": ref for sha, ref in (photos_of_it or {}).items()}
    with store.transaction():
        before = _known(store, action_id)
        values: dict[str, JsonValue] = {
            "verified": verified,
            "verified_by": person_id,
            "verified_at": store.moment(),
            "verified_note": note or None,
            **dict.fromkeys(f"{VERIFIED_PHOTO}/{sha}" for sha in before.photos_of_looking),
            **{name: ref.model_dump(mode="json") for name, ref in taken.items()},
        }
        if verified is Verified.NOT_EFFECTIVE:
            emptied = ["done_at", "done_note", *(f"{DONE_PHOTO}/{sha}" for sha in before.photos)]
            values |= dict.fromkeys(emptied)
        changed = change(store, person_id, action_id, values)
        for name, ref in taken.items():
            photos.announce(store, name.rpartition("/")[2], ref, kind=KIND, record=action_id, name=name)
        return changed


def not_looked_at(store: Store, person_id: str, action_id: str) -> Action:
    """Take back that what was done holds: nobody has looked at it."""
    values: journal.Values = dict.fromkeys(("verified", "verified_by", "verified_at", "verified_note"))
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
    return [one for one in _found(store, _OWNER, person_id) if one.owner == person_id]


def of_area(store: Store, area_id: str) -> list[Action]:
    """Return the actions of an area, what is open first, by the day it is due."""
    return [one for one in _found(store, _AREA, area_id) if one.text("area") == area_id]


def of_department(store: Store, department_id: str) -> list[Action]:
    """Return the actions of a department, what is open first, by the day it is due."""
    found = _found(store, _DEPARTMENT, department_id)
    return [one for one in found if one.text("department") == department_id]


def of_visit(store: Store, visit_id: str) -> list[Action]:
    """Return what was proposed and promised on a visit, in the order it was said."""
    found = [one for one in _found(store, _VISIT, visit_id) if one.text("visit") == visit_id]
    return sorted(found, key=lambda one: (one.text("proposed_at"), one.id))


def of_finding(store: Store, finding_id: str) -> list[Action]:
    """Return the actions a finding led to, what is open first."""
    return of_findings(store, [finding_id])[finding_id]


def of_findings(store: Store, finding_ids: Iterable[str]) -> dict[str, list[Action]]:
    """Return the actions of several findings at the cost of one, by finding, what is open first."""
    led_to: dict[str, list[Action]] = {one: [] for one in finding_ids}
    for action in _found(store, _FINDING, *led_to):
        if action.text("finding") in led_to:
            led_to[action.text("finding")].append(action)
    return led_to


def to_look_at(store: Store, person_id: str) -> list[Action]:
    """Return what others have done and nobody has looked at yet, the latest first."""
    records = [row["record"] for row in store.rows(_DONE, {"most": LOOKED_AMONG})]
    found = [
        one
        for one in map(Action, journal.states(store, KIND, records).values())
        if one.status is ActionStatus.DONE and not one.withdrawn and one.owner != person_id
    ]
    return sorted(found, key=lambda one: one.text("done_at"), reverse=True)


def news_since(store: Store, since: str) -> list[Action]:
    """Return what was done, and what was looked at, from a moment on, the latest first."""
    records = [row["record"] for row in store.rows(_NEWS, {"since": journal.written(since)})]
    found = [one for one in map(Action, journal.states(store, KIND, records).values()) if not one.withdrawn]
    return sorted(found, key=_latest_news, reverse=True)


def _latest_news(action: Action) -> str:
    return max(action.text("done_at"), action.text("verified_at"))


# Each names its field literally, which is what its index asks for.
_NAMED = "select record from field where kind = 'action' and name = '{}' and value = ?"
_OWNER, _AREA, _DEPARTMENT, _VISIT, _FINDING = (
    _NAMED.format(name) for name in ("owner", "area", "department", "visit", "finding")
)
_DONE = """
    select done.record from field as done where done.kind = 'action' and done.name = 'done_at'
        and done.value < 'a' and not exists (select 1 from field as seen where seen.kind = 'action'
            and seen.record = done.record and seen.name = 'verified' and seen.value <> 'null')
    order by done.value desc limit :most
"""
_NEWS = """
    select record from field where kind = 'action' and name = 'done_at' and value between :since and '"a'
    union select record from field
        where kind = 'action' and name = 'verified_at' and value between :since and '"a'
"""


def _found(store: Store, query: str, *values: str) -> list[Action]:
    records = [row["record"] for value in values for row in store.rows(query, (journal.written(value),))]
    found = map(Action, journal.states(store, KIND, records).values())
    return sorted((one for one in found if not one.withdrawn), key=open_first)


def _known(store: Store, action_id: str) -> Action:
    found = get(store, action_id)
    if found is None:
        raise RecordUnknown(KIND)
    return found
