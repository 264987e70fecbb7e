"""The looks can be read: contrast is computed for every pair of colours the tablet puts together."""

from pathlib import Path

import flet as ft
import pytest

from mobile import theme
from mobile.palette import PALETTE
from mobile.theme import STATES, Look, State
from tests.support.headless import Headless, run

LOOKS = ["light", "dark", "sunlight"]
# Text reads at 4.5 and, in sunlight, at 7; an icon, edge or bar at 3 and 4.5.
TEXT = {"light": 4.5, "dark": 4.5, "sunlight": 7.0}
SHAPE = {"light": 3.0, "dark": 3.0, "sunlight": 4.5}

GROUNDS = (
    "surface",
    "surface_bright",
    "surface_container_low",
    "surface_container",
    "surface_container_high",
    "surface_container_highest",
)
TEXT_PAIRS = [
    *((ink, ground) for ink in ("on_surface", "on_surface_variant") for ground in GROUNDS),
    *((ink, ground) for ink in ("primary", "error", "tertiary") for ground in ("surface", "surface_bright")),
    ("primary", "surface_container"),
    ("primary", "secondary_fixed"),
    ("on_primary", "primary"),
    ("on_primary_container", "primary_container"),
    ("on_surface", "primary_container"),
    ("on_secondary", "secondary"),
    ("on_secondary_container", "secondary_container"),
    ("on_tertiary", "tertiary"),
    ("on_tertiary_container", "tertiary_container"),
    ("on_error", "error"),
    ("on_error_container", "error_container"),
    ("on_primary_fixed", "primary_fixed"),
    ("on_primary_fixed_variant", "primary_fixed_dim"),
    ("on_secondary_fixed", "secondary_fixed"),
    ("on_secondary_fixed_variant", "secondary_fixed_dim"),
    ("on_inverse_surface", "inverse_surface"),
    ("inverse_primary", "inverse_surface"),
]
SHAPE_PAIRS = [
    ("outline", "surface"),
    ("outline", "surface_bright"),
    ("primary", "surface_container_highest"),
    *((look.strong.value, look.soft.value) for look in STATES.values()),
    *((look.strong.value, ground) for look in STATES.values() for ground in ("surface", "surfacebright")),
]


def contrast(one: str, other: str) -> float:
    """The WCAG 2 contrast of two opaque colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colour(role: str, look: str) -> str:
    by_role = {name.replace("_", ""): colours for name, colours in PALETTE.items()}
    return by_role[role.replace("_", "")][LOOKS.index(look)]


def too_faint(pairs: list[tuple[str, str]], look: str, least: float) -> list[str]:
    found = [(ink, ground, contrast(colour(ink, look), colour(ground, look))) for ink, ground in pairs]
    return [f"{ink} on {ground}: {ratio:.2f}" for ink, ground, ratio in found if ratio < least]


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("look", LOOKS)
def test_every_text_can_be_read(look: str) -> None:
    assert too_faint(TEXT_PAIRS, look, TEXT[look]) == []
    states = [(look_.ink.value, look_.soft.value) for look_ in STATES.values()]
    assert too_faint(states, look, TEXT[look]) == []


@pytest.mark.parametrize("look", LOOKS)
def test_every_icon_edge_and_bar_can_be_seen(look: str) -> None:
    assert too_faint(SHAPE_PAIRS, look, SHAPE[look]) == []


def test_every_state_has_a_word_and_an_icon_of_its_own() -> None:
    assert set(STATES) == set(State)
    assert len({look.word for look in STATES.values()}) == len(STATES)
    assert len({look.icon for look in STATES.values()}) == len(STATES)


def test_answers_differ_in_shape_as_well() -> None:
    assert len({STATES[s].radius for s in (State.CONFORMS, State.WORTH_SHARING, State.NEEDS_ATTENTION)}) == 3


def test_palette_fills_every_role_that_a_state_uses() -> None:
    for look in STATES.values():
        for role in (look.soft, look.ink, look.strong, look.on_strong):
            assert colour(role.value, "light")


@pytest.mark.parametrize("make", [theme.light, theme.dark, theme.sunlight])
def test_no_text_style_is_under_fourteen(make: type) -> None:
    styles = make().text_theme
    sizes = {name: getattr(styles, name).size for name in PUBLIC_STYLES}
    assert min(sizes.values()) >= 14
    assert sizes["body_medium"] == 18
    assert sizes["title_medium"] == 20


PUBLIC_STYLES = [
    f"{kind}_{size}"
    for kind in ("display", "headline", "title", "body", "label")
    for size in ("large", "medium", "small")
]


def test_fonts_and_their_licence_are_there() -> None:
    assets = Path(theme.__file__).parent / "assets"
    for path in theme.FONTS.values():
        assert (assets / path).stat().st_size > 40_000
    assert "SIL OPEN FONT LICENSE" in (assets / "fonts" / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("look", "mode"),
    [
        (Look.SYSTEM, ft.ThemeMode.SYSTEM),
        (Look.LIGHT, ft.ThemeMode.LIGHT),
        (Look.DARK, ft.ThemeMode.DARK),
        (Look.SUNLIGHT, ft.ThemeMode.LIGHT),
    ],
)
def test_look_is_put_on_the_page(look: Look, mode: ft.ThemeMode) -> None:
    async def scenario() -> None:
        async with Headless(lambda page: theme.apply(page, look)) as h:
            assert h.page.theme_mode is mode
            assert h.page.fonts == theme.FONTS
            white = h.page.theme.color_scheme.surface == "#FFFFFF"
            assert white is (look is Look.SUNLIGHT)

    run(scenario)
