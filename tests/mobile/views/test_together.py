"""Walking together: the auditor asks somebody along, both answer, who gave an answer is seen, one signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.files.catalog import shipped
from checklists.records import visit
from checklists.records.visit import Judgement
from mobile.store import findings, together, visits
from tests.support.app_driver import ANA, BEN, LUCJA, Window, a_tablet, begun, show
from tests.support.elsewhere import said_elsewhere

if TYPE_CHECKING:
    from pathlib import Path

    from mobile.bootstrap import Tablet

QUESTIONS = [one.id for one in next(one for one in shipped() if one.id == "five-s").questions]
Q = QUESTIONS[0]


def walked_together(tablet: Tablet) -> str:
    visit_id = begun(tablet, "five-s").id
    together.add(tablet.store, ANA.id, visit_id, BEN.id)
    return visit_id


def co_auditors(window: Window, visit_id: str) -> tuple[str, ...]:
    walked = visits.get(window.store, visit_id)
    assert walked is not None
    return walked.co_auditors


def test_somebody_is_asked_along_and_taken_off_again(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = begun(tablet, "five-s").id

    async def scenario(window: Window) -> None:
        await window.tap("walk-together")
        assert not window.has(f"ask-along-{ANA.id}")
        await window.tap(f"ask-along-{BEN.id}")
        assert co_auditors(window, visit_id) == (BEN.id,)
        assert window.notice == f"{BEN.name} walks with you from their next sync on."
        await window.undo()
        assert co_auditors(window, visit_id) == ()
        await window.tap(f"ask-along-{BEN.id}")
        await window.tap("back")
        assert f"with {BEN.name}" in window.words()
        await window.tap("walk-together")
        await window.tap(f"take-off-{BEN.id}")
        assert co_auditors(window, visit_id) == ()

    show(tablet, scenario, route=f"/visit/{visit_id}")


def test_who_may_not_walk_a_checklist_is_not_asked_along(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    audit, gemba = begun(tablet, "purchasing").id, begun(tablet, "five-s").id

    async def scenario(window: Window) -> None:
        assert not window.has(f"ask-along-{LUCJA.id}")
        await window.go(f"/visit/{gemba}/together")
        assert window.has(f"ask-along-{LUCJA.id}")

    show(tablet, scenario, route=f"/visit/{audit}/together")


def test_colleague_finds_the_walk_answers_and_raises_findings_in_it(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = walked_together(tablet)

    async def scenario(window: Window) -> None:
        assert f"with {ANA.name}" in window.words(f"visit-{visit_id}")
        await window.tap(f"visit-{visit_id}")
        assert f"{ANA.name}'s walk" in window.words()
        assert not window.has("walk-together")
        await window.tap(f"answer-{Q}-conforms")
        assert visits.answer(window.store, visit_id, Q).judgement is Judgement.CONFORMS
        await window.tap(f"answer-{QUESTIONS[1]}-needs_attention")
        await window.enter("finding-statement", "Label faded")
        await window.tap("finding-done")
        (found,) = findings.of_visit(window.store, visit_id)
        assert (found.text("raised_by"), found.text("statement")) == (BEN.id, "Label faded")

    show(tablet, scenario, person=BEN)


def test_who_gave_an_answer_is_seen_where_two_walk(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = walked_together(tablet)
    alone = begun(tablet, "five-s").id
    said_elsewhere(tablet.store, BEN, visit.KIND, visit_id, {f"answer/{Q}/judgement": "conforms"})
    visits.judge(tablet.store, ANA.id, alone, Q, Judgement.CONFORMS)

    async def scenario(window: Window) -> None:
        assert f"{BEN.name}, today 11:07" in window.words(f"question-{Q}")
        await window.go(f"/visit/{alone}")
        assert f"{ANA.name}, today 12:00" not in window.words(f"question-{Q}")

    show(tablet, scenario, route=f"/visit/{visit_id}")


def test_one_goes_on_with_what_the_other_found(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = walked_together(tablet)
    values = {"kind": "opportunity", "visit": visit_id, "question": Q, "statement": "Faded"}
    raised = findings.raise_finding(tablet.store, ANA.id, values=values)

    async def scenario(window: Window) -> None:
        assert f"Raised by {ANA.name}" in window.words()
        await window.enter("finding-evidence", "Two of five labels")
        found = findings.get(window.store, raised.id)
        assert found is not None
        assert found.text("evidence") == "Two of five labels"

    show(tablet, scenario, person=BEN, route=f"/finding/{raised.id}")


def test_only_the_auditor_signs_completes_and_sets_aside(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = walked_together(tablet)

    async def scenario(window: Window) -> None:
        assert f"{ANA.name} signs and completes this walk." in window.words("who-signs")
        assert window.has(f"missing-{Q}")
        for control in ("sign-auditor", "complete", "set-aside"):
            assert not window.has(control)

    show(tablet, scenario, person=BEN, route=f"/visit/{visit_id}/close")


def test_before_the_seal_the_auditor_is_told_to_ask_whether_everything_is_there(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = walked_together(tablet)

    async def scenario(window: Window) -> None:
        await window.enter("auditee-name", "Marta Lindqvist")
        await window.draw("sign-auditor")
        await window.draw("sign-auditee")
        await window.tap("complete")
        assert f"Ask {BEN.name} first whether everything is sent" in " ".join(window.texts())

    show(tablet, scenario, route=f"/visit/{visit_id}/close")


def test_walk_its_auditor_has_set_aside_says_whose_it_is(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = walked_together(tablet)
    visits.discard(tablet.store, ANA.id, visit_id)

    async def scenario(window: Window) -> None:
        assert f"{ANA.name} set this walk aside." in window.words()
        assert not window.has("bring-back")

    show(tablet, scenario, person=BEN, route=f"/visit/{visit_id}")


def test_who_was_taken_off_is_told_whose_walk_it_is(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = walked_together(tablet)
    together.remove(tablet.store, ANA.id, visit_id, BEN.id)

    async def scenario(window: Window) -> None:
        assert f"This walk is {ANA.name}'s." in window.words()
        await window.go(f"/visit/{visit_id}/together")
        assert f"This walk is {ANA.name}'s." in window.words()

    show(tablet, scenario, person=BEN, route=f"/visit/{visit_id}")
