"""Sentences that were sent or kept in English, said in the language of whoever reads them.

The server says why it did not take something, and the tablet keeps it: in English, so that both sides and
their logs say the same. Here each is found again by its English.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from mobile.text import catalogue, say
from mobile.text.language import Language

# The topics such sentences are from.
_TOPICS = ("refusal.", "error.")


@dataclass(frozen=True, slots=True)
class Sent:
    """A text that came in English; read, it is in the language that is spoken, as far as it is known."""

    text: str

    def __str__(self) -> str:
        rest = self.text
        said: list[str] = []
        while rest:
            known = next((one for one in _known() if rest.startswith(one)), None)
            if known is None:
                return " ".join([*said, rest])
            said.append(say(_known()[known]))
            rest = rest.removeprefix(known).lstrip()
        return " ".join(said)


def sent(text: str) -> Sent:
    """Return a text that was sent or kept in English, to be read in the language that is spoken."""
    return Sent(text)


@cache
def _known() -> dict[str, str]:
    """Return the English of whole sentences → their key, the longest first."""
    found = {
        words: key
        for key, words in catalogue(Language.ENGLISH).items()
        if key.startswith(_TOPICS) and "{" not in words and words.endswith(".")
    }
    return dict(sorted(found.items(), key=lambda one: -len(one[0])))
