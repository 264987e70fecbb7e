"""How spreadsheets name a language in a heading: `label::Deutsch (de)`."""

from __future__ import annotations

import re

# The names people write, each language in its own words first.
_NAMES = {
    "en": ("English",),
    "de": ("Deutsch", "German"),
    "fr": ("Français", "French", "Francais"),
    "es": ("Español", "Spanish", "Espanol"),
    "pl": ("Polski", "Polish"),
    "it": ("Italiano", "Italian"),
    "nl": ("Nederlands", "Dutch"),
    "pt": ("Português", "Portuguese", "Portugues"),
    "cs": ("Čeština", "Czech"),
    "hu": ("Magyar", "Hungarian"),
    "ro": ("Română", "Romanian"),
    "tr": ("Türkçe", "Turkish"),
    "ru": ("Русский", "Russian"),
    "zh": ("中文", "Chinese"),
    "ja": ("日本語", "Japanese"),
    "ar": ("العربية", "Arabic"),
    "hi": ("हिन्दी", "Hindi"),
    "sw": ("Kiswahili", "Swahili"),
}
_CODES = {name.casefold(): code for code, names in _NAMES.items() for name in names}
_IN_BRACKETS = re.compile(r"\(\s*([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*\)\s*$")
# On its own a code has two letters: three could be a word.
_CODE = re.compile(r"([A-Za-z]{2})((?:-[A-Za-z0-9]{2,8})*)")


def language_heading(code: str) -> str:
    """Return how a heading names a language: `Deutsch (de)`; the code alone where it has no name here."""
    return f"{_NAMES.get(code, (code,))[0]} ({code})"


def language_code(heading: str) -> str | None:
    """Return the code that a heading names, None where it names no language that is known."""
    if found := _IN_BRACKETS.search(heading):
        return found[1]
    name = heading.strip()
    if known := _CODES.get(name.casefold()):
        return known
    alone = _CODE.fullmatch(name)
    return alone[1].lower() + alone[2] if alone else None
