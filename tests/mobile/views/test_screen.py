"""The frame of every screen: where one can go, who is signed in, how the sync stands, wide and narrow."""

from pathlib import Path

import flet as ft
import pytest

from tests.support.app_driver import ANA, Window, a_plant, a_tablet, begun, show
from tests.support.headless import _walk

TABS = {"today": "/", "walks": "/walks", "wins": "/wins", "tablet": "/tablet"}


@pytest.mark.parametrize("width", [1280, 800])
def test_four_destinations_lead_there_and_the_one_here_is_marked(tmp_path: Path, width: int) -> None:
    async def scenario(window: Window) -> None:
        for name, route in TABS.items():
            await window.tap(f"nav-{name}")
            assert window.route == route
            assert window.chosen(f"nav-{name}")
            assert [one for one in TABS if window.chosen(f"nav-{one}")] == [name]

    show(a_tablet(tmp_path), scenario, width=width)


@pytest.mark.parametrize("width", [1280, 800])
@pytest.mark.parametrize(
    "route", ["/", "/walks", "/wins", "/tablet", "/start", "/something", "/visit/{visit}"]
)
def test_every_screen_says_who_is_signed_in_and_how_the_sync_stands(
    tmp_path: Path, route: str, width: int
) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        assert window.tid("who").label == "Ana Kowalczyk is signed in; tap to hand over"
        assert "On this tablet" in window.words("sync")

    show(tablet, scenario, route=route.format(visit=visit.id), width=width)


@pytest.mark.parametrize("width", [1280, 800])
def test_sync_line_leads_to_its_list(tmp_path: Path, width: int) -> None:
    async def scenario(window: Window) -> None:
        await window.tap("sync")
        assert window.route == "/tablet"

    show(a_tablet(tmp_path), scenario, width=width)


def test_turning_the_tablet_moves_the_rail_to_a_bar_and_back(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        assert "Ana Kowalczyk" in window.texts("who")
        await window.resize(899, 1280)
        assert "Ana Kowalczyk" not in window.texts("who")
        await window.tap("nav-wins")
        assert window.route == "/wins"
        await window.resize(900, 1280)
        assert "Ana Kowalczyk" in window.texts("who")

    show(a_tablet(tmp_path), scenario)


def test_narrow_window_without_a_bar_still_offers_to_raise_something(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        assert not window.shows("nav-today")
        await window.tap("saw-something")
        assert window.route == "/something"

    show(a_tablet(tmp_path), scenario, route="/start", width=800)


@pytest.mark.parametrize("width", [1280, 960, 800, 600, 599, 412])
@pytest.mark.parametrize("route", ["/", "/tablet", "/start", "/visit/{visit}", "/visit/{visit}/close"])
def test_sync_state_is_in_words_once_at_every_size(tmp_path: Path, route: str, width: int) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        assert window.texts("sync") == ["On this tablet"]
        here = [one for one in _walk(window.front, set()) if isinstance(one, ft.Semantics)]
        assert len([one for one in here if one.identifier == "sync"]) == 1

    show(tablet, scenario, route=route.format(visit=visit.id), width=width)


def test_sync_state_of_the_sign_in_is_in_words_on_a_phone(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        assert window.texts("sync") == ["Nothing to send yet"]

    show(a_tablet(tmp_path), scenario, person=None, width=412)


def test_long_name_is_short_beside_the_avatar_and_read_aloud_in_full(tmp_path: Path) -> None:
    name = "Wolfeschlegelsteinhausen " * 4 + "Ana Nowak"
    long = ANA.model_copy(update={"name": name})

    async def scenario(window: Window) -> None:
        assert window.texts("who")[1:] == ["WN", "Wolfeschlegelsteinhause…"]
        assert window.tid("who").label == f"{name} is signed in; tap to hand over"

    show(a_tablet(tmp_path, plant=a_plant(people=[long])), scenario)
