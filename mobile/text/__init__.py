"""The words on screen: one catalogue per language, looked up by key.

`say("today.progress", done=12, total=18)` fills in the values; a key with `.one` and `.other` below it
picks by the value `n`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGE = "en"


def say(key: str, **values: object) -> str:
    """Return the words for a key, with values filled in.

    Raises:
        KeyError: the catalogue has no such key (a test reads every call, so this stays in development).
    """
    words = _catalogue(LANGUAGE)
    if key not in words:
        key = f"{key}.one" if values.get("n") == 1 else f"{key}.other"
    return words[key].format(**values)


@cache
def _catalogue(language: str) -> dict[str, str]:
    source = files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flat("", tomllib.loads(source)))


def _flat(prefix: str, table: dict[str, Any]) -> list[tuple[str, str]]:  # Any: what TOML holds
    found: list[tuple[str, str]] = []
    for name, value in table.items():
        if isinstance(value, dict):
            found += _flat(f"{prefix}{name}.", value)
        else:
            found.append((f"{prefix}{name}", value))
    return found
