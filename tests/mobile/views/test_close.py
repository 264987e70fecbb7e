"""Closing: what is open leads to its place, strengths come first, two signatures complete the walk."""

from pathlib import Path

from checklists.records.visit import Judgement, SignedBy, Visit
from mobile.bootstrap import Tablet
from mobile.state.visit_session import VisitSession
from mobile.store import findings, people, visits
from tests.support.app_driver import ANA, Window, begun, show
from tests.support.headless import run
from tests.support.short_audit import QUESTIONS, an_audit_tablet


def walked(tablet: Tablet, answers: int) -> VisitSession:
    """Return a walk with so many questions that conform."""
    walk = VisitSession.open(tablet.store, ANA, begun(tablet, "short-audit").id)
    assert walk is not None
    for question in QUESTIONS[:answers]:
        walk.judge(question, Judgement.CONFORMS)
    return walk


def say(walk: VisitSession, question: str, kind: str, statement: str, **other: str) -> str:
    """Raise a finding that says something, and return its id."""
    finding = walk.raise_finding(question, kind)
    findings.change(walk.store, ANA.id, finding.id, {"statement": statement, **other})
    walk.read_again()
    return finding.id


def stored(window: Window, walk: VisitSession) -> Visit:
    visit = visits.get(window.store, walk.visit_id)
    assert visit is not None
    return visit


def test_each_open_point_is_named_and_leads_to_its_question(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    walk = walked(tablet, 2)
    walk.judge(QUESTIONS[2], Judgement.NOT_APPLICABLE)
    walk.raise_finding(QUESTIONS[3], "opportunity")

    async def scenario(window: Window) -> None:
        assert "Say why it does not apply" in window.words(f"missing-{QUESTIONS[2]}")
        assert "Say what you saw" in window.words(f"missing-{QUESTIONS[3]}")
        assert "Not answered yet" in window.words(f"missing-{QUESTIONS[4]}")
        assert not window.has(f"missing-{QUESTIONS[0]}")
        await window.tap(f"missing-{QUESTIONS[4]}")
        assert window.route == f"/visit/{walk.visit_id}/at/{QUESTIONS[4]}"

    show(tablet, scenario, route=f"/visit/{walk.visit_id}/close")


def test_long_list_of_open_points_is_short_until_asked_for(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    walk = walked(tablet, 0)

    async def scenario(window: Window) -> None:
        assert not window.has(f"missing-{QUESTIONS[4]}")
        await window.tap("show-all")
        assert window.has(f"missing-{QUESTIONS[4]}")
        assert not window.has("show-all")

    show(tablet, scenario, route=f"/visit/{walk.visit_id}/close")


def test_walk_with_every_answer_says_so(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    walk = walked(tablet, 5)

    async def scenario(window: Window) -> None:
        assert "Every question has an answer." in window.words()
        assert "5 questions conform" in window.words()

    show(tablet, scenario, route=f"/visit/{walk.visit_id}/close")


def test_strengths_come_first_then_from_grave_to_light(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    walk = walked(tablet, 1)
    say(walk, QUESTIONS[1], "nonconformity", "A grave one", grade="major")
    say(walk, QUESTIONS[2], "opportunity", "A light one")
    strength = say(walk, QUESTIONS[0], "good_practice", "A strength")

    async def scenario(window: Window) -> None:
        words = window.words()
        places = [words.index(one) for one in ("A strength", "A grave one", "A light one")]
        assert places == sorted(places)
        await window.tap(f"summary-{strength}")
        assert window.route == f"/finding/{strength}"

    show(tablet, scenario, route=f"/visit/{walk.visit_id}/close")


def test_walk_without_findings_asks_for_what_works_well(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    walk = walked(tablet, 5)

    async def scenario(window: Window) -> None:
        assert "No good practice recorded yet. What did you see that works well?" in window.words()
        assert "Nothing that needs attention." in window.words()

    show(tablet, scenario, route=f"/visit/{walk.visit_id}/close")


def test_both_sign_and_the_walk_is_completed_with_its_open_points(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    walk = walked(tablet, 4)

    async def scenario(window: Window) -> None:
        assert window.disabled("complete")
        assert "Both signatures, then it can be completed." in window.words()
        await window.draw("sign-auditor")
        assert window.disabled("complete")
        await window.enter("auditee-name", "Marta Lindqvist")
        await window.draw("sign-auditee")
        await window.tap("complete")
        await window.tap("confirm-yes")
        visit = stored(window, walk)
        assert visit.status == "completed"
        assert window.route == f"/visit/{walk.visit_id}"
        assert window.shows("seal")
        names = [signed.name for who in SignedBy if (signed := visit.signature(who))]
        assert names == [ANA.name, "Marta Lindqvist"]

    show(tablet, scenario, route=f"/visit/{walk.visit_id}/close")


def test_first_of_three_windows_on_a_tablet_completes_what_was_signed_in_it(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    walk = walked(tablet, 5)
    there = f"/visit/{walk.visit_id}/close"

    async def scenario() -> None:
        first, second, third = (Window(tablet, route=there, keep_open=True) for _ in range(3))
        async with first, second, third:
            # Each change here is told to the others, which count what waits to be sent.
            await first.draw("sign-auditor")
            await first.draw("sign-auditee")
            await first.enter("auditee-name", "Marta Lindqvist")
            assert not first.disabled("complete")
            await first.tap("complete")
            assert first.has("confirm-yes")
            assert not third.has("confirm-yes")
            await first.tap("confirm-yes")
            assert stored(first, walk).status == "completed"
            assert first.shows("seal")
            assert third.route == there

    assert people.sign_in(tablet.store, ANA.id, "1234")
    run(scenario)
    tablet.close()


def test_completing_can_be_put_off(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    walk = walked(tablet, 5)

    async def scenario(window: Window) -> None:
        await window.enter("auditee-name", "Marta Lindqvist")
        await window.draw("sign-auditor")
        await window.draw("sign-auditee")
        await window.tap("complete")
        assert "Complete this walk?" in window.texts()
        await window.tap("confirm-no")
        assert not window.has("confirm-no")
        assert stored(window, walk).status == "draft"

    show(tablet, scenario, route=f"/visit/{walk.visit_id}/close")


def test_walk_is_completed_only_with_the_name_of_who_signed(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    walk = walked(tablet, answers=3)

    async def scenario(window: Window) -> None:
        await window.draw("sign-auditor")
        await window.draw("sign-auditee")
        assert window.disabled("complete")
        assert "The auditee's name, then it can be completed." in window.words()
        await window.enter("auditee-name", "Marta Lindqvist")
        assert not window.disabled("complete")

    show(tablet, scenario, route=f"/visit/{walk.visit_id}/close")


def test_finding_that_says_nothing_keeps_the_walk_open(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    walk = walked(tablet, answers=3)
    walk.raise_finding(QUESTIONS[0], "opportunity")

    async def scenario(window: Window) -> None:
        assert window.disabled("complete")
        assert "Say what you saw in each finding or take it back" in window.words()

    show(tablet, scenario, route=f"/visit/{walk.visit_id}/close")


def test_name_typed_after_signing_belongs_to_the_signature(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    walk = walked(tablet, 5)

    async def scenario(window: Window) -> None:
        await window.draw("sign-auditee")
        await window.enter("auditee-name", "Marta Lindqvist")
        signature = stored(window, walk).signature(SignedBy.AUDITEE)
        assert signature is not None
        assert signature.name == "Marta Lindqvist"

    show(tablet, scenario, route=f"/visit/{walk.visit_id}/close")


def test_name_typed_before_signing_survives_a_look_elsewhere(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    walk = walked(tablet, 5)

    async def scenario(window: Window) -> None:
        await window.enter("auditee-name", "Marta Lindqvist")
        await window.tap("back")
        await window.tap("close-walk")
        assert window.field("auditee-name") == "Marta Lindqvist"

    show(tablet, scenario, route=f"/visit/{walk.visit_id}/close")


def test_signature_that_is_cleared_is_gone_and_completing_waits_again(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    walk = walked(tablet, 5)

    async def scenario(window: Window) -> None:
        await window.enter("auditee-name", "Marta Lindqvist")
        await window.draw("sign-auditor")
        await window.draw("sign-auditee")
        assert not window.disabled("complete")
        await window.tap("sign-auditee-clear")
        assert window.disabled("complete")
        assert stored(window, walk).signature(SignedBy.AUDITEE) is None

    show(tablet, scenario, route=f"/visit/{walk.visit_id}/close")


def test_draft_set_aside_is_found_under_walks_and_brought_back(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    walk = walked(tablet, 2)

    async def scenario(window: Window) -> None:
        await window.tap("set-aside")
        await window.tap("confirm-yes")
        assert window.route == "/walks"
        assert "Set aside" in window.words()
        await window.go("/")
        assert not window.shows(f"visit-{walk.visit_id}")
        await window.go("/walks")
        await window.tap(f"bring-back-{walk.visit_id}")
        assert not window.has(f"bring-back-{walk.visit_id}")
        await window.tap(f"visit-{walk.visit_id}")
        assert "2 of 5" in window.words("progress")

    show(tablet, scenario, route=f"/visit/{walk.visit_id}/close")


def test_finding_raised_at_the_closing_meeting_is_in_the_summary_at_once(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    walk = walked(tablet, 5)

    async def scenario(window: Window) -> None:
        await window.tap("back")
        await window.tap(f"answer-{QUESTIONS[0]}-worth_sharing")
        typing = window.type_on("finding-statement", "A strength")
        await window.tap("finding-done")
        await window.tap("close-walk")
        assert "A strength" in window.words()
        await typing

    show(tablet, scenario, route=f"/visit/{walk.visit_id}/close")


def test_completed_walk_is_shown_sealed_at_its_closing_address_too(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    walk = walked(tablet, 5)

    async def scenario(window: Window) -> None:
        await window.enter("auditee-name", "Marta Lindqvist")
        await window.draw("sign-auditor")
        await window.draw("sign-auditee")
        await window.tap("complete")
        await window.tap("confirm-yes")
        await window.go(f"/visit/{walk.visit_id}/close")
        assert window.shows("seal")
        assert not window.has("complete")

    show(tablet, scenario, route=f"/visit/{walk.visit_id}/close")


def test_name_still_being_typed_is_sealed_with_the_walk(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    walk = walked(tablet, 5)

    async def scenario(window: Window) -> None:
        await window.enter("auditee-name", "Marta")
        await window.draw("sign-auditor")
        await window.draw("sign-auditee")
        typing = window.type_on("auditee-name", "Marta Lindqvist")
        await window.tap("complete")
        await window.tap("confirm-yes")
        await typing
        signature = stored(window, walk).signature(SignedBy.AUDITEE)
        assert signature is not None
        assert signature.name == "Marta Lindqvist"
        assert window.notice == ""

    show(tablet, scenario, route=f"/visit/{walk.visit_id}/close")


def test_name_of_any_length_and_letters_can_be_signed_with(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    walk = walked(tablet, 5)

    async def scenario(window: Window) -> None:
        await window.enter("auditee-name", "\x00" + "Ł" * 400)
        await window.draw("sign-auditee")
        signature = stored(window, walk).signature(SignedBy.AUDITEE)
        assert signature is not None
        assert len(signature.name) == 300

    show(tablet, scenario, route=f"/visit/{walk.visit_id}/close")
