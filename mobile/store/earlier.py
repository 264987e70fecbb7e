"""What was found on a question in an area before, on completed visits, and what came of it."""

import json
from dataclasses import dataclass

from checklists.ids import parts_of_key
from checklists.records import visit
from checklists.records.action import Action
from checklists.records.finding import Finding
from checklists.records.visit import Visit
from mobile.store import actions, findings, journal
from mobile.store.database import Store

# Two years of an audit a month; what is older says little about today.
VISITS_LOOKED_AT = 24


@dataclass(frozen=True, slots=True)
class Earlier:
    """A finding of a completed visit.

    Attributes:
        finding: what was found.
        sealed_at: when its visit was completed.
        actions: what it led to, as far as this tablet knows; what is open first.
    """

    finding: Finding
    sealed_at: str
    actions: tuple[Action, ...]


def earlier_here(store: Store, checklist_id: str, area_id: str) -> dict[str, tuple[Earlier, ...]]:
    """Return what was found in an area with any version of a checklist, by question id, the latest first.

    Good practices and what was taken back are left out. Read once for a walk: a question alone costs as much.
    """
    found: dict[str, list[Earlier]] = {}
    for one in _visits(store, checklist_id, area_id):
        sealed_at = one.seal.sealed_at if one.seal else ""
        for raised in _findings(store, one.id):
            question = parts_of_key(raised.text("question"))[0]
            if question and not raised.is_good_practice:
                led_to = tuple(actions.of_finding(store, raised.id))
                found.setdefault(question, []).append(Earlier(raised, sealed_at, led_to))
    return {question: tuple(those) for question, those in found.items()}


def _visits(store: Store, checklist_id: str, area_id: str) -> list[Visit]:
    """Return the latest completed visits of an area with a checklist."""
    parameters = {
        "checklist": journal.written(checklist_id),
        "area": journal.written(area_id),
        # As it stands in the body of an op: others' visits are held whole, and not all of them are read.
        "in_checklist": f'"checklist":[{json.dumps(checklist_id)},',
        "in_area": f'"area":[{json.dumps(area_id)},',
    }
    records = [row["record"] for row in store.rows(_COMPLETED, parameters)]
    found = [Visit(state) for state in journal.states(store, visit.KIND, records).values()]
    here = [
        one for one in found if one.seal and one.text("area") == area_id and one.checklist[0] == checklist_id
    ]
    here.sort(key=lambda one: one.seal.sealed_at if one.seal else "", reverse=True)
    return here[:VISITS_LOOKED_AT]


def _findings(store: Store, visit_id: str) -> list[Finding]:
    return sorted(findings.of_visit(store, visit_id), key=lambda one: one.text("raised_at"))


_COMPLETED = f"""
    select record from (
        select seal.record, seal.at as since from field as seal
            join field as walked using (kind, record) join field as place using (kind, record)
            where seal.kind = 'visit' and seal.name = 'seal' and seal.value <> 'null'
                and walked.name = 'checklist' and walked.value = :checklist
                and place.name = 'area' and place.value = :area
        union all
        select part.record, part.since from part join op using (op_id)
            where part.whole and part.kind = 'visit'
                and instr(op.body, cast(:in_checklist as blob)) and instr(op.body, cast(:in_area as blob)))
    order by since desc limit {2 * VISITS_LOOKED_AT}
"""  # noqa: S608 - a number of ours
