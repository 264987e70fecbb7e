# ruff: noqa: RUF001 - signs that look alike are what is looked at here
"""The fonts that ship draw every letter of the app's languages, and most of what people write beside them."""

import struct
from functools import cache
from pathlib import Path

import pytest

from mobile import theme
from mobile.text import catalogue
from mobile.text.language import NAMES, Language

ASSETS = Path(theme.__file__).parent / "assets"

# Each language's letters beyond a to z, its quotation marks, and what else its words need.
LETTERS = {
    Language.ENGLISH: "“”‘’–—…·≈×",
    Language.GERMAN: "äöüßÄÖÜẞ„“‚‘",
    Language.SPANISH: "áéíóúüñÁÉÍÓÚÜÑ¿¡«»ªº",
    Language.FRENCH: "àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ«»\N{NO-BREAK SPACE}’",
    Language.POLISH: "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”",
}
# What people may type or paste: names in Cyrillic and Greek, units, check marks, emoji.
ALSO_WRITTEN = "ЖукЩербаїєґ Αλέξης µΩ№→≤≥½✓✗☐☑🙂👍🔧⚠✅"


@cache
def drawn_by(path: str) -> frozenset[int]:
    """Return the code points a font file has a sign for, from its `cmap` table."""
    font = (ASSETS / path).read_bytes()
    tables = {
        font[at : at + 4]: struct.unpack(">II", font[at + 8 : at + 16])
        for at in range(12, 12 + 16 * struct.unpack(">H", font[4:6])[0], 16)
    }
    start = tables[b"cmap"][0]
    count = struct.unpack(">H", font[start + 2 : start + 4])[0]
    found: set[int] = set()
    for place in range(count):
        offset = struct.unpack(">I", font[start + 8 + 8 * place : start + 12 + 8 * place])[0]
        found |= _subtable(font[start + offset :])
    return frozenset(found)


def _subtable(table: bytes) -> set[int]:
    form = struct.unpack(">H", table[:2])[0]
    if form == 12:
        groups = struct.unpack(">I", table[12:16])[0]
        ranges = (struct.unpack(">II", table[16 + 12 * one : 24 + 12 * one]) for one in range(groups))
        return {code for first, last in ranges for code in range(first, last + 1)}
    if form == 4:
        double = struct.unpack(">H", table[6:8])[0]
        ends = struct.unpack(f">{double // 2}H", table[14 : 14 + double])
        starts = struct.unpack(f">{double // 2}H", table[16 + double : 16 + 2 * double])
        return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1)}
    return set()


@pytest.mark.parametrize("family", [theme.REGULAR, theme.SEMIBOLD, theme.BOLD])
@pytest.mark.parametrize("language", Language)
def test_typeface_has_every_letter_of_the_language(family: str, language: Language) -> None:
    assert [one for one in LETTERS[language] if ord(one) not in drawn_by(theme.FONTS[family])] == []


@pytest.mark.parametrize("language", Language)
def test_every_sign_in_a_catalogue_is_drawn_by_the_typeface(language: Language) -> None:
    signs = set("".join(catalogue(language).values())) | set(NAMES[language])
    assert sorted(one for one in signs if ord(one) not in drawn_by(theme.FONTS[theme.REGULAR])) == []


def test_what_else_people_write_is_drawn_by_one_of_the_fonts() -> None:
    drawn = frozenset().union(*(drawn_by(path) for path in theme.FONTS.values()))
    assert [one for one in ALSO_WRITTEN if ord(one) not in drawn] == []


def test_fallbacks_are_shipped_or_come_with_the_client() -> None:
    assert set(theme.FALLBACK) - set(theme.FONTS) == {"Roboto"}


def test_fonts_stay_small_enough_to_load_at_once() -> None:
    assert sum((ASSETS / path).stat().st_size for path in theme.FONTS.values()) < 2_000_000


@pytest.mark.parametrize("name", ["OFL.txt", "OFL-Noto.txt"])
def test_licence_lies_beside_the_fonts(name: str) -> None:
    text = (ASSETS / "fonts" / name).read_text(encoding="utf-8")
    assert "Copyright" in text
    assert "SIL OPEN FONT LICENSE" in text
