"""What completed visits show of a checklist's questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.records import visit
from sync_server.record.checklist_seen import last_sealed, seen
from sync_server.record.database import reading
from tests.sync_server.web.plant import ANA, PURCHASING

if TYPE_CHECKING:
    from checklists.lint.seen import Seen
    from tests.sync_server.web.plant import Plant

FIRST, SECOND, THIRD = (one.id for one in PURCHASING.questions[:3])


def walk(plant: Plant, *, sealed: bool = True) -> None:
    """Answer three questions: one conforms, one is a finding, one conforms with something worth sharing."""
    record = plant.begin_visit()
    for question, judgement in ((FIRST, "conforms"), (SECOND, "finding"), (THIRD, "conforms")):
        plant.write(visit.KIND, record, {f"answer/{question}/judgement": judgement}, ANA)
    plant.find(visit=record, question=THIRD)
    if sealed:
        plant.seal(record)
    plant.push()


def found(plant: Plant) -> dict[str, Seen]:
    with reading(plant.app.state.engine) as connection:
        return {one.question: one for one in seen(connection, PURCHASING.id)}


def test_completed_visits_count_with_their_findings_and_seconds(empty_plant: Plant) -> None:
    walk(empty_plant)
    walk(empty_plant)
    shown = found(empty_plant)
    assert {name: (one.visits, one.findings) for name, one in shown.items()} == {
        FIRST: (2, 0),
        SECOND: (2, 2),
        THIRD: (2, 2),
    }
    assert shown[FIRST].median_seconds is None
    assert shown[SECOND].median_seconds == shown[THIRD].median_seconds == 20.0


def test_visits_that_are_still_walked_show_nothing(empty_plant: Plant) -> None:
    walk(empty_plant, sealed=False)
    assert found(empty_plant) == {}
    with reading(empty_plant.app.state.engine) as connection:
        assert last_sealed(connection, PURCHASING.id) == ""
