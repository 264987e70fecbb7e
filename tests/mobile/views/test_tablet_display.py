"""Look and size of the tablet: they count at once on every screen, and are each person's own."""

from pathlib import Path

import flet as ft
import pytest

from mobile import theme
from mobile.sizes import TARGET_GLOVE, Sizes
from mobile.state.display import Display, keep_display
from mobile.theme import Look
from tests.support.app_driver import ANA, BEN, Window, a_tablet, begun, show

Q = "sort-going-well"


def body_size(window: Window) -> float:
    """Return the size of body text in logical pixels."""
    size = window.page.theme.text_theme.body_medium.size
    assert size
    return float(size)


def test_gloves_make_type_and_targets_larger_at_once(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        assert window.chosen("hands-bare")
        assert window.inside("look-dark", ft.Container).padding.top == 11
        await window.tap("hands-gloved")
        assert window.chosen("hands-gloved")
        assert body_size(window) > 20
        assert window.inside("look-dark", ft.Container).padding.top == 17
        await window.tap("hands-bare")
        assert body_size(window) == 18

    show(a_tablet(tmp_path), scenario, route="/tablet")


def test_gloves_reach_the_walk(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)
    keep_display(tablet.store, ANA, Display(Look.SUNLIGHT, gloves=True))

    async def scenario(window: Window) -> None:
        assert window.page.theme.color_scheme.surface == "#FFFFFF"
        mark = window.inside(f"come-back-{Q}", ft.IconButton)
        assert (mark.width, mark.height) == (TARGET_GLOVE, TARGET_GLOVE)

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_gloves_stay_on_the_hands_of_who_put_them_on(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    keep_display(tablet.store, ANA, Display(Look.DARK, gloves=True))

    async def scenario(window: Window) -> None:
        assert body_size(window) > 20
        await window.tap("who")
        await window.sign_in(BEN)
        assert body_size(window) == 18
        assert window.page.theme_mode is ft.ThemeMode.SYSTEM
        await window.tap("who")
        await window.sign_in(ANA)
        assert body_size(window) > 20
        assert window.page.theme_mode is ft.ThemeMode.DARK

    show(tablet, scenario)


def test_size_is_kept_when_the_look_changes_and_the_other_way_round(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.tap("hands-gloved")
        await window.tap("look-sunlight")
        assert window.chosen("hands-gloved")
        assert body_size(window) > 20
        await window.tap("hands-bare")
        assert window.chosen("look-sunlight")

    show(a_tablet(tmp_path), scenario, route="/tablet")


def test_size_of_type_is_ones_own_and_counts_at_once(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.tap("text-200")
        assert window.chosen("text-200")
        assert body_size(window) == 36
        await window.tap("who")
        await window.sign_in(BEN)
        assert body_size(window) == 18
        await window.tap("who")
        await window.sign_in(ANA)
        assert body_size(window) == 36

    show(a_tablet(tmp_path), scenario, route="/tablet")


@pytest.mark.parametrize("gloves", [False, True])
def test_buttons_reach_the_target_by_their_own_size(*, gloves: bool) -> None:
    made = theme.light(Sizes(gloves=gloves))
    assert made.text_theme
    least = Sizes(gloves=gloves).target
    for style in (made.filled_button_theme, made.outlined_button_theme, made.text_button_theme):
        assert style
        assert style.style
        assert style.style.text_style
        padding, text = style.style.padding, style.style.text_style
        assert isinstance(padding, ft.Padding)
        assert padding.top + padding.bottom + text.size * text.height >= least
    icon = made.icon_button_theme
    assert icon
    assert icon.style
    assert icon.style.icon_size + 2 * icon.style.padding >= least
