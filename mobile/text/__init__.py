"""The words on screen, looked up by key: one folder for each language, in it one file for each topic.

`say("today.progress", done=12, total=18)` finds `progress` in `today.toml`, in the language that is spoken
right now (`mobile.text.language`), and fills in the values. A key with forms below it (`.one`, `.few`,
`.many`, `.other`) picks by the value `n`, the way that language counts. `saying(…)` is the same for words
that are put together before it is known who will read them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from mobile.text.language import Language, form, spoken


def say(key: str, **values: object) -> str:
    """Return the words for a key, with values filled in.

    Words a language does not have yet are said in English.

    Raises:
        KeyError: the catalogue has no such key (a test reads every call, so this stays in development).
    """
    language = spoken()
    words = _found(language, key, values.get("n"))
    if words is None and language is not Language.ENGLISH:
        words = _found(Language.ENGLISH, key, values.get("n"))
    if words is None:
        raise KeyError(key)
    return words.format(**values)


@dataclass(frozen=True, slots=True)
class Saying:
    """Words that are looked up when they are read, in the language of whoever reads them.

    Attributes:
        key: as for `say`.
        values: what is filled in, by name; sayings among them are looked up as well.
    """

    key: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return say(self.key, **dict(self.values))


def saying(key: str, **values: object) -> Saying:
    """Return words for later: an error raised or a status kept in one language may be read in another."""
    return Saying(key, tuple(values.items()))


def _found(language: Language, key: str, number: object) -> str | None:
    words = catalogue(language)
    if key in words:
        return words[key]
    return words.get(f"{key}.{form(language, number)}") if isinstance(number, int) else None


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return every entry of a language by its key: the file's name, a dot, the name in the file."""
    found: dict[str, str] = {}
    for topic in files(__name__).joinpath(str(language)).iterdir():
        if topic.name.endswith(".toml"):
            words = tomllib.loads(topic.read_text(encoding="utf-8"))
            found |= _flat(f"{topic.name.removesuffix('.toml')}.", words)
    return found


def _flat(prefix: str, table: dict[str, Any]) -> dict[str, str]:  # Any: what TOML holds
    found: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            found |= _flat(f"{prefix}{name}.", value)
        else:
            found[f"{prefix}{name}"] = value
    return found
