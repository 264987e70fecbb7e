"""Finds where a statement names or blames a person, in every language people write in on one floor."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LANGUAGES = ("de", "en", "es", "fr", "pl")

# Part of a name that is a word or an initial too would be found in sentences that name nobody.
_SHORTEST_NAME = 3


def blaming(text: str) -> str:
    """Return the first words of a text that blame a person, as they stand there; empty for none.

    Any language: people on one floor write in several.
    """
    found = (match for language in LANGUAGES if (match := _words(language).search(_plain(text))))
    first = min(found, key=lambda match: match.start(), default=None)
    return first.group() if first else ""


def naming(text: str, people: Iterable[str]) -> str:
    """Return the first name of one of these people that stands in a text, empty for none.

    A full name, or a family name as a whole word and in its own capitals: given names are words too often.
    """
    words = {part for name in people for part in (name, name.rpartition(" ")[2]) if _can_be_told(part)}
    if not words:
        return ""
    names = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    found = re.search(rf"(?<!\w)(?:{names})(?!\w)", text)
    return found.group() if found else ""


def _can_be_told(part: str) -> bool:
    return len(part.strip()) >= _SHORTEST_NAME


@cache
def _words(language: str) -> re.Pattern[str]:
    file = resources.files("checklists.lint").joinpath("blame", f"{language}.toml")
    words: list[str] = tomllib.loads(file.read_text(encoding="utf-8"))["words"]
    # The longest first, and whole words only. A star stands for any ending of a word.
    in_order = sorted(words, key=len, reverse=True)
    any_of = "|".join(re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in in_order)
    return re.compile(rf"(?<!\w)(?:{any_of})(?!\w)", re.IGNORECASE)


def _plain(text: str) -> str:
    # Keyboards write apostrophes in two ways.
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
