"""The closing meeting: what is shown, who does what by when, both sign, then two private questions."""

from pathlib import Path

from checklists.protocol.messages import Pulse
from checklists.records.visit import Judgement
from mobile.bootstrap import Tablet
from mobile.state.visit_session import VisitSession
from mobile.store import actions, findings, outbox, visits
from tests.support.app_driver import ANA, BEN, LUCJA, Window, begun, complete, show
from tests.support.short_audit import QUESTIONS, SHORT_AUDIT, an_audit_tablet


def walked(tablet: Tablet) -> tuple[str, str, str]:
    """Return an audit with a good practice and a finding: the ids of all three."""
    walk = VisitSession.open(tablet.store, ANA, begun(tablet, "short-audit").id)
    assert walk is not None
    good = walk.raise_finding(QUESTIONS[0], "good_practice")
    findings.change(tablet.store, ANA.id, good.id, {"statement": "Every shelf has a sample"})
    bad = walk.raise_finding(QUESTIONS[1], "nonconformity")
    values = {"statement": "Labels are faded", "grade": "minor", "clause": "ISO 9001:2015 8.5.2"}
    findings.change(tablet.store, ANA.id, bad.id, values)
    walk.judge(QUESTIONS[2], Judgement.CONFORMS)
    return walk.visit_id, good.id, bad.id


def test_strengths_come_first_then_findings_with_question_and_clause(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id, good, bad = walked(tablet)

    async def scenario(window: Window) -> None:
        await window.tap("meeting")
        assert window.route == f"/visit/{visit_id}/meeting"
        shown = [one for one in window.identifiers() if one in {f"closing-{good}", f"closing-{bad}"}]
        assert shown == [f"closing-{good}", f"closing-{bad}"]
        words = window.words(f"closing-{bad}")
        assert SHORT_AUDIT.questions[1].text in words
        assert words.index("Labels are faded") < words.index("ISO 9001:2015 8.5.2")
        assert not window.shows(f"agree-{good}")
        # What the auditor alone looks at is not on the auditee's screen.
        assert not window.shows("look-back")
        assert not window.shows("missing")

    show(tablet, scenario, route=f"/visit/{visit_id}/close")


def test_owner_and_day_are_agreed_and_can_be_taken_back(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id, _, bad = walked(tablet)

    async def scenario(window: Window) -> None:
        await window.tap(f"agree-{bad}")
        await window.tap("agree-save")
        assert "Both are needed." in window.words()
        assert actions.of_finding(window.store, bad) == []
        await window.enter("agree-what", "New labels that last")
        await window.tap(f"agree-owner-{LUCJA.id}")
        await window.tap("agree-due-2026-03-17")
        await window.tap("agree-save")
        (action,) = actions.of_finding(window.store, bad)
        assert (action.text("text"), action.owner, str(action.due)) == (
            "New labels that last",
            LUCJA.id,
            "2026-03-17",
        )
        assert (action.text("visit"), action.text("proposed_by")) == (visit_id, ANA.id)
        assert "Łucja Nowak, by Tue 17 Mar" in window.words(f"agreed-{action.id}")
        assert not window.has(f"agree-{bad}")
        await window.tap(f"agreed-take-back-{action.id}")
        assert actions.of_finding(window.store, bad) == []
        await window.undo()
        assert [one.id for one in actions.of_finding(window.store, bad)] == [action.id]

    show(tablet, scenario, route=f"/visit/{visit_id}/meeting")


def test_action_without_words_of_its_own_has_those_of_the_finding(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id, _, bad = walked(tablet)

    async def scenario(window: Window) -> None:
        await window.tap(f"agree-{bad}")
        await window.tap(f"agree-owner-{BEN.id}")
        await window.tap("agree-due-2026-03-10")
        await window.tap("agree-save")
        (action,) = actions.of_finding(window.store, bad)
        assert action.text("text") == "Labels are faded"

    show(tablet, scenario, route=f"/visit/{visit_id}/meeting")


def test_agreeing_takes_no_signature_off(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id, _, bad = walked(tablet)

    async def scenario(window: Window) -> None:
        await window.enter("auditee-name", "Marta Lindqvist")
        await window.draw("sign-auditor")
        await window.draw("sign-auditee")
        await window.tap(f"agree-{bad}")
        await window.tap(f"agree-owner-{BEN.id}")
        await window.tap("agree-due-2026-03-10")
        await window.tap("agree-save")
        assert not window.disabled("complete")

    show(tablet, scenario, route=f"/visit/{visit_id}/meeting")


def test_both_sign_then_the_auditee_is_asked_and_the_report_follows(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id, _, _ = walked(tablet)

    async def scenario(window: Window) -> None:
        await window.enter("auditee-name", "Marta Lindqvist")
        await window.draw("sign-auditor")
        await window.draw("sign-auditee")
        await window.tap("complete")
        await window.tap("confirm-yes")
        assert window.route == f"/visit/{visit_id}/pulse"
        sent = outbox.counts(window.store)
        await window.tap("pulse-yes")
        await window.tap("pulse-no")
        assert outbox.counts(window.store) == sent
        assert "Thank you." in window.words()
        assert not window.shows("pulse-yes")
        await window.tap("pulse-done")
        assert window.route == f"/visit/{visit_id}/report"
        rows = window.store.rows("select message from pulse")
        given = {(one.asked, one.felt) for row in rows for one in [Pulse.model_validate_json(row["message"])]}
        assert given == {("useful", "yes"), ("safe", "no")}

    show(tablet, scenario, route=f"/visit/{visit_id}/meeting")


def test_pulse_is_offered_once_and_may_be_left_out(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id, _, _ = walked(tablet)
    complete(tablet, visit_id)

    async def scenario(window: Window) -> None:
        await window.tap("ask-pulse")
        assert "No name, no visit and no tablet is kept with it" in window.words()
        await window.tap("pulse-skip")
        assert window.route == f"/visit/{visit_id}/report"
        assert window.store.rows("select * from pulse") == []
        await window.go(f"/visit/{visit_id}")
        assert not window.shows("ask-pulse")
        await window.go(f"/visit/{visit_id}/pulse")
        assert not window.shows("pulse-yes")
        assert "They were offered already." in window.words()

    show(tablet, scenario, route=f"/visit/{visit_id}")


def test_pulse_of_a_draft_is_not_asked(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id, _, _ = walked(tablet)

    async def scenario(window: Window) -> None:
        assert not window.shows("pulse-yes")

    show(tablet, scenario, route=f"/visit/{visit_id}/pulse")


def test_whoever_walks_along_shows_the_meeting_and_does_not_sign(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id, good, bad = walked(tablet)
    visits.change(tablet.store, ANA.id, visit_id, {f"co_auditor/{BEN.id}": True})

    async def scenario(window: Window) -> None:
        assert window.shows(f"closing-{good}")
        assert "Nothing is agreed about it yet." in window.words(f"closing-{bad}")
        assert not window.shows("sign-auditor")
        assert not window.shows("complete")
        await window.go(f"/visit/{visit_id}/look-back")
        assert not window.shows("mirror-private")

    show(tablet, scenario, route=f"/visit/{visit_id}/meeting", person=BEN)
