"""What was found on a question here before: a line on its card that opens to what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mobile.store import actions, findings, memory
from tests.support.app_driver import ANA, BEN, DOCK_2, Window, a_tablet, begun, complete, show

if TYPE_CHECKING:
    from pathlib import Path

    from mobile.bootstrap import Tablet

QUESTION = "sort-going-well"


def found_before(tablet: Tablet, statement: str) -> str:
    visit = begun(tablet)
    said = {"kind": "opportunity", "statement": statement, "visit": visit.id, "question": QUESTION}
    raised = findings.raise_finding(tablet.store, ANA.id, values=said)
    complete(tablet, visit.id)
    return raised.id


def led_to_a_place_for_pallets(tablet: Tablet, finding_id: str) -> None:
    values = {
        "kind": "corrective_action",
        "owner": BEN.id,
        "finding": finding_id,
        "text": "A place for pallets",
    }
    done = actions.propose(tablet.store, ANA.id, values=values)
    actions.done(tablet.store, BEN.id, done.id, "Painted")


@pytest.mark.parametrize("view", ["list", "one"])
def test_line_says_what_was_found_last_and_opens_to_what_came_of_it(tmp_path: Path, view: str) -> None:
    tablet = a_tablet(tmp_path)
    led_to_a_place_for_pallets(tablet, found_before(tablet, "Two broken pallets in the aisle"))
    memory.remember(tablet.store, f"walking/{ANA.id}/view", view)
    today = begun(tablet)

    async def scenario(window: Window) -> None:
        lines = [one for one in window.identifiers() if one.startswith("earlier-")]
        assert lines == [f"earlier-{QUESTION}"]
        assert window.texts(f"earlier-{QUESTION}") == [
            "Last time, today 12:00: Two broken pallets in the aisle",
            "Done; nobody has looked yet whether it holds",
        ]
        await window.tap(f"earlier-{QUESTION}")
        words = window.texts(f"earlier-{QUESTION}-all")
        for expected in (
            "Found here before, 1 time",
            "A place for pallets",
            "Ben Okafor · done today 12:00",
        ):
            assert expected in words
        await window.tap(f"earlier-{QUESTION}")
        assert not window.has(f"earlier-{QUESTION}-all")

    show(tablet, scenario, route=f"/visit/{today.id}")


@pytest.mark.parametrize("view", ["list", "one"])
def test_line_stays_open_while_the_question_is_answered(tmp_path: Path, view: str) -> None:
    tablet = a_tablet(tmp_path)
    found_before(tablet, "Two broken pallets in the aisle")
    memory.remember(tablet.store, f"walking/{ANA.id}/view", view)
    today = begun(tablet)

    async def scenario(window: Window) -> None:
        await window.tap(f"answer-{QUESTION}-conforms")
        await window.tap(f"earlier-{QUESTION}")
        await window.tap(f"come-back-{QUESTION}")
        assert "Found here before, 1 time" in window.texts(f"earlier-{QUESTION}-all")
        assert not window.has("not-shown")

    show(tablet, scenario, route=f"/visit/{today.id}")


def test_other_places_have_no_line(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    found_before(tablet, "Two broken pallets in the aisle")
    elsewhere = begun(tablet, area=DOCK_2)

    async def scenario(window: Window) -> None:
        assert window.has(f"question-{QUESTION}")
        assert not window.has(f"earlier-{QUESTION}")

    show(tablet, scenario, route=f"/visit/{elsewhere.id}")
