"""What was found on a question here before: a line that opens to what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mobile import theme
from mobile.components.guards import safe_component
from mobile.components.photo_files import PhotoFiles
from mobile.state.session import SessionContext, open_session, use_session
from mobile.store import actions, findings, people
from mobile.views.earlier_here import EarlierHere, use_earlier
from tests.support.app_driver import ANA, BEN, a_tablet, begun, complete
from tests.support.headless import Headless, run

if TYPE_CHECKING:
    from pathlib import Path

    import flet as ft

    from mobile.bootstrap import Tablet

QUESTION = "sort-going-well"


def found_before(tablet: Tablet, statement: str) -> str:
    visit = begun(tablet)
    said = {"kind": "opportunity", "statement": statement, "visit": visit.id, "question": QUESTION}
    raised = findings.raise_finding(tablet.store, ANA.id, values=said)
    complete(tablet, visit.id)
    return raised.id


def test_line_says_what_was_found_last_and_opens_to_what_came_of_it(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    people.sign_in(tablet.store, ANA.id, "1234")
    record = found_before(tablet, "Two broken pallets in the aisle")
    values = {"kind": "corrective_action", "owner": BEN.id, "finding": record, "text": "A place for pallets"}
    done = actions.propose(tablet.store, ANA.id, values=values)
    actions.done(tablet.store, BEN.id, done.id, "Painted")
    today = begun(tablet)

    @safe_component
    def stage() -> ft.Control:
        found = use_earlier(use_session(), today.id)
        return EarlierHere(QUESTION, found[QUESTION])

    def main(page: ft.Page) -> None:
        theme.apply(page, theme.Look.LIGHT)
        session = open_session(tablet, width=1280, files=PhotoFiles())
        page.render(lambda: SessionContext(session, stage))

    async def scenario() -> None:
        async with Headless(main) as window:
            (line,) = window.texts(f"earlier-{QUESTION}")
            assert line == "Last time, today 12:00: Two broken pallets in the aisle"
            assert not window.has(f"earlier-{QUESTION}-all")
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

    run(scenario)
    tablet.close()
