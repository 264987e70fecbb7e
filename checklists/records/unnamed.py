"""Raising something without a name: whose it is instead, and the code by which one hears what became of it.

Whoever raises it keeps the code. Tablets and the server keep hashes of it: the record, and the change that
begins it, are named by them, so that the same message twice is one finding and any tablet finds the answer.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from checklists.journal.canonical import digest

if TYPE_CHECKING:
    from checklists.ids import Id, Sha256

# Whoever raised it: a person the office need not list. Its office name would be `without-a-name`.
NOBODY: Final[Id] = digest(b"person/without-a-name")[:32]

# No 0 and O, 1 and I and L: it is written down by hand and typed elsewhere.
ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_GROUP: Final = 4
_LETTERS: Final = 12


def new_code() -> str:
    """Return a new code as it is shown, `ABCD-EFGH-JKMN`.

    Eleven letters are chance, 25,000,000,000,000,000 codes; the last one tells a slip of the pen from a code.
    """
    chance = "".join(secrets.choice(ALPHABET) for _ in range(_LETTERS - 1))
    code = chance + _check(chance)
    return "-".join(code[start : start + _GROUP] for start in range(0, _LETTERS, _GROUP))


def key_of(code: str) -> Sha256 | None:
    """Return the key of a code as somebody typed it, None for one with a slip in it.

    It may be in small letters, with any spaces or hyphens, or none.
    """
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    if len(plain) != _LETTERS or not set(plain) <= set(ALPHABET) or _check(plain[:-1]) != plain[-1]:
        return None
    return digest(f"without a name/{plain}".encode())


def record_of(key: Sha256) -> Id:
    """Return the id of the finding that a key leads to."""
    return digest(f"finding/{key}".encode())[:32]


def change_of(key: Sha256) -> Id:
    """Return the id of the change that begins that finding."""
    return digest(f"change/{key}".encode())[:32]


def _check(letters: str) -> str:
    # The alphabet has a prime number of letters: one wrong, or two in each other's place, always shows.
    places = range(1, len(letters) + 1)
    total = sum(place * ALPHABET.index(letter) for place, letter in zip(places, letters, strict=True))
    return ALPHABET[total % len(ALPHABET)]
