"""Findings on this tablet: those raised here, and everybody's good practices."""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from pydantic import JsonValue

from checklists.records.finding import KIND, Finding, strengths_first
from checklists.records.values import PhotoRef
from mobile.errors import RecordUnknown
from mobile.store import journal, photos, seals
from mobile.store.database import Store

# Where in a finding the photos of it put right are.
CORRECTED: Final = "corrected/"


def raise_finding(store: Store, person_id: str, *, values: Mapping[str, JsonValue]) -> Finding:
    """Record a finding; who raised it and when is filled in. A visit it names is signed anew.

    Args:
        store: the tablet's database.
        person_id: who raises it.
        values: field → value: kind, statement, and what else is known (see the finding's vocabulary).

    Raises:
        VisitSealed: it names a visit that is complete.
    """
    finding_id = store.new_id()
    # First of all: where it takes several ops, the one that begins the finding names whose it is.
    filled = {"raised_by": person_id, "raised_at": store.moment(), **values}
    with store.transaction():
        _write(store, person_id, finding_id, filled, [values.get("visit")])
        return _known(store, finding_id)


def change(store: Store, person_id: str, finding_id: str, values: Mapping[str, JsonValue]) -> Finding:
    """Change fields of a finding; None empties one. A visit it belongs to is signed anew.

    Raises:
        VisitSealed: it belongs, or would belong, to a visit that is complete.
    """
    with store.transaction():
        named = [_known(store, finding_id).text("visit"), values.get("visit")]
        _write(store, person_id, finding_id, values, named)
        return _known(store, finding_id)


def withdraw(store: Store, person_id: str, finding_id: str) -> Finding:
    """Take a finding back; it stays in the journal and is left out of lists."""
    return change(store, person_id, finding_id, {"withdrawn": True})


def correct(store: Store, person_id: str, finding_id: str, words: str) -> Finding:
    """Note what was done on the spot to put a finding right; the moment is that of the first such note."""
    at = _known(store, finding_id).text("corrected_at") or store.moment()
    return change(store, person_id, finding_id, {"corrected_at": at, "correction": words})


def not_corrected(store: Store, person_id: str, finding_id: str) -> Finding:
    """Take back that a finding was put right, with everything said and shown of it."""
    after = [f"{CORRECTED}photo/{sha}" for sha in _known(store, finding_id).photos_after]
    emptied = dict.fromkeys(["corrected_at", "correction", *after])
    return change(store, person_id, finding_id, emptied)


def add_photo(  # noqa: PLR0913, PLR0917 - who, where, what: the order in which people say it
    store: Store, person_id: str, finding_id: str, sha: str, ref: PhotoRef, below: str = ""
) -> Finding:
    """Add a photo to a finding and announce it; its bytes are in the vault already.

    `below` is `CORRECTED` for one that shows it put right.
    """
    name = f"{below}photo/{sha}"
    with store.transaction():
        found = change(store, person_id, finding_id, {name: ref.model_dump(mode="json")})
        photos.announce(store, sha, ref, kind=KIND, record=finding_id, name=name)
        return found


def remove_photo(store: Store, person_id: str, finding_id: str, sha: str, below: str = "") -> Finding:
    """Take a photo off a finding; its bytes stay in the vault. `below` as for adding one."""
    return change(store, person_id, finding_id, {f"{below}photo/{sha}": None})


def get(store: Store, finding_id: str) -> Finding | None:
    """Return a finding as it is now, None if it is not on this tablet."""
    state = journal.state(store, KIND, finding_id)
    return Finding(state) if state.fields else None


def of_visit(store: Store, visit_id: str) -> list[Finding]:
    """Return a visit's findings, good practices first, withdrawn ones left out."""
    return [one for one in all_of_visit(store, visit_id) if not one.withdrawn]


def of_visits(store: Store, visit_ids: Iterable[str]) -> dict[str, list[Finding]]:
    """Return the findings of several visits, those taken back left out, in the order they were raised."""
    of: dict[str, list[Finding]] = {one: [] for one in visit_ids}
    records = [row["record"] for one in of for row in store.rows(_OF_VISIT, _named(one))]
    for state in journal.states(store, KIND, records).values():
        finding = Finding(state)
        if finding.text("visit") in of and not finding.withdrawn:
            of[finding.text("visit")].append(finding)
    return {
        one: sorted(found, key=lambda each: (each.text("raised_at"), each.id)) for one, found in of.items()
    }


def all_of_visit(store: Store, visit_id: str) -> list[Finding]:
    """Return a visit's findings, good practices first, with the withdrawn ones."""
    found = _with(store, _OF_VISIT, visit_id)
    return sorted((one for one in found if one.text("visit") == visit_id), key=strengths_first)


def of_question(store: Store, visit_id: str, question_id: str) -> list[Finding]:
    """Return the findings raised at one question of a visit, good practices first."""
    return [one for one in of_visit(store, visit_id) if one.text("question") == question_id]


def raised_by(store: Store, person_id: str) -> list[Finding]:
    """Return what a person raised, newest first, withdrawn ones left out."""
    found = _with(store, _RAISED_BY, person_id)
    kept = (one for one in found if not one.withdrawn and one.text("raised_by") == person_id)
    return sorted(kept, key=lambda one: one.text("raised_at"), reverse=True)


def raised_among(store: Store, person_id: str, finding_ids: Iterable[str]) -> set[str]:
    """Return which of some findings a person raised."""
    parameters = {**_named(person_id), "findings": json.dumps(sorted({*finding_ids}))}
    return {row["record"] for row in store.rows(_RAISED_AMONG, parameters)}


def wins(store: Store, limit: int = 50) -> list[Finding]:
    """Return good practices from everywhere, newest first; those that say nothing yet are left out."""
    rows = store.rows(_WINS, {"limit": limit})
    found = map(Finding, journal.states(store, KIND, [row["record"] for row in rows]).values())
    return [one for one in found if one.is_good_practice and one.says_something and not one.withdrawn]


_OF_VISIT = """
    select record from field where kind = 'finding' and name = 'visit' and value = :value
    union select its.record from part as walked
        join part as its on its.place > walked.place and its.place <= walked.place + walked.findings
        where walked.kind = 'visit' and walked.record = :id and its.whole and its.kind = 'finding'
"""
_RAISED_BY = """
    select record from field where kind = 'finding' and name = 'raised_by' and value = :value
    union select record from part where whole and kind = 'finding' and person = :id
"""
_RAISED_AMONG = """
    select record from field where kind = 'finding' and name = 'raised_by' and value = :value
        and record in (select value from json_each(:findings))
    union select record from part where whole and kind = 'finding' and person = :id
        and record in (select value from json_each(:findings))
"""
_WINS = """
    select record, since from (
        select distinct good.record,
            (select max(raised.value) from field as raised
                where raised.kind = 'finding' and raised.record = good.record
                    and raised.name = 'raised_at') as since
        from field as good
        where good.kind = 'finding' and good.name = 'kind' and good.value = '"good_practice"'
            and exists (select 1 from field as said
                where said.kind = 'finding' and said.record = good.record
                    and (said.name = 'statement' or said.name like 'photo/%') and said.value <> 'null')
            and not exists (select 1 from field as back
                where back.kind = 'finding' and back.record = good.record
                    and back.name = 'withdrawn' and back.value = 'true')
    )
    union all
    select * from (
        select record, '"' || since || '"' as since from part where whole and win
            order by part.since desc limit :limit)
    order by since desc, record limit :limit
"""


def _with(store: Store, query: str, value: str) -> list[Finding]:
    records = [row["record"] for row in store.rows(query, _named(value))]
    return [Finding(state) for state in journal.states(store, KIND, records).values()]


def _named(value: str) -> Mapping[str, str]:
    return {"value": journal.written(value), "id": value}


def _write(
    store: Store,
    person_id: str,
    finding_id: str,
    values: Mapping[str, JsonValue],
    named: Iterable[JsonValue],
) -> None:
    """Write to a finding of the visits named; the part of a transaction that keeps them right."""
    visits = sorted({one for one in named if isinstance(one, str) and one})
    for visit in visits:
        seals.require_open(store, visit)
    if visits and seals.would_change(store, KIND, finding_id, values):
        # Before the change, so that whoever reads along never sees it signed.
        for visit in visits:
            seals.unsign(store, person_id, visit)
    journal.write(store, person=person_id, kind=KIND, record=finding_id, values=values)


def _known(store: Store, finding_id: str) -> Finding:
    finding = get(store, finding_id)
    if finding is None:
        raise RecordUnknown(KIND)
    return finding
