"""Visits on this tablet: started, answered, signed and sealed; a sealed one takes addenda only."""

from collections.abc import Mapping
from datetime import timedelta

from pydantic import JsonValue

from checklists.form.checklist import Checklist
from checklists.journal.fold import RecordState
from checklists.moments import write_moment
from checklists.records.finding import finding_hash
from checklists.records.person import Person
from checklists.records.place import Area
from checklists.records.signing import who_signs
from checklists.records.values import PhotoRef, Signature
from checklists.records.visit import KIND, Answer, Judgement, SampleRow, Seal, SignedBy, Visit, visit_hash
from mobile.errors import NotSigned, RecordUnknown, VisitNotSealed, VisitSealed, VisitSetAside
from mobile.store import addenda as addendum_records
from mobile.store import findings, journal, photos, sealing, seals
from mobile.store.addenda import Addendum
from mobile.store.database import Store

# A year of walking every day; older ones are in the central record.
COMPLETED_SHOWN = 250

# Long enough to come back from a holiday and think again.
KEPT_DAYS = 30


def start(  # noqa: PLR0913 - named, and all of them what a visit begins with
    store: Store,
    *,
    person: Person,
    checklist: Checklist,
    area: Area,
    planned: str | None = None,
    peer_review_reason: str = "",
) -> Visit:
    """Begin a visit; it keeps this version of the checklist to its end."""
    visit_id = store.new_id()
    values: journal.Values = {
        "kind": checklist.kind,
        "checklist": checklist.id,
        "checklist_version": checklist.version,
        "checklist_hash": checklist.content_hash(),
        "title": checklist.title,
        "area": area.id,
        "department": area.department,
        "auditor": person.id,
        "started_at": store.moment(),
        "planned": planned,
        "peer_review_reason": peer_review_reason,
    }
    journal.write(store, person=person.id, kind=KIND, record=visit_id, values=values)
    return _known(store, visit_id)


def get(store: Store, visit_id: str) -> Visit | None:
    """Return a visit as it is now, None if it is not on this tablet."""
    state = journal.state(store, KIND, visit_id)
    return Visit(state) if state.fields else None


def answer(store: Store, visit_id: str, question_id: str) -> Answer:
    """Return the answer to one question, at the same cost however large the visit."""
    fields = journal.fields_below(store, KIND, visit_id, f"answer/{question_id}")
    return Visit(RecordState(visit_id, KIND, fields)).answer(question_id)


def drafts(store: Store, person_id: str) -> list[Visit]:
    """Return a person's visits that are neither completed nor set aside, newest first."""
    return [one for one in _of(store, person_id, sealed=False) if not one.discarded]


def has_walked(store: Store, person_id: str) -> bool:
    """Say whether a person has ever begun a visit on this tablet."""
    drafts_ever = _of(store, person_id, sealed=False, limit=1)
    return bool(drafts_ever or _of(store, person_id, sealed=True, limit=1))


def discarded(store: Store, person_id: str) -> list[Visit]:
    """Return a person's drafts that were set aside in the last `KEPT_DAYS`, newest first, to be restored.

    Older ones are not offered any more; nothing of them is deleted.
    """
    since = write_moment(store.now() - timedelta(days=KEPT_DAYS))
    return [one for one in set_aside(store, person_id) if set_aside_at(one) >= since]


def set_aside(store: Store, person_id: str) -> list[Visit]:
    """Return all of a person's drafts that were ever set aside and not restored, newest first."""
    return [one for one in _of(store, person_id, sealed=False) if one.discarded]


def set_aside_at(visit: Visit) -> str:
    """Return when a draft was set aside, empty where it is not."""
    said = visit.state.shown("discarded") if visit.discarded else None
    return said.at if said else ""


def completed(store: Store, person_id: str) -> list[Visit]:
    """Return the newest `COMPLETED_SHOWN` visits a person completed, newest first."""
    return _of(store, person_id, sealed=True, limit=COMPLETED_SHOWN)


def judge(  # noqa: PLR0913, PLR0917 - who, where, what: the order in which people say it
    store: Store,
    person_id: str,
    visit_id: str,
    question_id: str,
    judgement: Judgement | None,
    reason: str = "",
) -> None:
    """Record the judgement on a question; None takes it back. A reason belongs to `not_applicable`."""
    path = f"answer/{question_id}"
    change(store, person_id, visit_id, {f"{path}/judgement": judgement, f"{path}/reason": reason})


def note(store: Store, person_id: str, visit_id: str, question_id: str, text: str) -> None:
    """Record the note on a question; an empty text takes it away."""
    change(store, person_id, visit_id, {f"answer/{question_id}/note": text})


def give(store: Store, person_id: str, visit_id: str, question_id: str, value: JsonValue) -> None:
    """Record what a typed question is answered with; None for nothing."""
    change(store, person_id, visit_id, {f"answer/{question_id}/value": value})


def look_at(  # noqa: PLR0913, PLR0917 - as `judge`
    store: Store, person_id: str, visit_id: str, question_id: str, number: int, row: SampleRow | None
) -> None:
    """Record one piece of a sample by its number from 1; None takes it out."""
    value = row.model_dump(mode="json") if row else None
    change(store, person_id, visit_id, {f"answer/{question_id}/sample/{number}": value})


def walk_for(  # noqa: PLR0913, PLR0917 - as `judge`
    store: Store, person_id: str, visit_id: str, section_id: str, number: int, name: str | None
) -> None:
    """Record what one walk through a repeated section is for, by its number from 1; None takes it out."""
    change(store, person_id, visit_id, {f"repeat/{section_id}/{number}": name})


def add_photo(  # noqa: PLR0913, PLR0917 - as `judge`
    store: Store, person_id: str, visit_id: str, question_id: str, sha: str, ref: PhotoRef
) -> None:
    """Add a photo to an answer and announce it; its bytes are in the vault already."""
    name = f"answer/{question_id}/photo/{sha}"
    with store.transaction():
        change(store, person_id, visit_id, {name: ref.model_dump(mode="json")})
        photos.announce(store, sha, ref, kind=KIND, record=visit_id, name=name)


def remove_photo(store: Store, person_id: str, visit_id: str, question_id: str, sha: str) -> None:
    """Take a photo off an answer; its bytes stay in the vault."""
    change(store, person_id, visit_id, {f"answer/{question_id}/photo/{sha}": None})


def sign(store: Store, person_id: str, visit_id: str, who: SignedBy, signature: Signature | None) -> None:
    """Record a signature; None takes it away. Changing what it stands for afterwards takes both away."""
    value = signature.model_dump(mode="json") if signature else None
    change(store, person_id, visit_id, {f"signature/{who}": value})


def seal(store: Store, person_id: str, visit_id: str) -> Visit:
    """Complete a visit: say all of it once more, with the hashes of it; nothing in it changes after that.

    Raises:
        VisitSealed: it is complete already.
        VisitSetAside: the server did not take its beginning, which is not part of it any more.
        NotSigned: somebody who is to sign has not.
    """
    with store.transaction():
        visit = _open(store, visit_id)
        if not visit.text("checklist_hash"):
            raise VisitSetAside
        for who in who_signs(visit.kind):
            if visit.signature(who) is None:
                raise NotSigned(who)
        raised = findings.all_of_visit(store, visit_id)
        pictures = {*visit.photos, *(sha for one in raised if not one.withdrawn for sha in one.photos)}
        said = Seal(
            visit_hash=visit_hash(visit.state),
            checklist_hash=visit.text("checklist_hash"),
            findings={one.id: finding_hash(one.state) for one in raised},
            photos=sorted(pictures),
            signer=person_id,
            sealed_at=store.moment(),
        )
        states = [visit.state, *(one.state for one in raised)]
        sealing.write(store, person_id, states, said.model_dump(mode="json"))
        return _known(store, visit_id)


def discard(store: Store, person_id: str, visit_id: str) -> None:
    """Set a draft aside; nothing of it is deleted."""
    change(store, person_id, visit_id, {"discarded": True})


def restore(store: Store, person_id: str, visit_id: str) -> None:
    """Take a draft up again that was set aside."""
    change(store, person_id, visit_id, {"discarded": None})


def add_addendum(store: Store, person_id: str, visit_id: str, text: str) -> Addendum:
    """Add to a completed visit, naming its seal.

    Raises:
        VisitNotSealed: it is still a draft, so it can be changed itself.
    """
    sealed = _known(store, visit_id).seal
    if sealed is None:
        raise VisitNotSealed
    return addendum_records.add(store, person_id, visit_id=visit_id, mark=sealed.mark, text=text)


def addenda(store: Store, visit_id: str) -> list[Addendum]:
    """Return what was added to a completed visit, oldest first."""
    return addendum_records.of_visit(store, visit_id)


def change(store: Store, person_id: str, visit_id: str, values: Mapping[str, JsonValue]) -> None:
    """Change fields of a draft; where they change what was signed, the signatures go.

    Raises:
        RecordUnknown: it is not on this tablet.
        VisitSealed: it is complete.
    """
    with store.transaction():
        journal.require_known(store, KIND, visit_id)
        seals.require_open(store, visit_id)
        written = seals.unsigning(store, visit_id, values)
        journal.write(store, person=person_id, kind=KIND, record=visit_id, values=written)


def _open(store: Store, visit_id: str) -> Visit:
    visit = _known(store, visit_id)
    if visit.status == "completed":
        raise VisitSealed
    return visit


def _known(store: Store, visit_id: str) -> Visit:
    visit = get(store, visit_id)
    if visit is None:
        raise RecordUnknown(KIND)
    return visit


# Sealed (or not) is looked up for each, so that drafts don't cost more as completed visits add up.
_OF_PERSON = """
    select record, max(since) as since from (
        select mine.record,
            (select max(began.value) from field as began
                where began.kind = 'visit' and began.record = mine.record
                    and began.name = 'started_at') as since
        from field as mine
        where mine.kind = 'visit' and mine.name = 'auditor' and mine.value = :value
            and :sealed = exists (select 1 from field as seal
                where seal.kind = 'visit' and seal.record = mine.record
                    and seal.name = 'seal' and seal.value <> 'null')
        union all
        select record, '"' || since || '"' from part
        where kind = 'visit' and person = :person and whole and :sealed
    )
    group by record order by since desc, record limit :limit
"""


def _of(store: Store, person_id: str, *, sealed: bool, limit: int = -1) -> list[Visit]:
    """Return the visits whose auditor a person is, newest first; -1 for all of them."""
    parameters = {
        "value": journal.written(person_id),
        "person": person_id,
        "sealed": sealed,
        "limit": limit,
    }
    records = [row["record"] for row in store.rows(_OF_PERSON, parameters)]
    return [Visit(state) for state in journal.states(store, KIND, records).values()]
