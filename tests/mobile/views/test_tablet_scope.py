"""What comes to this tablet: told in a sentence, chosen in a dialog, left as it was unless it is kept."""

from pathlib import Path

from mobile.store import scope
from tests.support.app_driver import DOCK_2, Window, a_tablet, show


def test_some_areas_of_the_last_months_are_chosen(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        assert "All areas, the last 12 months." in window.words("scope")
        await window.tap("scope-change")
        await window.tap("scope-areas-some")
        await window.tap(f"scope-area-{DOCK_2.id}")
        await window.tap("scope-back-3")
        await window.tap("scope-keep")
        assert "1 area, the last 3 months." in window.words("scope")
        assert scope.chosen(tablet.store) == ([DOCK_2.id], 3)
        assert tablet.sync._wake.is_set()

    show(tablet, scenario, route="/tablet")


def test_everything_is_chosen_again(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    scope.choose(tablet.store, areas=[DOCK_2.id], months=3)

    async def scenario(window: Window) -> None:
        await window.tap("scope-change")
        assert window.chosen(f"scope-area-{DOCK_2.id}")
        await window.tap("scope-areas-all")
        await window.tap("scope-back-all")
        await window.tap("scope-keep")
        assert "All areas, everything there is." in window.words("scope")
        assert scope.chosen(tablet.store) == (None, None)

    show(tablet, scenario, route="/tablet")


def test_choice_that_is_left_changes_nothing(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        await window.tap("scope-change")
        await window.tap("scope-back-3")
        await window.tap("scope-leave")
        assert "All areas, the last 12 months." in window.words("scope")
        assert scope.chosen(tablet.store) == (None, scope.DEFAULT_MONTHS)

    show(tablet, scenario, route="/tablet")
