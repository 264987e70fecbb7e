"""The look, as far as a test can see it: the tablet's colours, contrast, files that are there."""

import re

import pytest

from mobile.theme import PALETTE
from sync_server.web.static_files import address_of
from tests.sync_server.web.plant import Plant
from tests.sync_server.web.sheets import text_of

CSS = text_of("floorwalk.css")
LIGHT, DARK = (
    dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", part))
    for part in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
)

# The stylesheet's name of a colour, and the tablet's.
SAME = {
    "primary": "primary",
    "on-primary": "on_primary",
    "primary-soft": "primary_container",
    "on-primary-soft": "on_primary_container",
    "sharing": "tertiary",
    "sharing-soft": "tertiary_container",
    "on-sharing-soft": "on_tertiary_container",
    "major": "error",
    "on-major": "on_error",
    "major-soft": "error_container",
    "on-major-soft": "on_error_container",
    "conforms": "primary_fixed_dim",
    "conforms-soft": "primary_fixed",
    "on-conforms-soft": "on_primary_fixed",
    "attention": "secondary_fixed_dim",
    "attention-soft": "secondary_fixed",
    "on-attention-soft": "on_secondary_fixed",
    "ground": "surface",
    "card": "surface_bright",
    "raised": "surface_container_high",
    "sunk": "surface_container",
    "chip": "secondary_container",
    "on-chip": "on_secondary_container",
    "ink": "on_surface",
    "quiet": "on_surface_variant",
    "line": "outline_variant",
    "outline": "outline",
}

PAIRS = [
    ("ink", "ground"),
    ("ink", "card"),
    ("quiet", "ground"),
    ("quiet", "card"),
    ("quiet", "raised"),
    ("ink", "sunk"),
    ("primary", "raised"),
    ("on-chip", "chip"),
    ("primary", "ground"),
    ("primary", "card"),
    ("on-primary", "primary"),
    ("on-primary-soft", "primary-soft"),
    ("on-sharing-soft", "sharing-soft"),
    ("on-major-soft", "major-soft"),
    ("on-major", "major"),
    ("on-conforms-soft", "conforms-soft"),
    ("on-attention-soft", "attention-soft"),
    ("conforms", "card"),
]


def full(colour: str) -> str:
    digits = colour.lstrip("#")
    return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits).upper()


def luminance(colour: str) -> float:
    parts = [int(full(colour)[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", SAME)
def test_colours_are_the_tablets(name: str) -> None:
    assert (full(LIGHT[name]), full(DARK[name])) == PALETTE[SAME[name]][:2]


@pytest.mark.parametrize(("words", "ground"), PAIRS)
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(colours: dict[str, str], words: str, ground: str) -> None:
    assert contrast(colours[words], colours[ground]) >= 4.5


def test_every_colour_used_is_given_in_light_and_dark() -> None:
    used = set(re.findall(r"var\(--([a-z-]+)", CSS + text_of("checklists.css")))
    made = set(re.findall(r"--([a-z-]+):", CSS))
    assert used <= made
    assert set(LIGHT) == set(DARK)


@pytest.mark.parametrize(
    "name", ["floorwalk.css", "icon.svg", "AtkinsonHyperlegibleNext-Regular.ttf", "OFL.txt"]
)
def test_files_of_the_look_are_there_for_anybody_and_may_be_kept(shared: Plant, name: str) -> None:
    answer = shared.client().get(address_of(name))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    mark = answer.headers["ETag"]
    assert shared.client().get(f"/static/{name}", headers={"If-None-Match": mark}).status_code == 304
