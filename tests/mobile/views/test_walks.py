"""Walks: one's own drafts, completed visits and what was set aside."""

from pathlib import Path

from mobile.store import visits
from tests.support.app_driver import ANA, BEN, DOCK_2, Window, a_tablet, begun, complete, show


def test_drafts_completed_and_set_aside_stand_apart(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    draft, done, aside = begun(tablet), begun(tablet, "gemba-walk", DOCK_2), begun(tablet)
    complete(tablet, done.id)
    visits.discard(tablet.store, ANA.id, aside.id)

    async def scenario(window: Window) -> None:
        shown = [one for one in window.identifiers() if one.startswith("visit-")]
        # The draft is on Today as well, which lies beneath.
        assert shown == [f"visit-{one.id}" for one in (draft, draft, done, aside)]
        words = window.words()
        assert words.index("Drafts") < words.index("Completed") < words.index("Set aside")
        assert window.words(f"visit-{done.id}") == "Gemba walk | Dock 2 · sealed today 12:00"

    show(tablet, scenario, route="/walks")


def test_completed_walk_opens_sealed(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    done = begun(tablet)
    complete(tablet, done.id)

    async def scenario(window: Window) -> None:
        await window.tap(f"visit-{done.id}")
        assert window.shows("seal")
        await window.tap("back")
        assert window.route == "/walks"

    show(tablet, scenario, route="/walks")


def test_walks_of_others_are_not_listed(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    begun(tablet, person=BEN)

    async def scenario(window: Window) -> None:
        assert "Your walks appear here, from the first tap to the seal." in window.words()
        await window.tap("first-step")
        assert window.route == "/start"

    show(tablet, scenario, route="/walks")


def test_draft_is_brought_back_without_leaving_the_list(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    aside = begun(tablet)
    visits.discard(tablet.store, ANA.id, aside.id)

    async def scenario(window: Window) -> None:
        await window.tap(f"bring-back-{aside.id}")
        assert "Drafts" in window.words()
        assert "Set aside" not in window.words()
        assert [one.id for one in visits.drafts(tablet.store, ANA.id)] == [aside.id]

    show(tablet, scenario, route="/walks")


def test_draft_that_was_set_aside_is_not_walked_before_it_is_brought_back(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    aside = begun(tablet)
    visits.discard(tablet.store, ANA.id, aside.id)

    async def scenario(window: Window) -> None:
        await window.tap(f"visit-{aside.id}")
        assert "You set this walk aside." in window.words()
        await window.tap("bring-back")
        assert window.shows("close-walk")
        assert [one.id for one in visits.drafts(tablet.store, ANA.id)] == [aside.id]

    show(tablet, scenario, route="/walks")
