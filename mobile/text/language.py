"""Which language is spoken right now, and how each language counts and writes numbers.

Several windows may be open in one process, each with another person: the language belongs to the window
whose event is being handled or whose screen is being drawn, and to no module.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Language(StrEnum):
    """A language the app speaks, by its code in BCP 47."""

    ENGLISH = "en"
    GERMAN = "de"
    SPANISH = "es"
    FRENCH = "fr"
    POLISH = "pl"


# Each in its own language: whoever looks for theirs reads no other.
NAMES: Final[dict[Language, str]] = {
    Language.ENGLISH: "English",
    Language.GERMAN: "Deutsch",
    Language.SPANISH: "Español",
    Language.FRENCH: "Français",
    Language.POLISH: "Polski",
}

_chosen: ContextVar[Language | None] = ContextVar("language", default=None)
_windows: list[Callable[[], Language | None]] = []


def follow(window: Callable[[], Language | None]) -> None:
    """Ask this from now on which language the window at work speaks; None where no window is at work."""
    _windows[:] = [window]


def spoken() -> Language:
    """Return the language of these words: that of the window at work; English where none is."""
    chosen = _chosen.get()
    if chosen is None and _windows:
        chosen = _windows[0]()
    return chosen or Language.ENGLISH


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak one language inside a `with`, whatever the window speaks."""
    before = _chosen.set(language)
    try:
        yield
    finally:
        _chosen.reset(before)


def known(tag: str | None) -> Language | None:
    """Return the language of a tag such as `de-AT` or `pl_PL`, None for one the app does not speak."""
    code = (tag or "").replace("_", "-").partition("-")[0].lower()
    return Language(code) if code in set(Language) else None


def form(language: Language, number: int) -> str:
    """Return the form a count takes: `one`, `few`, `many` or `other`, by the rules of Unicode's CLDR.

    Only whole numbers are counted on screen, so rules about fractions, and about millions in Spanish and
    French, are left out.
    """
    count = abs(number)
    if language is Language.FRENCH:
        return "one" if count in {0, 1} else "other"
    if count == 1:
        return "one"
    if language is not Language.POLISH:
        return "other"
    few = count % 10 in {2, 3, 4} and count % 100 not in {12, 13, 14}
    return "few" if few else "many"


# The forms a count has in each language; a catalogue holds all of them.
FORMS: Final[dict[Language, tuple[str, ...]]] = {
    Language.ENGLISH: ("one", "other"),
    Language.GERMAN: ("one", "other"),
    Language.SPANISH: ("one", "other"),
    Language.FRENCH: ("one", "other"),
    Language.POLISH: ("one", "few", "many"),
}
