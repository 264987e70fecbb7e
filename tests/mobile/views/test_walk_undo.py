"""What takes something away on a walk can be undone for long enough; nothing is lost for good."""

from pathlib import Path

import flet as ft

from checklists.records.visit import Judgement
from mobile.store import visits
from tests.support.app_driver import Window, a_tablet, begun, show

Q = "sort-going-well"


def test_removed_note_comes_back_with_undo(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        await window.enter(f"note-{Q}", "Three receipts checked")
        await window.enter(f"note-{Q}", "")
        assert visits.answer(window.store, visit.id, Q).note == ""
        assert window.notice == "The note is removed."
        await window.undo()
        assert visits.answer(window.store, visit.id, Q).note == "Three receipts checked"
        assert window.field(f"note-{Q}") == "Three receipts checked"

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_what_was_written_since_stays_below_a_note_that_comes_back(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        await window.enter(f"note-{Q}", "Three receipts")
        await window.enter(f"note-{Q}", "")
        removed = window.all(ft.SnackBar)[-1]
        await window.enter(f"note-{Q}", "Five gauges")
        await window.fire(removed, "action")
        assert visits.answer(window.store, visit.id, Q).note == "Three receipts\nFive gauges"

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_reason_that_went_with_its_answer_comes_back_with_undo(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        await window.tap(f"answer-{Q}-not_applicable")
        await window.enter(f"reason-{Q}", "No night shift here")
        await window.tap(f"answer-{Q}-conforms")
        assert visits.answer(window.store, visit.id, Q).judgement is Judgement.CONFORMS
        assert window.notice == "The reason went with the answer."
        await window.undo()
        answer = visits.answer(window.store, visit.id, Q)
        assert (answer.judgement, answer.reason) == (Judgement.NOT_APPLICABLE, "No night shift here")

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_there_are_at_least_eight_seconds_to_undo(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        await window.tap(f"answer-{Q}-conforms")
        await window.tap(f"answer-{Q}-conforms")
        bar = window.all(ft.SnackBar)[-1]
        assert bar.action == "Undo"
        assert isinstance(bar.duration, ft.Duration)
        assert bar.duration.in_milliseconds >= 8000

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_taken_back_and_given_again_are_changes_of_their_own(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        await window.enter(f"note-{Q}", "Three receipts checked")
        await window.enter(f"note-{Q}", "")
        await window.undo()
        rows = window.store.rows("select body from op where record = ? order by stamp", (visit.id,))
        written = [row for row in rows if f"answer/{Q}/note".encode() in row["body"]]
        assert len(written) == 3

    show(tablet, scenario, route=f"/visit/{visit.id}")
