"""The first steps: offered once to each person, skipped with a tap, looked up again under Help."""

from pathlib import Path

import pytest

from mobile.views.coach import STEPS
from tests.support.app_driver import ANA, BEN, DOCK_2, Window, a_tablet, begun, show


def test_steps_are_seen_one_after_the_other_and_not_offered_again(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        await window.tap("coach-show")
        for number in range(1, STEPS + 1):
            assert f"Step {number} of {STEPS}" in window.words("coach")
            await window.tap("coach-next")
        assert not window.has("coach")
        assert not window.has("coach-offer")
        assert window.has("close-walk")
        await window.go("/")
        await window.go(f"/visit/{visit.id}")
        assert not window.has("coach-offer")

    show(tablet, scenario, route=f"/visit/{visit.id}")


@pytest.mark.parametrize("begun_reading", [False, True], ids=["at the offer", "in the middle"])
def test_steps_are_skipped_with_a_tap(tmp_path: Path, *, begun_reading: bool) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        if begun_reading:
            await window.tap("coach-show")
            await window.tap("coach-next")
        await window.tap("coach-skip")
        assert not window.has("coach-offer")
        assert not window.has("coach")

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_steps_and_words_are_looked_up_again_under_help(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        await window.tap("coach-skip")
        await window.tap("walk-help")
        await window.tap("coach-next")
        await window.tap("coach-back")
        assert f"Step 1 of {STEPS}" in window.words("coach")
        await window.tap("word-major")
        assert "can't be relied on" in window.words("word-means")
        await window.tap("help-close")
        assert window.has("question-sort-going-well")

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_offer_is_each_persons_own(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def skip(window: Window) -> None:
        await window.tap("coach-skip")

    async def somebody_new(window: Window) -> None:
        await window.walk("five-s", DOCK_2)
        assert window.has("coach-offer")

    show(tablet, skip, route=f"/visit/{visit.id}", person=ANA)
    show(a_tablet(tmp_path), somebody_new, person=BEN)
