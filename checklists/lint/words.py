"""The words of each language that the linter listens for."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LANGUAGES = ("en", "de")

# A letter, or an apostrophe of either form: "can" is not the beginning of "can't".
_WORD_GOES_ON = r"[\w'\u2019]"


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words, each list as one pattern that finds them as whole words, in any case.

    Attributes:
        closed: what a question begins with that is answered by yes or no.
        second: what joins a second question to the first.
        leading: what puts the answer into the other person's mouth.
        blaming: what blames a person.
        requirement: what standards say and people don't.
        strength: what asks for something that goes well.
    """

    closed: re.Pattern[str]
    second: re.Pattern[str]
    leading: re.Pattern[str]
    blaming: re.Pattern[str]
    requirement: re.Pattern[str]
    strength: re.Pattern[str]


def words_for(language: str) -> Words | None:
    """Return the words of a language (`de-AT` has those of `de`), None for one the linter does not know."""
    base = language.partition("-")[0].lower()
    return _words(base) if base in LANGUAGES else None


@cache
def _words(language: str) -> Words:
    file = resources.files("checklists.lint").joinpath("words", f"{language}.toml")
    lists = tomllib.loads(file.read_text(encoding="utf-8"))
    return Words(
        closed=_beginning(lists["closed"]),
        second=_anywhere(lists["second"]),
        leading=_anywhere(lists["leading"]),
        blaming=_anywhere(lists["blaming"]),
        requirement=_anywhere(lists["requirement"]),
        strength=_anywhere(lists["strength"]),
    )


def _beginning(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{_any_of(words)})(?!{_WORD_GOES_ON})", re.IGNORECASE)


def _anywhere(words: Iterable[str]) -> re.Pattern[str]:
    # An entry may begin with a comma, which stands right behind a word.
    return re.compile(rf"(?:(?<!\w)|(?=,))(?:{_any_of(words)})(?!{_WORD_GOES_ON})", re.IGNORECASE)


def _any_of(words: Iterable[str]) -> str:
    # The longest first: "isn't it" is not taken for "is". A star stands for any ending of a word.
    in_order = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in in_order)


ENGLISH = _words("en")
