"""A completed walk: its seal, its answers, its signatures; only an addendum comes to it."""

from datetime import timedelta
from pathlib import Path

from checklists.records.visit import Judgement
from mobile.bootstrap import Tablet
from mobile.state.visit_session import VisitSession
from mobile.store import findings, outbox, visits
from tests.support.app_driver import ANA, Watch, Window, begun, complete, show
from tests.support.elsewhere import said_elsewhere
from tests.support.short_audit import QUESTIONS, an_audit_tablet


def sealed(tablet: Tablet) -> str:
    """Return the id of a completed gemba walk with one answer of each kind."""
    walk = VisitSession.open(tablet.store, ANA, begun(tablet, "short-audit").id)
    assert walk is not None
    walk.judge(QUESTIONS[0], Judgement.CONFORMS)
    walk.note(QUESTIONS[0], "Seen at the board")
    walk.judge(QUESTIONS[1], Judgement.NOT_APPLICABLE, "First walk here")
    finding = walk.raise_finding(QUESTIONS[2], "nonconformity")
    findings.change(tablet.store, ANA.id, finding.id, {"statement": "Labels are faded", "grade": "major"})
    complete(tablet, walk.visit_id)
    return walk.visit_id


def test_seal_is_shown_with_its_mark_its_moment_and_where_it_is(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id = sealed(tablet)
    visit = visits.get(tablet.store, visit_id)
    assert visit is not None
    assert visit.seal is not None
    mark = visit.seal.mark[:8]

    async def scenario(window: Window) -> None:
        assert f"Seal {mark} · sealed today 12:00" in window.words("seal")
        assert "On this tablet, waiting to be sent" in window.words("seal")

    show(tablet, scenario, route=f"/visit/{visit_id}")


def test_seal_says_when_it_has_reached_the_central_record(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id = sealed(tablet)

    async def scenario(window: Window) -> None:
        last = outbox.batch(tablet.store, 0)[-1].link
        outbox.confirm(tablet.store, last.n, last.hash, tablet.store.moment())
        tablet.sync.nudge()
        await window.until(lambda: "In the central record" in window.words("seal"))

    show(tablet, scenario, route=f"/visit/{visit_id}")


def test_every_answer_can_be_read_and_none_changed(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id = sealed(tablet)

    async def scenario(window: Window) -> None:
        words = window.words()
        for said in ("Seen at the board", "First walk here", "Labels are faded", "Nonconformity, major"):
            assert said in words
        assert "1 question conforms" in words
        assert "Somebody, signed today 12:00" in words
        changing = [one for one in window.identifiers() if one.startswith(("answer-", "note-", "sign-"))]
        assert changing == []

    show(tablet, scenario, route=f"/visit/{visit_id}")


def test_addendum_is_added_below_and_kept(tmp_path: Path) -> None:
    watch = Watch()
    tablet = an_audit_tablet(tmp_path, watch=watch)
    visit_id = sealed(tablet)
    watch.moment += timedelta(days=2)

    async def scenario(window: Window) -> None:
        await window.tap("add-addendum")
        await window.enter("addendum-text", "The label printer was serviced")
        await window.tap("addendum-save")
        (added,) = visits.addenda(tablet.store, visit_id)
        assert (added.text, added.author) == ("The label printer was serviced", ANA.id)
        assert "The label printer was serviced | Ana Kowalczyk, today 12:00" in window.words()
        assert not window.has("addendum-text")
        assert window.has("add-addendum")

    show(tablet, scenario, route=f"/visit/{visit_id}")


def test_addendum_begun_is_still_there_after_a_look_elsewhere(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id = sealed(tablet)

    async def scenario(window: Window) -> None:
        await window.tap("add-addendum")
        await window.enter("addendum-text", "The label printer")
        await window.go("/wins")
        await window.go(f"/visit/{visit_id}")
        assert window.field("addendum-text") == "The label printer"

    show(tablet, scenario, route=f"/visit/{visit_id}")


def test_empty_addendum_asks_for_words(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id = sealed(tablet)

    async def scenario(window: Window) -> None:
        await window.tap("add-addendum")
        await window.enter("addendum-text", "  ")
        await window.tap("addendum-save")
        assert visits.addenda(tablet.store, visit_id) == []
        assert window.words("addendum-problem") == "What do you want to add?"

    show(tablet, scenario, route=f"/visit/{visit_id}")


def test_addendum_that_is_too_long_says_so_and_stays_in_the_field(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id = sealed(tablet)
    long = "x" * 100_001

    async def scenario(window: Window) -> None:
        await window.tap("add-addendum")
        await window.enter("addendum-text", long)
        await window.tap("addendum-save")
        assert "100,001 characters and 100,000 fit" in window.words("addendum-problem")
        assert window.field("addendum-text") == long
        await window.enter("addendum-text", "Shorter")
        await window.tap("addendum-save")
        assert [one.text for one in visits.addenda(tablet.store, visit_id)] == ["Shorter"]

    show(tablet, scenario, route=f"/visit/{visit_id}")


def test_what_was_said_differently_can_be_looked_at_after_the_seal(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id = begun(tablet, "short-audit").id
    visits.note(tablet.store, ANA.id, visit_id, QUESTIONS[0], "Three of three")
    said_elsewhere(tablet.store, ANA, "visit", visit_id, {f"answer/{QUESTIONS[0]}/note": "Two of three"})
    complete(tablet, visit_id)

    async def scenario(window: Window) -> None:
        await window.tap(f"two-answers-{QUESTIONS[0]}")
        assert "Two of three" in window.words()
        await window.tap("back")
        assert window.shows("seal")

    show(tablet, scenario, route=f"/visit/{visit_id}")
