"""A gemba walk from what to ask about here to the screen its team reads, and the promises on Today."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from checklists.files.catalog import shipped
from checklists.records.action import Action, ActionStatus, Verified
from checklists.records.values import Signature
from checklists.records.visit import SignedBy
from mobile.store import actions, findings, people, thanks, visits
from tests.support.app_driver import ANA, BEN, LINE_4, LUCJA, NOON, Window, a_tablet, begun, show

if TYPE_CHECKING:
    from pathlib import Path

    from checklists.records.visit import Visit
    from mobile.bootstrap import Tablet

PROMPTS = [one.id for one in next(one for one in shipped() if one.id == "gemba-walk").questions]
FIRST = PROMPTS[0]
SOON = (NOON + timedelta(days=7)).date()


def a_gemba_walk(tablet: Tablet) -> Visit:
    return begun(tablet, "gemba-walk", person=LUCJA)


def a_promise(tablet: Tablet, visit: Visit, text: str = "A second printer") -> Action:
    return actions.promise(tablet.store, LUCJA.id, visit=visit, text=text, due=SOON)


def completed(tablet: Tablet, visit: Visit) -> None:
    signature = Signature(name=LUCJA.name, signed_at=tablet.store.moment(), strokes=[[(10, 20), (900, 40)]])
    visits.sign(tablet.store, LUCJA.id, visit.id, SignedBy.AUDITOR, signature)
    visits.seal(tablet.store, LUCJA.id, visit.id)


def test_leader_walks_from_what_to_ask_to_a_sealed_visit_the_team_can_read(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        await window.walk("gemba-walk", LINE_4)
        assert window.has("here-nothing")
        await window.tap("next-step")
        await window.enter(f"note-{FIRST}", "The board shows every missing part")
        await window.until(lambda: window.has(f"note-{FIRST}-saved"))
        await window.tap(f"mark-{FIRST}-worth_sharing")
        for _ in PROMPTS:
            await window.tap("next-step")
        await window.tap(f"thank-{BEN.id}")
        await window.enter("thank-words", "For the board")
        await window.tap("thank-go")
        await window.tap("next-step")
        await window.enter("promise-words", "A second printer")
        await window.tap("promise-day-two_weeks")
        await window.tap("promise-go")
        await window.tap("next-step")
        assert window.disabled("complete")
        await window.draw("sign-auditor")
        await window.until(lambda: not window.disabled("complete"))
        await window.tap("complete")
        await window.until(lambda: window.has("seal"))
        for words in ("The board shows every missing part", "Thank you, Ben Okafor", "A second printer"):
            assert words in window.texts()

    show(tablet, scenario, person=LUCJA)


def test_prompt_marked_twice_is_not_marked_and_its_words_stay(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = a_gemba_walk(tablet)

    async def scenario(window: Window) -> None:
        await window.go(f"/visit/{visit.id}/at/{FIRST}")
        await window.tap(f"mark-{FIRST}-worth_sharing")
        await window.enter(f"note-{FIRST}", "The board")
        await window.until(
            lambda: [one.text("statement") for one in findings.wins(tablet.store)] == ["The board"]
        )
        await window.tap(f"mark-{FIRST}-worth_sharing")
        assert findings.wins(tablet.store) == []
        assert visits.answer(tablet.store, visit.id, FIRST).note == "The board"

    show(tablet, scenario, person=LUCJA)


def test_nothing_worth_sharing_is_asked_for_and_holds_nobody_up(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = a_gemba_walk(tablet)

    async def scenario(window: Window) -> None:
        await window.go(f"/visit/{visit.id}/at/_good")
        assert any("Nothing is marked as worth sharing yet" in one for one in window.texts())
        await window.enter("share-words", "Everybody knows the target")
        await window.tap("share")
        assert [one.text("statement") for one in findings.wins(tablet.store)] == [
            "Everybody knows the target"
        ]
        await window.tap("next-step")
        await window.tap("next-step")
        assert window.has("complete")

    show(tablet, scenario, person=LUCJA)


def test_thanks_and_promises_given_by_a_slip_can_be_taken_back(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = a_gemba_walk(tablet)
    promised = a_promise(tablet, visit)
    given = thanks.give(tablet.store, LUCJA.id, text="For it", to_team="Night shift", visit=visit.id)

    async def scenario(window: Window) -> None:
        await window.go(f"/visit/{visit.id}/at/_good")
        await window.tap(f"thanks-{given.id}-remove")
        assert thanks.of_visit(tablet.store, visit.id) == []
        await window.go(f"/visit/{visit.id}/at/_promises")
        await window.tap(f"promised-{promised.id}-remove")
        assert actions.of_visit(tablet.store, visit.id) == []

    show(tablet, scenario, person=LUCJA)


def test_next_walk_asks_about_what_was_promised_and_leads_back(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    promised = a_promise(tablet, a_gemba_walk(tablet))
    next_walk = a_gemba_walk(tablet)

    async def scenario(window: Window) -> None:
        await window.go(f"/visit/{next_walk.id}")
        assert "A second printer" in window.texts()
        await window.tap(f"action-{promised.id}")
        assert window.has("done-note")
        await window.tap("back")
        assert window.has("next-step")

    show(tablet, scenario, person=LUCJA)


def test_promise_is_kept_from_today_and_can_be_taken_up_again(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    promised = a_promise(tablet, a_gemba_walk(tablet))

    async def scenario(window: Window) -> None:
        assert "Your promises" in window.texts()
        await window.tap(f"action-{promised.id}")
        await window.enter("done-note", "It stands at the bench")
        await window.tap("done")
        kept = actions.get(tablet.store, promised.id)
        assert kept is not None
        assert (kept.status, kept.text("done_note")) == (ActionStatus.DONE, "It stands at the bench")
        await window.tap("not-done")
        await window.tap("another-day")
        await window.tap("due-two_weeks")
        moved = actions.get(tablet.store, promised.id)
        assert moved is not None
        assert moved.status.is_open
        assert moved.due == (NOON + timedelta(days=14)).date()

    show(tablet, scenario, person=LUCJA)


def test_the_team_reads_what_was_promised_and_says_whether_it_holds(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = a_gemba_walk(tablet)
    promised = a_promise(tablet, visit)
    completed(tablet, visit)
    actions.done(tablet.store, LUCJA.id, promised.id, "It stands at the bench")

    async def scenario(window: Window) -> None:
        assert "Promised to your team" in window.texts()
        await window.tap(f"action-{promised.id}")
        await window.tap("action-walk")
        assert window.has("seal")
        assert not window.has("done-whole")
        await window.go(f"/action/{promised.id}")
        await window.tap(f"looked-more-{promised.id}")
        await window.enter(f"looked-note-{promised.id}", "It has no paper")
        await window.tap(f"holds-not-{promised.id}")
        judged = actions.get(tablet.store, promised.id)
        assert judged is not None
        assert judged.status is ActionStatus.REOPENED

    show(tablet, scenario, person=BEN)


def test_leader_opens_the_whole_record_of_a_walk(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = a_gemba_walk(tablet)
    visits.note(tablet.store, LUCJA.id, visit.id, FIRST, "A quiet morning")
    completed(tablet, visit)

    async def scenario(window: Window) -> None:
        await window.go(f"/visit/{visit.id}")
        assert "A quiet morning" in window.texts()
        await window.tap("done-whole")
        assert window.has("add-addendum")

    show(tablet, scenario, person=LUCJA)


def test_action_that_is_not_here_says_so(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.go(f"/action/{'0' * 32}")
        assert any("not on this tablet yet" in one for one in window.texts())

    show(a_tablet(tmp_path), scenario)


def test_who_verified_is_named(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    promised = a_promise(tablet, a_gemba_walk(tablet))
    actions.done(tablet.store, LUCJA.id, promised.id)
    actions.verify(tablet.store, BEN.id, promised.id, Verified.EFFECTIVE)
    assert people.person(tablet.store, BEN.id) is not None

    async def scenario(window: Window) -> None:
        await window.go(f"/action/{promised.id}")
        assert "Ben Okafor looked at it: it holds." in window.texts()

    show(tablet, scenario, person=ANA)
