"""After the battery fell out: the open draft on Today, to go on with or to set aside for thirty days."""

from datetime import timedelta
from pathlib import Path

from checklists.records.visit import Judgement
from mobile.bootstrap import Tablet
from mobile.store import ended, memory, people, visits
from tests.support.app_driver import ANA, BEN, Watch, Window, begun, show
from tests.support.short_audit import QUESTIONS, an_audit_tablet


def interrupted(tablet: Tablet, *, answers: int = 2) -> str:
    """Return a draft that was open when the app ended without warning."""
    ended.begin(tablet.store)
    visit = begun(tablet, "short-audit")
    for question in QUESTIONS[:answers]:
        visits.judge(tablet.store, ANA.id, visit.id, question, Judgement.CONFORMS)
    memory.remember(tablet.store, f"place/{ANA.id}", f"{visit.id}/{QUESTIONS[1]}")
    return visit.id


def test_draft_that_was_open_is_offered_and_gone_on_with(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id = interrupted(tablet)

    async def scenario(window: Window) -> None:
        await window.go("/")
        assert "Short audit, Line 4, assembly: your 2 answers are here." in window.words("recovery")
        await window.tap("recovery-continue")
        assert window.route == f"/visit/{visit_id}/at/{QUESTIONS[1]}"
        await window.go("/")
        assert not window.shows("recovery")

    show(tablet, scenario)


def test_draft_is_discarded_and_can_be_brought_back_at_once(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id = interrupted(tablet)

    async def scenario(window: Window) -> None:
        await window.go("/")
        await window.tap("recovery-discard")
        assert not window.shows("recovery")
        visit = visits.get(window.store, visit_id)
        assert visit is not None
        assert visit.discarded
        await window.undo()
        visit = visits.get(window.store, visit_id)
        assert visit is not None
        assert not visit.discarded

    show(tablet, scenario)


def test_nothing_is_offered_after_an_orderly_end(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    interrupted(tablet)
    ended.in_order(tablet.store)

    async def scenario(window: Window) -> None:
        await window.go("/")
        assert not window.shows("recovery")

    show(tablet, scenario)


def test_card_goes_once_the_draft_is_gone_on_with_without_it(tmp_path: Path) -> None:
    watch = Watch()
    tablet = an_audit_tablet(tmp_path, watch=watch)
    visit_id = interrupted(tablet)

    async def scenario(window: Window) -> None:
        watch.moment += timedelta(minutes=1)
        visits.judge(window.store, ANA.id, visit_id, QUESTIONS[3], Judgement.CONFORMS)
        await window.go("/")
        assert not window.shows("recovery")

    show(tablet, scenario)


def test_somebody_else_is_not_offered_the_draft(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id = interrupted(tablet)

    async def scenario(window: Window) -> None:
        assert not window.shows("recovery")
        assert not window.shows(f"visit-{visit_id}")

    show(tablet, scenario, person=BEN)


def test_draft_set_aside_can_be_brought_back_for_thirty_days(tmp_path: Path) -> None:
    watch = Watch()
    tablet = an_audit_tablet(tmp_path, watch=watch)
    visit = begun(tablet, "short-audit")
    visits.discard(tablet.store, ANA.id, visit.id)
    watch.moment += timedelta(days=30)
    assert [one.id for one in visits.discarded(tablet.store, ANA.id)] == [visit.id]
    watch.moment += timedelta(minutes=1)
    assert visits.discarded(tablet.store, ANA.id) == []
    assert visits.get(tablet.store, visit.id) is not None
    tablet.close()


def test_handing_over_says_exactly_what_is_not_sent(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    interrupted(tablet)

    async def scenario(window: Window) -> None:
        await window.go("/")
        await window.tap("who")
        assert "Ana Kowalczyk, not sent yet: 2 answers." in window.words("not-sent")
        await window.tap("back")
        assert not window.shows("not-sent")

    show(tablet, scenario)


def test_whoever_has_everything_sent_is_told_so_and_names_alone_tell_nothing(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    interrupted(tablet)

    async def scenario(window: Window) -> None:
        await window.tap("who")
        assert "Ben Okafor, everything you recorded is in the central record." in window.words("not-sent")

    show(tablet, scenario, person=BEN)
    tablet = an_audit_tablet(tmp_path)

    async def nobody(window: Window) -> None:
        assert not window.has("not-sent")

    people.sign_out(tablet.store)
    show(tablet, nobody, person=None)
