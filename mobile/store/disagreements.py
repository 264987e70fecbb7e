"""Two answers: where people who were apart gave different values, and how one is picked, kept or put back."""

from collections.abc import Iterable, Mapping

from pydantic import JsonValue

from checklists.journal.siblings import Sibling
from checklists.records import finding, visit
from checklists.records.disagreement import Disagreement, disagreements, part_of
from checklists.records.visit import Visit
from mobile.store import entries, findings, identity, journal, seals
from mobile.store.database import Store


def of_visit(store: Store, visit_id: str) -> list[Disagreement]:
    """Return where people disagree in a visit and in its findings, those taken back left out."""
    found = list(disagreements(journal.state(store, visit.KIND, visit_id)))
    for one in findings.of_visit(store, visit_id):
        found += disagreements(one.state)
    return found


def of_finding(store: Store, finding_id: str) -> list[Disagreement]:
    """Return where people disagree in a finding."""
    return list(disagreements(journal.state(store, finding.KIND, finding_id)))


def in_visits(store: Store, drafts: Iterable[Visit]) -> dict[str, int]:
    """Return visit id → how many things there are two answers to; visits without any are left out."""
    counted = {one.id: len(of_visit(store, one.id)) for one in drafts}
    return {visit_id: number for visit_id, number in counted.items() if number}


def settle(store: Store, person_id: str, about: Disagreement, values: Mapping[str, JsonValue]) -> None:
    """Let these values hold from now on, whatever else was said; all of it stays in the history.

    Raises:
        VisitSealed: it is part of a visit that is complete.
        TextTooLong: two texts together are longer than a field holds.
    """
    if about.kind == finding.KIND:
        findings.change(store, person_id, about.record, values)
        return
    with store.transaction():
        seals.require_open(store, about.record)
        written = seals.unsigning(store, about.record, values)
        journal.write(store, person=person_id, kind=about.kind, record=about.record, values=written)


def put_back(store: Store, person_id: str, about: Disagreement) -> None:
    """Have both answers again, as they were before one was picked.

    Raises:
        VisitSealed: it is part of a visit that was completed meanwhile.
    """
    with store.transaction():
        _open(store, person_id, about.kind, about.record, about.part)
        # Of all of them, so that none takes the place of another.
        replaced = journal.state(store, about.kind, about.record).replaces(about.said[0].values)
        for said in about.said:
            for one in said.by:
                # It stays the answer of whoever gave it, at the time they did.
                origin = (one.person, one.at)
                changes = {name: (value, replaced[name], origin) for name, value in said.values.items()}
                # `write` lets a value take the place of every other; here both are to be seen.
                journal.say(store, person_id, about.kind, about.record, changes)


def beside(  # noqa: PLR0913, PLR0917 - who, where, what: the order in which people say it
    store: Store, person_id: str, kind: str, record: str, name: str, text: str, seen: Sibling | None
) -> bool:
    """Write a text beside another that was not on the screen while it was typed; say whether there is one.

    Where there is none, nothing is written: what is typed then takes the place of what was there.

    Args:
        store: the tablet's database.
        person_id: who typed it.
        kind: of the record.
        record: its id.
        name: the field's path.
        text: what was typed; empty to empty the field.
        seen: what stood in the field when the typing began.

    Raises:
        VisitSealed: it is part of a visit that is complete.
        TextTooLong: it is longer than a field holds.
    """
    with store.transaction():
        value = entries.cleaned({name: text})[name]
        here = identity.this_tablet(store).device
        given = journal.state(store, kind, record).field(name).in_order
        other = {one.op_id for one in given if one.device != here and one != seen and one.value != value}
        if not other:
            return False
        _open(store, person_id, kind, record, part_of(name))
        replaced = sorted(one.op_id for one in given if one.op_id not in other)
        journal.say(store, person_id, kind, record, {name: (value, replaced)})
        return True


def _open(store: Store, person_id: str, kind: str, record: str, part: str) -> None:
    """Make sure that something can be changed, and take off the signatures that stood for it as it was."""
    found = findings.get(store, record) if kind == finding.KIND else None
    visit_id = record if kind == visit.KIND else found.text("visit") if found else ""
    if not visit_id:
        return
    seals.require_open(store, visit_id)
    # A signature does not stand for a signature.
    if part != "signature":
        seals.unsign(store, person_id, visit_id)
