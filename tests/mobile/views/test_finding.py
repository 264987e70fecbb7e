"""A finding: what it is, what was seen, what shows it; saved while it is typed, and taken back at will."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from checklists.files.catalog import shipped
from checklists.records.finding import Finding, FindingKind, Grade
from checklists.records.visit import Judgement
from mobile.bootstrap import Tablet
from mobile.state.visit_session import VisitSession
from mobile.store import findings, visits
from tests.mobile.photos.pictures import corners, saved
from tests.support.app_driver import ANA, BEN, Window, a_tablet, begun, complete, show

# A question with clauses.
Q = next(one for one in shipped() if one.id == "purchasing").questions[1]


def a_finding(tablet: Tablet, kind: str = "opportunity") -> Finding:
    """Raise a finding on the question of a new visit, as a tap on the walk does."""
    walk = VisitSession.open(tablet.store, ANA, begun(tablet, "purchasing").id)
    assert walk is not None
    return walk.raise_finding(Q.id, kind)


def writing(
    tablet: Tablet,
    finding: Finding,
    scenario: Callable[[Window], Coroutine[Any, Any, None]],
    **window: Any,
) -> None:
    show(tablet, scenario, route=f"/finding/{finding.id}", **window)


def now(window: Window, finding: Finding) -> Finding:
    found = findings.get(window.store, finding.id)
    assert found is not None
    return found


def judgement(window: Window, finding: Finding) -> Judgement | None:
    return visits.answer(window.store, finding.text("visit"), Q.id).judgement


def test_question_it_was_raised_on_stands_above(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        assert Q.text in window.words()

    writing(tablet, a_finding(tablet), scenario)


def test_kind_and_grade_are_one_choice(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    finding = a_finding(tablet)

    async def scenario(window: Window) -> None:
        assert window.chosen("kind-opportunity")
        await window.tap("kind-major")
        assert window.chosen("kind-major")
        assert not window.chosen("kind-opportunity")
        assert (now(window, finding).kind, now(window, finding).grade) == (
            FindingKind.NONCONFORMITY,
            Grade.MAJOR,
        )
        await window.tap("kind-good_practice")
        assert (now(window, finding).kind, now(window, finding).grade) == (FindingKind.GOOD_PRACTICE, None)
        assert "Everybody sees this in Wins" in window.words("shares")
        assert "What is worth sharing?" in window.words()

    writing(tablet, finding, scenario)


def test_good_practice_that_becomes_a_nonconformity_no_longer_conforms(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    walk = VisitSession.open(tablet.store, ANA, begun(tablet, "purchasing").id)
    assert walk is not None
    walk.judge(Q.id, Judgement.CONFORMS)
    finding = walk.raise_finding(Q.id, "good_practice")

    async def scenario(window: Window) -> None:
        assert judgement(window, finding) is Judgement.CONFORMS
        await window.tap("kind-minor")
        assert judgement(window, finding) is Judgement.FINDING

    writing(tablet, finding, scenario)


def test_statement_and_evidence_are_saved_while_they_are_typed(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    finding = a_finding(tablet)

    async def scenario(window: Window) -> None:
        await window.enter("finding-statement", "Labels are faded")
        await window.enter("finding-evidence", "Four of ten at dock 2")
        found = now(window, finding)
        assert (found.text("statement"), found.text("evidence")) == (
            "Labels are faded",
            "Four of ten at dock 2",
        )
        assert window.words("finding-evidence-saved") == "saved 12:00"

    writing(tablet, finding, scenario)


def test_clause_of_the_question_is_chosen_and_can_be_another_or_none(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    finding = a_finding(tablet)
    clause = str(Q.clauses[0])

    async def scenario(window: Window) -> None:
        assert window.chosen(f"clause-{clause}")
        await window.tap("clause-")
        assert now(window, finding).text("clause") == ""
        assert window.chosen("clause-")
        await window.tap(f"clause-{clause}")
        assert now(window, finding).text("clause") == clause

    writing(tablet, finding, scenario)


def test_photo_is_added_taken_away_and_put_back(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    finding = a_finding(tablet)
    picture = saved(corners(40, 30))
    chosen = [{"id": 0, "name": "p.jpg", "size": len(picture), "path": None, "bytes": picture}]

    async def scenario(window: Window) -> None:
        await window.tap("finding-photos-add")
        await window.tap("camera-files")
        await window.until(lambda: now(window, finding).photos)
        await window.tap("camera-done")
        (sha,) = now(window, finding).photos
        assert window.has(f"finding-photos-{sha}")
        await window.tap(f"finding-photos-{sha}-remove")
        assert not window.has(f"finding-photos-{sha}")
        assert now(window, finding).photos == {}
        await window.undo()
        assert window.has(f"finding-photos-{sha}")
        await window.tap(f"finding-photos-{sha}")
        assert window.has("photo-close")

    writing(tablet, finding, scenario, replies={"pick_files": chosen})


def test_finding_is_taken_back_with_its_answer_and_undo_brings_both_again(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    finding = a_finding(tablet)

    async def scenario(window: Window) -> None:
        await window.enter("finding-statement", "Labels are faded")
        await window.tap("withdraw")
        assert window.route == f"/visit/{finding.text('visit')}/at/{Q.id}"
        assert not window.has(f"finding-{finding.id}")
        assert judgement(window, finding) is None
        assert window.notice == "The finding is taken back."
        await window.undo()
        assert window.route == f"/finding/{finding.id}"
        assert window.field("finding-statement") == "Labels are faded"
        assert judgement(window, finding) is Judgement.FINDING

    writing(tablet, finding, scenario)


def test_finding_that_was_taken_back_is_not_shown(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    finding = a_finding(tablet)
    findings.withdraw(tablet.store, ANA.id, finding.id)

    async def scenario(window: Window) -> None:
        assert "This finding is not on this tablet." in window.words()
        await window.tap("first-step")
        assert window.route == "/"

    writing(tablet, finding, scenario)


def test_finding_of_a_completed_walk_can_not_be_changed(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    finding = a_finding(tablet)
    complete(tablet, finding.text("visit"))

    async def scenario(window: Window) -> None:
        assert "The walk is completed; its findings no longer change." in window.words()
        assert not window.has("finding-statement")
        assert not window.has("withdraw")

    writing(tablet, finding, scenario)


def test_finding_of_somebody_else_is_not_changed(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    finding = a_finding(tablet)

    async def scenario(window: Window) -> None:
        assert "This finding is Ana Kowalczyk's." in window.words()
        assert not window.has("finding-statement")

    writing(tablet, finding, scenario, person=BEN)


def test_narrow_window_has_words_photos_and_clause_below_each_other(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        for one in ("kind-minor", "finding-statement", "finding-evidence", "finding-photos-add", "clause-"):
            assert window.shows(one)

    writing(tablet, a_finding(tablet), scenario, width=800, height=1280)
