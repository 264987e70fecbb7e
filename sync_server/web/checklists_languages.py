"""How the translations of a draft stand: what is missing in each, and what has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sync_server.record.checklist_origins import every_text, stale, translation_at
from sync_server.web.tablet_speech import TABLET_LANGUAGES

if TYPE_CHECKING:
    from sync_server.record.checklist_patches import Draft


@dataclass(frozen=True, slots=True)
class Counted:
    """How a translation stands.

    Attributes:
        language: its code.
        name: what it is called.
        stale: how many originals have changed since they were translated.
        missing: how many texts have no words in it.
    """

    language: str
    name: str
    stale: int
    missing: int


def counts(content: Draft) -> list[Counted]:
    """Return how each translation of a draft stands, in the draft's order."""
    places = [place for place, _ in every_text(content)]
    found = []
    for language, words in content.get("translations", {}).items():
        # A unit is often the same in every language.
        missing = [one for one in places if translation_at(words, one) is None and not one.endswith("/unit")]
        name = TABLET_LANGUAGES.get(language, language)
        found.append(Counted(language, name, len(stale(content, language)), len(missing)))
    return found
