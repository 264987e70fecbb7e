"""The words of forms and of paper in each language: one file a language, in `words_by_language`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_FALLBACK = "en"
LANGUAGES = ("en", "de", "es", "fr", "pl")


@cache
def words_in(language: str) -> Mapping[str, str]:
    """Return the words of a language by their names; `de-AT` is read as `de`, what is unknown as English."""
    base = language.partition("-")[0]
    found = _FALLBACK if base not in LANGUAGES else base
    text = (resources.files("sync_server.interchange") / "words_by_language" / f"{found}.toml").read_text(
        encoding="utf-8"
    )
    return tomllib.loads(text)
