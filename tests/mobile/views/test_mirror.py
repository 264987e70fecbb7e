"""The private mirror on the screen: questions to its auditor alone, each with a way on, none in the way."""

from pathlib import Path

from checklists.records.visit import Judgement
from mobile.state.visit_session import VisitSession
from mobile.store import findings, outbox
from tests.support.app_driver import ANA, BEN, Window, begun, show
from tests.support.short_audit import QUESTIONS, an_audit_tablet


def test_mirror_asks_about_pace_words_and_gaps_and_keeps_nothing(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    walk = VisitSession.open(tablet.store, ANA, begun(tablet, "short-audit").id)
    assert walk is not None
    for question in QUESTIONS:
        walk.judge(question, Judgement.CONFORMS)
    finding = walk.raise_finding(QUESTIONS[1], "opportunity")
    findings.change(tablet.store, ANA.id, finding.id, {"statement": "The operator forgot the label"})

    async def scenario(window: Window) -> None:
        kept = [tuple(row) for row in window.store.rows("select * from memory order by key")]
        changes = outbox.counts(window.store)
        await window.tap("look-back")
        assert "Only you see this." in window.words("mirror-private")
        assert "You answered 5 in 1 seconds. | Was there time to look?" in window.words("mirror-quick")
        assert "No good practice is recorded yet." in window.words("mirror-good")
        assert "“forgot” in a finding may point at a person." in window.words(f"mirror-named-{finding.id}")
        assert not window.shows("mirror-unanswered")
        assert [tuple(row) for row in window.store.rows("select * from memory order by key")] == kept
        assert outbox.counts(window.store) == changes
        await window.tap(f"mirror-named-{finding.id}")
        assert window.route == f"/finding/{finding.id}"

    show(tablet, scenario, route=f"/visit/{walk.visit_id}/close")


def test_unanswered_questions_lead_to_the_first_of_them(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    walk = VisitSession.open(tablet.store, ANA, begun(tablet, "short-audit").id)
    assert walk is not None
    walk.judge(QUESTIONS[0], Judgement.CONFORMS)

    async def scenario(window: Window) -> None:
        assert "4 questions have no answer." in window.words("mirror-unanswered")
        await window.tap("mirror-unanswered")
        assert window.route == f"/visit/{walk.visit_id}/at/{QUESTIONS[1]}"

    show(tablet, scenario, route=f"/visit/{walk.visit_id}/look-back")


def test_somebody_else_sees_no_mirror(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit = begun(tablet, "short-audit")

    async def scenario(window: Window) -> None:
        assert not window.shows("mirror-private")
        assert not window.shows("mirror-good")

    show(tablet, scenario, route=f"/visit/{visit.id}/look-back", person=BEN)
