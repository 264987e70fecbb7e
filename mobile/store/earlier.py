"""What was found on a question in an area before, on completed visits, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from checklists.ids import parts_of_key
from checklists.records import visit
from checklists.records.action import Action, ActionStatus
from checklists.records.finding import Finding
from checklists.records.visit import Judgement, Visit
from mobile.store import actions, findings, journal
from mobile.store.database import Store

# Two years of an audit a month; what is older says little about today.
VISITS_LOOKED_AT = 24


class Held(StrEnum):
    """Whether what was done about a finding holds."""

    # Nothing was agreed, or somebody still has to do it.
    NOT_DONE = "not_done"
    # Done, and nobody has said whether it holds.
    NOT_SEEN = "not_seen"
    HOLDS = "holds"
    # Found once more on the same question after it was done.
    FOUND_AGAIN = "found_again"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A finding of a completed visit.

    Attributes:
        finding: what was found.
        sealed_at: when its visit was completed.
        actions: what it led to, as far as this tablet knows; what is open first.
        held: whether what was done about it holds.
        again_at: when it was found again after that, empty if it was not.
        conforming: how many later visits asked the same and found nothing.
    """

    finding: Finding
    sealed_at: str
    actions: tuple[Action, ...]
    held: Held = Held.NOT_DONE
    again_at: str = ""
    conforming: int = 0


def earlier_here(store: Store, checklist_id: str, area_id: str) -> dict[str, tuple[Earlier, ...]]:
    """Return what was found in an area with any version of a checklist, by question id, the latest first.

    Good practices and what was taken back are left out. Read once for a walk: a question alone costs as much.
    """
    walked = _visits(store, checklist_id, area_id)
    found = findings.of_visits(store, [one.id for one in walked])
    led_to = actions.of_findings(store, [one.id for those in found.values() for one in those])
    by_question: dict[str, list[Earlier]] = {}
    for one in walked:
        for raised in found[one.id]:
            question = parts_of_key(raised.text("question"))[0]
            if question and not raised.is_good_practice:
                earlier = Earlier(raised, _sealed_at(one), tuple(led_to[raised.id]))
                by_question.setdefault(question, []).append(earlier)
    return {
        question: tuple(_came_of(one, those, question, walked) for one in those)
        for question, those in by_question.items()
    }


def _came_of(one: Earlier, those: Sequence[Earlier], question: str, walked: Sequence[Visit]) -> Earlier:
    """Say whether what was done about one finding holds, from what was found and looked at since."""
    done_at = _done_at(one)
    if not done_at:
        return one
    again = min((at for other in those if (at := other.finding.text("raised_at")) > done_at), default="")
    since = [visit for visit in walked if _sealed_at(visit) > done_at]
    conforming = sum(visit.answer(question).judgement is Judgement.CONFORMS for visit in since)
    seen = bool(one.actions) and all(action.status is ActionStatus.VERIFIED for action in one.actions)
    held = Held.FOUND_AGAIN if again else Held.HOLDS if seen else Held.NOT_SEEN
    return Earlier(one.finding, one.sealed_at, one.actions, held, again, conforming)


def _done_at(one: Earlier) -> str:
    """Return when the last thing was done that a finding led to; empty while something is open."""
    if any(action.status.is_open for action in one.actions):
        return ""
    return max((*(action.text("done_at") for action in one.actions), one.finding.text("corrected_at")))


def _visits(store: Store, checklist_id: str, area_id: str) -> list[Visit]:
    """Return the latest completed visits of an area with a checklist."""
    parameters: Mapping[str, str] = {
        "checklist": journal.written(checklist_id),
        "area": journal.written(area_id),
        "walked": f"{area_id} {checklist_id}",
    }
    records = [row["record"] for row in store.rows(_COMPLETED, parameters)]
    found = [Visit(state) for state in journal.states(store, visit.KIND, records).values()]
    here = [
        one for one in found if one.seal and one.text("area") == area_id and one.checklist[0] == checklist_id
    ]
    here.sort(key=lambda one: (_sealed_at(one), one.id), reverse=True)
    return here[:VISITS_LOOKED_AT]


def _sealed_at(one: Visit) -> str:
    return one.seal.sealed_at if one.seal else ""


# Begun last is nearly always completed last; a few more are read for those that took longer.
_READ = VISITS_LOOKED_AT + 8

# Crossed, so that it begins with the place: SQLite knows nothing of how many there are of each.
_COMPLETED = f"""
    select record from (
        select place.record, seal.at as since from field as place
            cross join field as walked on walked.kind = 'visit' and walked.record = place.record
                and walked.name = 'checklist' and walked.value = :checklist
            cross join field as seal on seal.kind = 'visit' and seal.record = place.record
                and seal.name = 'seal' and seal.value <> 'null'
            where place.kind = 'visit' and place.name = 'area' and place.value = :area
        union all
        select record, since from (
            select record, since from part where whole and walked = :walked and walked <> ''
                order by since desc limit {_READ}))
    order by since desc limit {_READ}
"""  # noqa: S608 - a number of ours
